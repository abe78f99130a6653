// tests/data/anhoej-exact.json: own enumeration of compositions, n 8 to 100; its median column was
// checked by Monte Carlo at n = 12 and 24.
#include "collab/statistics/runs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <vector>

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
      CHECK(std::abs(runs_false_signal(n / 2, n / 2) - median) < 1e-12);
    }
  }
  CHECK(rows.size() == 93);
}

TEST_CASE("false signals given how many points lie above: every arrangement of 16 points") {
  constexpr std::size_t n = 16;
  std::vector<double> signals(n + 1, 0), all(n + 1, 0);
  for (unsigned sides = 0; sides < (1U << n); ++sides) {
    const auto above = static_cast<std::size_t>(std::popcount(sides));
    ++all[above];
    signals[above] += unusual(sides, n);
  }
  double unconditional = 0;
  for (std::size_t above = 0; above <= n; ++above) {
    CAPTURE(above);
    CHECK(std::abs(runs_false_signal(above, n - above) - signals[above] / all[above]) < 1e-12);
    unconditional += signals[above] / (1U << n);
  }
  CHECK(runs_false_signal(n) == Approx(unconditional).epsilon(1e-12));
}

TEST_CASE("few and many points: defined") {
  CHECK(runs_false_signal(0) == 0);
  CHECK(runs_false_signal(1) == 0);
  CHECK(runs_false_signal(0, 0) == 0);
  CHECK(longest_run_max(0) == 0);
  CHECK(crossings_min(1) == 0);
  const double many = runs_false_signal(2000);
  CHECK(many > 0.04);
  CHECK(many < 0.12);
  CHECK(runs_false_signal(1000, 1000) < many);
}
