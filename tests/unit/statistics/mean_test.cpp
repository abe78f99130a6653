#include <doctest/doctest.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "unit/statistics/refusal.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {
const MetricKind& kind() { return *find_metric_kind("mean"); }
Metric metric() { return metric_of(kind()); }
Moments arm(double n, double mean, double sd) {
  return kind().from_statistics(metric(), {{"mean", mean}, {"n", n}, {"sd", sd}});
}
Moments sums(double n, double sum, double squares) {
  return kind().from_statistics(metric(), {{"n", n}, {"sum", sum}, {"sum_squares", squares}});
}
}  // namespace

TEST_CASE("mean: spend of hillstrom.csv, men's e-mail against none (scipy 1.10)") {
  const Effect effect = kind().effect(metric(), sums(21306, 13908.33, 2870050.3621),
                                      sums(21307, 30311.69, 6759024.4973), 0.05);
  CHECK(effect.absolute.value.value() == Approx(0.7698271559).epsilon(1e-9));
  CHECK(effect.absolute.low.value() == Approx(0.4851397325684075).epsilon(1e-7));
  CHECK(effect.absolute.high.value() == Approx(1.0545145792206658).epsilon(1e-7));
  CHECK(effect.relative.low.value() == Approx(0.6436753843630645).epsilon(1e-7));
  CHECK(effect.relative.high.value() == Approx(1.9774807917686936).epsilon(1e-7));
  CHECK(effect.df.value() == Approx(36671.15797736051).epsilon(1e-6));
  CHECK(effect.p_value.value() == Approx(1.1638149682254859e-07).epsilon(1e-6));
  CHECK(effect.judged);
}

TEST_CASE("mean: customer effort, voc-cases ces-mean") {
  const Estimate level = kind().level(metric(), sums(15, 82, 480), 0.05);
  CHECK(level.value.value() == Approx(5.46666666667).epsilon(1e-9));
  CHECK(level.low.value() == Approx(4.63292346654).epsilon(1e-9));
  CHECK(level.high.value() == Approx(6.3004098668).epsilon(1e-9));
  CHECK(level.reason.empty());
  CHECK(kind().level(metric(), sums(2000, 90, 3000), 0.05).reason == "too-few");
}

TEST_CASE("mean: n, mean and sd are the same as sums") {
  const Moments a = arm(4, 2.5, std::sqrt(5.0 / 3)), b = sums(4, 10, 30);
  CHECK(a.sum[0] == Approx(b.sum[0]));
  CHECK(a.centred[0] == Approx(b.centred[0]));
}

TEST_CASE("mean: a covariate's sums fill its column") {
  // y 1 2 3 4, x 2 4 5 9
  const Moments moments = kind().from_statistics(metric(), {{"covariate_sum", 20},
                                                            {"covariate_sum_squares", 126},
                                                            {"main_covariate_sum_product", 61},
                                                            {"n", 4},
                                                            {"sum", 10},
                                                            {"sum_squares", 30}});
  Moments units;
  units.add({1, 0, 2, 0});
  units.add({2, 0, 4, 0});
  units.add({3, 0, 5, 0});
  units.add({4, 0, 9, 0});
  for (std::size_t i = 0; i < moments.centred.size(); ++i) {
    CHECK(moments.centred[i] == Approx(units.centred[i]));
  }
}

TEST_CASE("mean: a few skewed values give numbers but no verdict") {
  SUBCASE("four purchases among 2,000 shoppers") {
    const Effect effect =
        kind().effect(metric(), sums(2000, 90, 3000), sums(2000, 300, 30000), 0.05);
    CHECK_FALSE(effect.judged);
    CHECK(effect.absolute.reason == "too-few");
    CHECK(effect.absolute.low.has_value());
    CHECK(effect.p_value.has_value());
  }
  SUBCASE("four stores an arm are too few, five even ones are not") {
    CHECK_FALSE(kind().effect(metric(), arm(4, 50, 2), arm(4, 60, 2), 0.05).judged);
    CHECK(kind().effect(metric(), arm(5, 50, 2), arm(5, 60, 2), 0.05).judged);
  }
  SUBCASE("lopsided arms do not cancel their skew") {
    CHECK(kind().effect(metric(), arm(80, 10, 12), arm(80, 10, 12), 0.05).judged);
    CHECK_FALSE(kind().effect(metric(), arm(80, 10, 12), arm(720, 10, 12), 0.05).judged);
    CHECK(kind().effect(metric(), arm(2000, 10, 12), arm(18000, 10, 12), 0.05).judged);
  }
  SUBCASE("one purchase carries the arm, however many look on") {
    CHECK_FALSE(
        kind().effect(metric(), sums(1e6, 500, 250000), sums(1e6, 500, 250000), 0.05).judged);
  }
}

TEST_CASE("mean: constant data and lone units say why") {
  const Effect constant = kind().effect(metric(), arm(50, 3, 0), arm(50, 4, 0), 0.05);
  CHECK(constant.absolute.value.value() == 1);
  CHECK(constant.absolute.reason == "no-variance");
  CHECK_FALSE(constant.p_value);
  const Effect lone = kind().effect(metric(), arm(1, 3, 0), arm(50, 4, 1), 0.05);
  CHECK(lone.absolute.value.value() == 1);
  CHECK(lone.absolute.reason == "too-few");
  CHECK_FALSE(lone.absolute.low);
  CHECK(kind().level(metric(), arm(1, 3, 0), 0.05).reason == "too-few");
}

