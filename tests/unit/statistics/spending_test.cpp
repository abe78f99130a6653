#include "collab/statistics/spending.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"

using namespace collab;
using doctest::Approx;

namespace {

constexpr auto both = {Spending::obrien_fleming, Spending::pocock};

std::vector<double> equal_looks(int count) {
  std::vector<double> fractions;
  for (int i = 1; i <= count; ++i) fractions.push_back(static_cast<double>(i) / count);
  return fractions;
}

void check_z(const std::vector<LookBoundary>& looks, const std::vector<double>& expected,
             double tolerance) {
  REQUIRE(looks.size() == expected.size());
  for (std::size_t i = 0; i < looks.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(looks[i].z - expected[i]) < tolerance);
    CHECK(looks[i].alpha == Approx(2 * normal_upper_tail(looks[i].z)).epsilon(1e-12));
  }
}

/// The classical boundaries: z at look k of K is constant * (K / k)^power, the constant such that
/// alpha is spent in the end.
double classical_constant(int count, double alpha, double power, double drift_power = 0,
                          double* drift = nullptr) {
  double low = 1, high = 5;
  std::vector<LookBoundary> looks;
  for (int round = 0; round < 60; ++round) {
    const double constant = (low + high) / 2;
    looks.clear();
    for (const double fraction : equal_looks(count)) {
      looks.push_back({.fraction = fraction,
                       .spent = 0,
                       .z = constant * std::pow(fraction, -power),
                       .alpha = 0});
    }
    (2 * crossing_probability(looks, 0) > alpha ? low : high) = constant;
  }
  if (drift) *drift = drift_for_power(looks, drift_power);
  return low;
}

std::string refused(const std::vector<double>& fractions, double alpha = 0.05) {
  try {
    boundaries(fractions, alpha, Spending::pocock);
  } catch (const Error& error) {
    return error.code() == ExitCode::usage ? error.faults().front().slug : "not-usage";
  }
  return {};
}

}  // namespace

TEST_CASE("boundaries: five equal looks at 5 %, as the Lan-DeMets programs print them") {
  // O'Brien-Fleming type: Reboussin et al. 2000, Controlled Clinical Trials 21:190; both to ten
  // digits by an integration written on its own (numpy, Simpson with 4001 nodes, scipy brentq).
  const auto looks = equal_looks(5);
  check_z(boundaries(looks, 0.05, Spending::obrien_fleming),
          {4.8768849488, 3.3570119216, 2.6802800645, 2.2898167677, 2.0310320433}, 1e-8);
  check_z(boundaries(looks, 0.05, Spending::pocock),
          {2.4379766881, 2.4268138582, 2.4101938403, 2.3966454006, 2.3859845716}, 1e-8);
}

TEST_CASE("boundaries: looks on any days, by the same independent integration") {
  const std::vector<double> looks{0.1, 0.25, 0.7, 0.75, 1};
  check_z(boundaries(looks, 0.01, Spending::pocock),
          {3.1585335098, 3.0626797033, 2.8265087137, 3.0108736328, 2.9459547512}, 1e-8);
  // The first look is granted less than P(|Z| > 8).
  check_z(boundaries(looks, 0.01, Spending::obrien_fleming),
          {8, 5.4929610255, 3.1582829780, 3.1005331932, 2.6043884776}, 1e-8);
}

TEST_CASE("boundaries: one look is the fixed test") {
  for (const Spending spending : both) {
    for (const double alpha : {0.2, 0.05, 1e-4}) {
      const auto looks = boundaries(std::vector<double>{1}, alpha, spending);
      CHECK(looks[0].z == Approx(normal_critical(alpha)).epsilon(1e-12));
      CHECK(looks[0].alpha == Approx(alpha).epsilon(1e-12));
    }
  }
}

