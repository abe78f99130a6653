#include "collab/statistics/likelihood_sequence.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "collab/statistics/sequence.hpp"

using namespace collab;
using doctest::Approx;

namespace {

constexpr double early = 1.0 / 28;

/// x log x, 0 at 0.
double entropy(double x) { return x > 0 ? x * std::log(x) : 0; }

/// Twice the log-likelihood ratio of two shares against one common share, as textbooks write it:
/// the G statistic of the fourfold table.
double g_statistic(const Share& a, const Share& b) {
  double sum = entropy(a.n + b.n) - entropy(a.n) - entropy(b.n);
  for (const Share& arm : {a, b}) sum += entropy(arm.successes) + entropy(arm.n - arm.successes);
  sum -= entropy(a.successes + b.successes);
  sum -= entropy(a.n - a.successes + b.n - b.successes);
  return 2 * sum;
}

/// The same with the treatment's share larger by `difference`, the common part by brute force.
double profile(const Share& a, const Share& b, double difference) {
  const auto likelihood = [](const Share& arm, double p) {
    return (arm.successes > 0 ? arm.successes * std::log(p) : 0) +
           (arm.n > arm.successes ? (arm.n - arm.successes) * std::log1p(-p) : 0);
  };
  double best = -1e300;
  const double low = std::max(0.0, -difference), high = std::min(1.0, 1 - difference);
  for (int i = 1; i < 200000; ++i) {
    const double p = low + (high - low) * i / 200000;
    best = std::max(best, likelihood(a, p) + likelihood(b, p + difference));
  }
  return 2 * (likelihood(a, a.value()) + likelihood(b, b.value()) - best);
}

bool finite(const Bounds& bounds) {
  return std::isfinite(bounds.low) && std::isfinite(bounds.high);
}

}  // namespace

TEST_CASE(
    "sequence_comparison: p is the boundary's of the G statistic, scipy 1.10 power_divergence") {
  const Share control{.successes = 12, .n = 100}, treatment{.successes = 30, .n = 120};
  // scipy.stats.chi2_contingency([[12, 88], [30, 90]], correction=False, lambda_='log-likelihood')
  CHECK(g_statistic(control, treatment) == Approx(6.171495592197903).epsilon(1e-12));
  const ScoreComparison shares = sequence_comparison(control, treatment, 0.05, 1);
  CHECK(shares.p_value == Approx(sequence_p_value(6.171495592197903, 0.05, 1)).epsilon(1e-10));
}

TEST_CASE(
    "sequence_comparison: each bound of the difference is where the likelihood ratio reaches "
    "the boundary") {
  const Share control{.successes = 3, .n = 40}, treatment{.successes = 20, .n = 55};
  for (const double progress : {early, 0.5, 1.0}) {
    const double critical = std::pow(sequence_critical(0.05, progress), 2);
    const ScoreComparison shares = sequence_comparison(control, treatment, 0.05, progress);
    CHECK(profile(control, treatment, shares.difference.low) == Approx(critical).epsilon(1e-5));
    CHECK(profile(control, treatment, shares.difference.high) == Approx(critical).epsilon(1e-5));
  }
}

TEST_CASE("sequence_comparison: with many units it is the normal boundary") {
  const Share control{.successes = 1e8, .n = 1e9}, treatment{.successes = 1.0003e8, .n = 1e9};
  const double error = std::sqrt(0.1 * 0.9 * 2e-9);
  const double half = sequence_critical(0.05, 0.7) * error;
  const ScoreComparison shares = sequence_comparison(control, treatment, 0.05, 0.7);
  CHECK(shares.difference.low == Approx(3e-5 - half).epsilon(1e-3));
  CHECK(shares.difference.high == Approx(3e-5 + half).epsilon(1e-3));
  CHECK(shares.ratio_low - 1 == Approx(shares.difference.low / 0.1).epsilon(1e-3));
  const RateComparison rates =
      sequence_comparison(EventRate{1e8, 1e9}, EventRate{1.0003e8, 1e9}, 0.05, 0.7);
  const double rate_half = sequence_critical(0.05, 0.7) * std::sqrt(0.2 * 1e-9);
  CHECK(rates.difference.low == Approx(3e-5 - rate_half).epsilon(1e-3));
  CHECK(rates.difference.high == Approx(3e-5 + rate_half).epsilon(1e-3));
}