TEST_CASE("mean: sums of a constant with decimals have no variance, not rounding") {
  CHECK(sums(30, 3.0000000000000004, 0.3).centred[0] == 0);
  CHECK(sums(1000, 100.1, 10.02001).centred[0] == 0);
}

TEST_CASE("mean: zero, negative and uncertain baselines") {
  CHECK(kind().effect(metric(), arm(50, 0, 1), arm(50, 1, 1), 0.05).relative.reason ==
        "zero-baseline");
  const Effect loss = kind().effect(metric(), arm(50, -2.5, 1), arm(50, -1.8, 1), 0.05);
  CHECK(loss.relative.reason == "negative-baseline");
  CHECK_FALSE(loss.relative.value);
  CHECK(loss.absolute.low.value() > 0);
  const Effect unsure = kind().effect(metric(), arm(50, 0.1, 1), arm(50, 3, 1), 0.05);
  CHECK(unsure.relative.reason == "zero-baseline");
  CHECK(unsure.relative.value.value() == Approx(29));
  CHECK(unsure.relative.low.value() > 0);
  CHECK_FALSE(unsure.relative.high);
}

TEST_CASE("mean: rows that cannot be are refused by name") {
  CHECK(refusal([] { arm(10, 1, -1); }) == "sd-negative");
  CHECK(refusal([] { arm(-1, 1, 1); }) == "count-negative");
  CHECK(refusal([] { sums(10, 100, 50); }) == "sum-squares-too-small");
  CHECK(refusal([] { sums(0, 100, 50); }) == "sum-without-units");
  CHECK(refusal([] {
          kind().from_statistics(metric(), {{"mean", 1}, {"n", 3}});
        }) == "missing-statistic");
  CHECK(refusal([] {
          kind().from_statistics(metric(), {{"mean", 1}, {"n", 3}, {"sd", 1}, {"sum", 3}});
        }) == "unknown-statistic");
  CHECK(
      refusal([] {
        kind().from_statistics(metric(), {{"covariate_sum", 1}, {"mean", 1}, {"n", 3}, {"sd", 1}});
      }) == "missing-statistic");
  CHECK(refusal([] {
          kind().from_unit(metric(), std::array{std::numeric_limits<double>::infinity()});
        }) == "not-finite");
}

TEST_CASE("mean: covers the difference in 93.5 to 96.5 % of skewed samples of 60") {
  std::mt19937 engine(11);
  std::exponential_distribution<double> spend(1);
  int covered = 0, judged = 0;
  for (int round = 0; round < 3000; ++round) {
    Moments a, b;
    for (int i = 0; i < 60; ++i) {
      a.add({spend(engine), 0, 0, 0});
      b.add({spend(engine) + 0.5, 0, 0, 0});
    }
    const Effect effect = kind().effect(metric(), a, b, 0.05);
    judged += effect.judged;
    covered += *effect.absolute.low <= 0.5 && 0.5 <= *effect.absolute.high;
  }
  CHECK(judged > 2800);
  CHECK(covered > 0.935 * 3000);
  CHECK(covered < 0.965 * 3000);
}

TEST_CASE("mean and ratio: absolute effects as gbstats 0.8.0 (two-sided t)") {
  std::ifstream file(COLLAB_TEST_DATA "/gbstats-cases.json");
  int compared = 0;
  const nlohmann::json cases = nlohmann::json::parse(file);
  for (const auto& row : cases.at("cases")) {
    const std::string name = row.at("kind");
    if (name != "mean" && name != "ratio") continue;
    const auto& expected = row.at("expected");
    if (row.at("test") != "two_sided_t" || row.at("difference_type") != "absolute" ||
        !expected.at("error_message").is_null() || !row.contains("control") ||
        row.at("control").contains("numerator_type")) {
      continue;
    }
    const MetricKind& of = *find_metric_kind(name);
    const auto moments = [&](const nlohmann::json& side) {
      Statistics statistics;
      for (const auto& form : of.shape.summary_forms.back()) {
        statistics.emplace_back(form, side.at(std::string(form)));
      }
      return of.from_statistics(metric(), statistics);
    };
    CAPTURE(row.at("id").get<std::string>());
    const Effect effect =
        of.effect(metric(), moments(row.at("control")), moments(row.at("treatment")),
                  row.at("params").at("alpha").get<double>());
    CHECK(effect.absolute.value.value() ==
          Approx(expected.at("expected").get<double>()).epsilon(1e-9));
    CHECK(effect.absolute.low.value() == Approx(expected.at("ci_low").get<double>()).epsilon(1e-8));
    CHECK(effect.absolute.high.value() ==
          Approx(expected.at("ci_high").get<double>()).epsilon(1e-8));
    CHECK(std::abs(*effect.p_value - expected.at("p_value").get<double>()) < 1e-11);
    ++compared;
  }
  CHECK(compared >= 3);
}

TEST_CASE("mean: nightly looks need more units where the arms differ in size") {
  const auto judged = [](double control, double treatment, const Certainty& certainty) {
    return kind().effect(metric(), arm(control, 20, 1), arm(treatment, 20.5, 1), certainty).judged;
  };
  const Certainty once = 0.05, nightly{0.05, 0.5};
  CHECK(judged(8, 8, once));
  CHECK_FALSE(judged(8, 8, nightly));
  CHECK(judged(12, 12, nightly));
  CHECK(judged(450, 50, once));
  CHECK_FALSE(judged(450, 50, nightly));
  CHECK(judged(2700, 300, nightly));
}
