#include "collab/statistics/quantile.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "collab/statistics/metric_kind.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Metric p90() {
  Metric metric;
  metric.id = "minutes";
  metric.kind = "quantile";
  metric.quantile = "p90";
  return metric;
}

std::vector<double> exponential(std::uint64_t seed, std::size_t n) {
  std::mt19937_64 engine(seed);
  std::exponential_distribution<double> draw;
  std::vector<double> values(n);
  std::generate(values.begin(), values.end(), [&] { return draw(engine); });
  return values;
}

}  // namespace

TEST_CASE("quantile_of: what the plan writes") {
  Metric metric = p90();
  CHECK(quantile_of(metric) == Approx(0.9));
  metric.quantile = "p99.5";
  CHECK(quantile_of(metric) == Approx(0.995));
  metric.quantile.clear();
  CHECK(quantile_of(metric) == 0);
}

TEST_CASE("quantile_moments: definition 7, as numpy.quantile") {
  std::vector<double> values(11);
  std::iota(values.begin(), values.end(), 0.0);
  std::reverse(values.begin(), values.end());
  CHECK(quantile_moments(values, 0.9).mean() == Approx(9));
  std::vector<double> four{1, 2, 3, 10};
  CHECK(quantile_moments(four, 0.5).mean() == Approx(2.5));  // numpy 1.24: 2.5
  CHECK(quantile_moments(four, 0.9).mean() == Approx(7.9));  // numpy 1.24: 7.9
}

TEST_CASE("quantile_moments: one value, none, and all alike") {
  std::vector<double> none, one{3}, alike(50, 2.0);
  CHECK(quantile_moments(none, 0.9).n == 0);
  CHECK(quantile_moments(one, 0.9).mean() == 3);
  CHECK(quantile_moments(alike, 0.9).centred[0] == 0);
}

TEST_CASE("quantile: a hundred values are enough for a p90, 99 are not") {
  for (const std::size_t n : {std::size_t{99}, std::size_t{100}}) {
    std::vector<double> a = exponential(1, n), b = exponential(2, n);
    const Effect effect =
        find_metric_kind("quantile")
            ->effect(p90(), quantile_moments(a, 0.9), quantile_moments(b, 0.9), 0.05);
    CHECK(effect.judged == (n == 100));
  }
}

TEST_CASE("quantile: the p90 of two equal populations differs by chance as often as it says") {
  const MetricKind& kind = *find_metric_kind("quantile");
  int rejected = 0;
  const int trials = 1500;
  for (int i = 0; i < trials; ++i) {
    std::vector<double> a = exponential(static_cast<std::uint64_t>(2 * i), 200);
    std::vector<double> b = exponential(static_cast<std::uint64_t>(2 * i + 1), 200);
    const Effect effect =
        kind.effect(p90(), quantile_moments(a, 0.9), quantile_moments(b, 0.9), 0.05);
    REQUIRE(effect.judged);
    rejected += *effect.p_value < 0.05 ? 1 : 0;
  }
  CHECK(rejected / static_cast<double>(trials) < 0.065);
  CHECK(rejected / static_cast<double>(trials) > 0.02);
}

TEST_CASE("quantile: fewer than ten values beyond it are too few") {
  std::vector<double> a = exponential(1, 90), b = exponential(2, 90);
  const Effect effect =
      find_metric_kind("quantile")
          ->effect(p90(), quantile_moments(a, 0.9), quantile_moments(b, 0.9), 0.05);
  CHECK_FALSE(effect.judged);
  CHECK(effect.absolute.reason == "too-few");
}

TEST_CASE("quantile_moments by cluster: values that repeat within a cluster count as one") {
  // Each of 100 clusters has the same value ten times: as sure as 100 values, not as 1,000.
  const std::vector<double> one = exponential(3, 100);
  std::vector<double> values, alone = one;
  std::vector<std::uint32_t> cluster;
  for (std::uint32_t c = 0; c < 100; ++c) {
    for (int i = 0; i < 10; ++i) {
      values.push_back(one[c]);
      cluster.push_back(c);
    }
  }
  const Moments clustered = quantile_moments(values, cluster, 0.5);
  const Moments single = quantile_moments(alone, 0.5);
  CHECK(clustered.n == 100);
  const auto error = [](const Moments& m) { return std::sqrt(m.variance() / m.n); };
  CHECK(error(clustered) == Approx(error(single)).epsilon(0.35));
}
