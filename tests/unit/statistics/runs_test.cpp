// tests/data/anhoej-exact.json: own enumeration of compositions, n 8 to 100; its median column was
// checked by Monte Carlo at n = 12 and 24.
#include "collab/statistics/runs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "unit/statistics/spc_cases.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {

bool unusual(unsigned sides, std::size_t n) {
  std::size_t crossings = 0, run = 1, longest = 1;
  for (std::size_t i = 1; i < n; ++i) {
    const bool same = ((sides >> i) & 1U) == ((sides >> (i - 1)) & 1U);
    run = same ? run + 1 : 1;
    crossings += !same;
    longest = std::max(longest, run);
  }
  return longest > longest_run_max(n) || crossings < crossings_min(n);
}

}  // namespace

TEST_CASE("Anhoej's bounds and false signals: every row of the exact table") {
  const nlohmann::json rows = read_cases("anhoej-exact.json");
  for (const auto& row : rows) {
    const auto n = row.at("n").get<std::size_t>();
    CAPTURE(n);
    CHECK(longest_run_max(n) == row.at("longest_run_max").get<std::size_t>());
    CHECK(crossings_min(n) == row.at("crossings_min").get<std::size_t>());
    const double known = row.at("p_false_signal_known_centre");
    CHECK(runs_false_signal(n) == Approx(known).epsilon(1e-12));
    if (row.contains("p_false_signal_sample_median")) {
      const double median = row.at("p_false_signal_sample_median");
      CHECK(std::abs(runs_false_signal({.own = n, .median = true}, 0) - median) < 1e-12);
    }
  }
  CHECK(rows.size() == 93);
}

TEST_CASE("false signals about an own centre: every arrangement of 16 points") {
  constexpr std::size_t n = 16;
  for (const std::size_t own : {8U, 16U}) {
    CAPTURE(own);
    const std::size_t later = n - own;
    // Of all arrangements that the centre leaves, by how many of the later points lie above it.
    std::vector<double> usual(later + 1, 0);
    double halves = 0, unconditional = 0;
    for (unsigned sides = 0; sides < (1U << n); ++sides) {
      unconditional += unusual(sides, n);
      const unsigned first = sides & ((1U << own) - 1);
      if (static_cast<std::size_t>(std::popcount(first)) != own / 2) continue;
      halves += (sides >> own) == 0;
      const auto above = static_cast<std::size_t>(std::popcount(sides >> own));
      usual[above] += !unusual(sides, n);
    }
    CHECK(runs_false_signal(n) == Approx(unconditional / (1U << n)).epsilon(1e-12));
    // The median of normal points errs by sqrt(pi / 2 / own), and later points with it.
    double expected = 0, weights = 0;
    for (double z = -8; z <= 8; z += 0.01) {
      const double above =
          normal_upper_tail(z * std::sqrt(std::numbers::pi / 2 / static_cast<double>(own)));
      double here = 0;
      for (std::size_t k = 0; k <= later; ++k) {
        here += usual[k] / halves * std::pow(above, static_cast<double>(k)) *
                std::pow(1 - above, static_cast<double>(later - k));
      }
      expected += std::exp(-z * z / 2) * (1 - here);
      weights += std::exp(-z * z / 2);
    }
    const double told = runs_false_signal({.own = own, .median = true}, later);
    CHECK(std::abs(told - expected / weights) < 1e-9);
  }
}

TEST_CASE("false signals about a mean that was frozen: 40,000 series of normal points") {
  struct Length {
    std::size_t own, later;
  };
  std::mt19937_64 engine(5);
  std::normal_distribution<double> normal;
  for (const Length length : {Length{12, 0}, Length{12, 12}, Length{28, 56}, Length{12, 138}}) {
    CAPTURE(length.own);
    CAPTURE(length.later);
    const std::size_t n = length.own + length.later;
    constexpr int series = 40000;
    int signals = 0;
    for (int trial = 0; trial < series; ++trial) {
      std::vector<double> values(n);
      for (double& value : values) value = normal(engine);
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(length.own);
      const double mean =
          std::accumulate(values.begin(), first, 0.0) / static_cast<double>(length.own);
      std::size_t crossings = 0, run = 0, longest = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const bool same = i > 0 && (values[i] > mean) == (values[i - 1] > mean);
        run = same ? run + 1 : 1;
        crossings += i > 0 && !same;
        longest = std::max(longest, run);
      }
      signals += longest > longest_run_max(n) || crossings < crossings_min(n);
    }
    const double share = static_cast<double>(signals) / series;
    const double told = runs_false_signal({.own = length.own}, length.later);
    CHECK(std::abs(share - told) < 4 * std::sqrt(told * (1 - told) / series) + 0.001);
  }
}

TEST_CASE("few and many points: defined") {
  CHECK(runs_false_signal(0) == 0);
  CHECK(runs_false_signal(1) == 0);
  CHECK(runs_false_signal({.own = 0}, 0) == 0);
  CHECK(runs_false_signal({.own = 1}, 0) == 0);
  CHECK(runs_false_signal({.own = 0}, 20) == runs_false_signal(20));
  CHECK(longest_run_max(0) == 0);
  CHECK(crossings_min(1) == 0);
  const double many = runs_false_signal(2000);
  CHECK(many > 0.04);
  CHECK(many < 0.12);
  CHECK(runs_false_signal({.own = 2000, .median = true}, 0) < many);
  // A centre in error is left behind sooner or later.
  CHECK(runs_false_signal({.own = 4}, 1500) > 0.6);
}
