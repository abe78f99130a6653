#include "collab/statistics/quantile.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
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

TEST_CASE(
    "values that repeat: by the mid-distribution function, as Ma, Genton and Parzen have it") {
  // 74 of 150 take one day, the rest two: mid-distribution 74/300 at 1 and 224/300 at 2.
  std::vector<double> days(150, 2.0);
  std::fill_n(days.begin(), 74, 1.0);
  const Moments moments = quantile_moments(days, 0.5);
  CHECK(moments.mean() == Approx(1 + (150.0 - 74) / 150));
  // It is 1 + (n - 2 k) / n + k / n with k of them at 1: the standard error of k / n.
  const double share = 74.0 / 150;
  CHECK(moments.centred[0] / (150.0 * 149) == Approx(share * (1 - share) / 150).epsilon(0.01));
}

TEST_CASE("values that repeat: two equal populations differ by chance no more often than it says") {
  const MetricKind& kind = *find_metric_kind("quantile");
  Metric median = p90();
  median.quantile = "p50";
  using Draw = std::function<double(std::mt19937_64&)>;
  struct Population {
    const char* name;
    const Metric& metric;
    double q;
    Draw draw;
  };
  const Metric ninety = p90();
  std::bernoulli_distribution coin;
  std::poisson_distribution<int> items(2.67);
  std::normal_distribution<double> minutes(60.5, 3);
  std::geometric_distribution<int> days(0.3);
  std::exponential_distribution<double> spend(0.1);
  const std::vector<Population> populations{
      {"one day or two", median, 0.5, [&](auto& engine) { return coin(engine) ? 1.0 : 2.0; }},
      {"items", median, 0.5, [&](auto& engine) { return static_cast<double>(items(engine)); }},
      {"whole minutes", median, 0.5, [&](auto& engine) { return std::round(minutes(engine)); }},
      {"days", ninety, 0.9, [&](auto& engine) { return static_cast<double>(days(engine)); }},
      {"half nothing, half 5 and more", median, 0.5,
       [&](auto& engine) { return coin(engine) ? 0.0 : 5 + spend(engine); }},
  };
  std::mt19937_64 engine(20261128);
  for (const Population& population : populations) {
    CAPTURE(population.name);
    const int trials = 1500;
    int up = 0, down = 0;
    for (int i = 0; i < trials; ++i) {
      std::vector<double> a(300), b(300);
      for (double& value : a) value = population.draw(engine);
      for (double& value : b) value = population.draw(engine);
      const Effect effect = kind.effect(population.metric, quantile_moments(a, population.q),
                                        quantile_moments(b, population.q), 0.05);
      if (effect.absolute.low && *effect.absolute.low > 0) ++up;
      if (effect.absolute.high && *effect.absolute.high < 0) ++down;
    }
    // 2.5 % each way within three standard errors (0.4 points) and half a point: in 4,000 trials of
    // another program they were 1.8 to 3.4 %.
    CHECK(up < 0.042 * trials);
    CHECK(down < 0.042 * trials);
  }
}

TEST_CASE("values that repeat: a step that is there is found") {
  Metric median = p90();
  median.quantile = "p50";
  std::vector<double> slow, fast;
  for (int i = 0; i < 2000; ++i) {
    slow.push_back(i % 10 < 3 ? 2 : i % 10 < 8 ? 3 : 4);  // the middle takes three days
    fast.push_back(i % 10 < 3 ? 1 : i % 10 < 8 ? 2 : 3);  // two
  }
  const Effect effect =
      find_metric_kind("quantile")
          ->effect(median, quantile_moments(slow, 0.5), quantile_moments(fast, 0.5), 0.05);
  CHECK(*effect.absolute.value == Approx(-1));
  CHECK(*effect.absolute.high < -0.9);
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