TEST_CASE("crossing_probability: Jennison and Turnbull 2000, tables 2.1 to 2.4") {
  const double fixed = normal_critical(0.05) + normal_upper_quantile(0.2);
  double drift = 0;
  CHECK(std::abs(classical_constant(5, 0.05, 0, 0.8, &drift) - 2.413) < 5e-4);
  CHECK(std::abs(drift * drift / (fixed * fixed) - 1.229) < 5e-4);
  CHECK(std::abs(classical_constant(5, 0.05, 0.5, 0.8, &drift) - 2.040) < 5e-4);
  CHECK(std::abs(drift * drift / (fixed * fixed) - 1.028) < 5e-4);
  CHECK(std::abs(classical_constant(2, 0.05, 0) - 2.178) < 5e-4);
  CHECK(std::abs(classical_constant(10, 0.05, 0) - 2.555) < 5e-4);
  CHECK(std::abs(classical_constant(10, 0.05, 0.5) - 2.087) < 5e-4);
}

TEST_CASE("boundaries: daily looks spend what the function grants, and alpha in the end") {
  for (const Spending spending : both) {
    for (const int count : {28, 365}) {
      CAPTURE(count);
      const auto looks = boundaries(equal_looks(count), 0.05, spending);
      CHECK(looks.back().spent == Approx(0.05).epsilon(1e-12));
      CHECK(2 * crossing_probability(looks, 0) == Approx(0.05).epsilon(1e-12));
      for (const LookBoundary& look : looks) {
        CHECK(std::isfinite(look.z));
        CHECK(look.alpha > 0);
        CHECK(std::abs(look.spent - spent_by(look.fraction, 0.05, spending)) < 1e-12);
      }
    }
  }
}

TEST_CASE("boundaries: simulated trials without and with an effect") {
  const auto looks =
      boundaries(std::vector<double>{0.15, 0.5, 0.6, 1}, 0.1, Spending::obrien_fleming);
  for (const double drift : {0.0, -1.0, 2.5}) {
    std::mt19937_64 engine(7);
    std::normal_distribution<double> normal;
    constexpr int trials = 40000;
    int upper = 0;
    for (int trial = 0; trial < trials; ++trial) {
      double score = 0, time = 0;
      for (const LookBoundary& look : looks) {
        const double step = look.fraction - time;
        time = look.fraction;
        score += drift * step + std::sqrt(step) * normal(engine);
        const double z = score / std::sqrt(time);
        if (z > look.z) ++upper;
        if (std::abs(z) > look.z) break;
      }
    }
    const double expected = crossing_probability(looks, drift);
    const double error = std::sqrt(expected * (1 - expected) / trials);
    CAPTURE(drift);
    CHECK(std::abs(static_cast<double>(upper) / trials - expected) < 4 * error + 1e-4);
  }
}

TEST_CASE("drift_for_power: crosses as often as asked") {
  const auto looks = boundaries(equal_looks(4), 0.05, Spending::pocock);
  for (const double power : {0.05, 0.5, 0.8, 0.99}) {
    CHECK(crossing_probability(looks, drift_for_power(looks, power)) == Approx(power));
  }
  CHECK_THROWS_AS(drift_for_power(looks, 0.02), Error);
  CHECK_THROWS_AS(drift_for_power(looks, 1.0), Error);
}

TEST_CASE("boundaries: looks out of order, outside the cycle, or at a level that is none") {
  CHECK(refused({0.5, 1}).empty());
  CHECK(refused({}) == "look-fractions");
  CHECK(refused({0, 1}) == "look-fractions");
  CHECK(refused({0.5, 0.5}) == "look-fractions");
  CHECK(refused({0.5, 0.4, 1}) == "look-fractions");
  CHECK(refused({0.5, 1.1}) == "look-fractions");
  CHECK(refused({std::nan("")}) == "look-fractions");
  CHECK(refused({0.5, 1}, 0) == "alpha-range");
  CHECK(refused({0.5, 1}, 1) == "alpha-range");
}