TEST_CASE("sequence_comparison: a rate's ratio is that of a binomial share of the events") {
  // Equal exposures: 9 of 12 events are the treatment's; the bounds of 9 / 12, as odds.
  const RateComparison rates = sequence_comparison(EventRate{3, 50}, EventRate{9, 50}, 0.05, 1);
  const Bounds share = sequence_bounds(Share{9, 12}, 0.05, 1);
  CHECK(rates.ratio_low == Approx(share.low / (1 - share.low)).epsilon(1e-9));
  CHECK(rates.ratio_high.value() == Approx(share.high / (1 - share.high)).epsilon(1e-9));
}

TEST_CASE("sequence_bounds: without events the bound solves the likelihood in closed form") {
  const double critical = std::pow(sequence_critical(0.05, 1), 2);
  const Bounds none = sequence_bounds(Share{0, 40}, 0.05, 1);
  CHECK(none.low == 0);
  CHECK(none.high == Approx(-std::expm1(-critical / 80)).epsilon(1e-10));
  const Bounds all = sequence_bounds(Share{40, 40}, 0.05, 1);
  CHECK(all.low == Approx(1 - none.high).epsilon(1e-10));
  CHECK(all.high == 1);
  const Bounds quiet = sequence_bounds(EventRate{0, 40}, 0.05, 1);
  CHECK(quiet.low == 0);
  CHECK(quiet.high == Approx(critical / 80).epsilon(1e-10));
}

TEST_CASE("sequence_comparison: empty and full arms have bounds, and p agrees with both") {
  for (const double progress : {early, 1.0, 3.0}) {
    for (const double n : {1.0, 7.0, 300.0, 1e6}) {
      for (const double m : {1.0, 40.0, 1e9}) {
        for (const double share : {0.0, 0.4, 1.0}) {
          for (const double other : {0.0, 0.1, 1.0}) {
            const Share a{std::round(n * share), n}, b{std::round(m * other), m};
            const ScoreComparison shares = sequence_comparison(a, b, 0.05, progress);
            CAPTURE(n);
            CAPTURE(m);
            CAPTURE(share);
            CAPTURE(other);
            CHECK(finite(shares.difference));
            CHECK(shares.difference.low >= -1);
            CHECK(shares.difference.high <= 1);
            CHECK(shares.ratio_high.has_value() == (a.successes > 0));
            const bool differs = shares.p_value < 0.05;
            CHECK(differs == (shares.difference.low > 0 || shares.difference.high < 0));
            CHECK(differs ==
                  (shares.ratio_low > 1 || (shares.ratio_high && *shares.ratio_high < 1)));
            const RateComparison rates = sequence_comparison(
                EventRate{a.successes, n}, EventRate{b.successes, m}, 0.05, progress);
            CHECK(finite(rates.difference));
            const bool rate_differs = rates.p_value < 0.05;
            CHECK(rate_differs == (rates.difference.low > 0 || rates.difference.high < 0));
            CHECK(rate_differs ==
                  (rates.ratio_low > 1 || (rates.ratio_high && *rates.ratio_high < 1)));
          }
        }
      }
    }
  }
}

TEST_CASE("sequence_comparison: 28 nightly looks at two equal shares reject in at most 5 %") {
  std::mt19937_64 engine(5);
  for (const double base : {0.02, 0.5}) {
    constexpr int trials = 4000;
    int rejected = 0;
    for (int trial = 0; trial < trials; ++trial) {
      Share control, treatment;
      for (int night = 1; night <= 28; ++night) {
        std::binomial_distribution<int> successes(4, base);
        control = {control.successes + successes(engine), control.n + 4};
        treatment = {treatment.successes + successes(engine), treatment.n + 4};
        if (sequence_comparison(control, treatment, 0.05, night / 28.0).p_value < 0.05) {
          ++rejected;
          break;
        }
      }
    }
    CAPTURE(base);
    CHECK(rejected < 0.05 * trials);
    if (base > 0.1) CHECK(rejected > 0.005 * trials);
  }
}
