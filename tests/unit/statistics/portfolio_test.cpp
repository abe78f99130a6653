// The portfolio: shrunken totals, the rate of learning, and Little's law.
#include "collab/statistics/portfolio.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace collab;
using doctest::Approx;

namespace {

std::vector<MeasuredEffect> eight() {
  return {{2.1, .8}, {0.3, .6}, {3.4, 1.1}, {-0.5, .7},
          {1.2, .5}, {2.8, .9}, {0.1, .6},  {1.9, 1.0}};
}

}  // namespace

TEST_CASE("portfolio_total: four winners of eight, by the covariance matrix of their BLUPs") {
  // numpy 1.24: lambda y + (1 - lambda) mean and diag(lambda v) + (1 - lambda)(1 - lambda)' / sum
  // w, with the tau^2 of DerSimonian and Laird, 0.9375630742; to 1e-9.
  const std::array<std::size_t, 4> winners{0, 2, 5, 7};
  const auto found = portfolio_total(eight(), winners, 0.05, PoolingMethod::dersimonian_laird);
  CHECK(found.claimed == 4);
  CHECK(found.claimed_total == Approx(10.2));
  CHECK(found.expected.value.value() == Approx(7.544043410128283).epsilon(1e-9));
  CHECK(found.standard_error == Approx(1.5960630211690363).epsilon(1e-9));
  CHECK(found.expected.high.value() ==
        Approx(7.544043410128283 + 1.959963984540054 * 1.5960630211690363).epsilon(1e-9));
}

TEST_CASE("portfolio_total: what is promised of winners comes, what was measured does not") {
  std::mt19937 engine(17);
  std::normal_distribution<double> normal;
  double claimed = 0, expected = 0, came = 0;
  int covered = 0, trials = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<MeasuredEffect> effects;
    std::vector<double> truth;
    std::vector<std::size_t> winners;
    for (std::size_t i = 0; i < 30; ++i) {
      const double error = 0.5 + 0.05 * static_cast<double>(i % 20);
      truth.push_back(0.3 + normal(engine));
      effects.push_back({truth.back() + error * normal(engine), error});
      if (effects.back().value > 1.96 * error) winners.push_back(i);
    }
    if (winners.empty()) continue;
    const auto total = portfolio_total(effects, winners, 0.05);
    double real = 0;
    for (const std::size_t winner : winners) real += truth[winner];
    claimed += total.claimed_total;
    expected += *total.expected.value;
    came += real;
    ++trials;
    if (*total.expected.low <= real && real <= *total.expected.high) ++covered;
  }
  CHECK(expected == Approx(came).epsilon(0.05));
  CHECK(claimed > 1.2 * came);
  CHECK(covered > 0.9 * trials);
}

TEST_CASE("portfolio_total: nothing claimed, nothing known") {
  const std::vector<std::size_t> none, first{0};
  CHECK(portfolio_total({}, none, 0.05).expected.reason == "no-data");
  CHECK(portfolio_total(eight(), none, 0.05).expected.reason == "no-wins");
  CHECK(portfolio_total(eight(), none, 0.05).claimed_total == 0);
  CHECK(portfolio_total(std::vector<MeasuredEffect>{{2, 1}}, first, 0.05).expected.reason ==
        "too-few");
  CHECK(portfolio_total(std::vector<MeasuredEffect>{{2, 0}, {3, 1}}, first, 0.05).expected.reason ==
        "no-variance");
  // Cycles that agree: every winner is expected to bring the mean.
  const std::vector<MeasuredEffect> same(5, {2, 1});
  const auto alike = portfolio_total(same, std::vector<std::size_t>{0, 1}, 0.05);
  CHECK(*alike.expected.value == Approx(4));
  CHECK(alike.standard_error == Approx(2 * std::sqrt(1.0 / 5)));
}

TEST_CASE("learning_rate: 14 decided in 26 weeks are 7.0 a quarter") {
  // scipy 1.10: chi2.ppf(.025, 28) / 4, chi2.ppf(.975, 30) / 4; to 1e-9.
  const Estimate found = learning_rate(14, 26, 13, 0.05);
  CHECK(*found.value == Approx(7));
  CHECK(found.low.value() == Approx(3.8269651381502974).epsilon(1e-9));
  CHECK(found.high.value() == Approx(11.744810560917788).epsilon(1e-9));
  CHECK(*learning_rate(0, 26, 13, 0.05).low == 0);
  CHECK(learning_rate(0, 0, 13, 0.05).reason == "no-data");
}

TEST_CASE("cycle_flow: a window that starts and ends empty obeys Little's law to the last digit") {
  std::mt19937 engine(2);
  std::exponential_distribution<double> length(0.2);
  std::uniform_real_distribution<double> begin(0, 90);
  std::vector<CycleSpan> cycles;
  for (int i = 0; i < 40; ++i) {
    const double start = begin(engine);
    cycles.push_back({start, std::min(99.0, start + length(engine))});
  }
  const Flow flow = cycle_flow(cycles, 0, 100);
  CHECK(flow.started == 40);
  CHECK(flow.finished == 40);
  CHECK(flow.open_before + flow.open_after == 0);
  CHECK(*flow.implied_time == Approx(*flow.mean_time).epsilon(1e-12));
  CHECK(flow.in_progress == Approx(*flow.throughput * *flow.mean_time).epsilon(1e-12));
}

TEST_CASE("cycle_flow: cycles that nobody finishes show in the implied time") {
  std::vector<CycleSpan> cycles;
  for (int week = 0; week < 20; ++week) cycles.push_back({static_cast<double>(week), week + 2.0});
  for (int old = 0; old < 8; ++old) cycles.push_back({-10, {}});
  const Flow flow = cycle_flow(cycles, 0, 20);
  CHECK(*flow.mean_time == 2);
  CHECK(*flow.implied_time > 10);
  CHECK(flow.open_before == 8);
  CHECK(flow.open_after == 10);
  CHECK(flow.started - flow.finished == flow.open_after - flow.open_before);
}

TEST_CASE("cycle_flow: outside of the window, none finished, no window") {
  const std::vector<CycleSpan> cycles{{0, 5}, {12, 20}, {30, {}}};
  CHECK(cycle_flow(cycles, 6, 12).in_progress == 0);
  CHECK(cycle_flow(cycles, 6, 12).reason == "no-data");
  const Flow open = cycle_flow(cycles, 12, 20);  // ends on the window's end: after it
  CHECK(open.finished == 0);
  CHECK(open.in_progress == 1);
  CHECK_FALSE(open.implied_time);
  CHECK(cycle_flow(cycles, 5, 5).reason == "no-data");
  CHECK_FALSE(cycle_flow({}, 5, 4).throughput);
}
