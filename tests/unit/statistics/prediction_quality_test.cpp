// Predictions against what came: the shared case, scipy's figures, and laws of proper scores.
#include "collab/statistics/prediction_quality.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

namespace {

std::vector<RangeForecast> ranges_of(const nlohmann::json& input) {
  std::vector<RangeForecast> ranges;
  for (std::size_t i = 0; i < input.at("lower").size(); ++i)
    ranges.push_back({.low = input.at("lower")[i].get<double>(),
                      .high = input.at("upper")[i].get<double>(),
                      .confidence = 1 - input.at("alpha").get<double>(),
                      .actual = input.at("actual")[i].get<double>()});
  return ranges;
}

/// Twenty chances and what came, made up.
std::vector<ChanceForecast> twenty() {
  const std::array said{.9, .8, .8, .7, .7, .6, .6, .6, .5, .4,
                        .3, .3, .2, .1, .9, .8, .7, .5, .2, .6};
  const std::array came{1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1};
  std::vector<ChanceForecast> forecasts;
  for (std::size_t i = 0; i < said.size(); ++i) forecasts.push_back({said[i], came[i] == 1});
  return forecasts;
}

}  // namespace

TEST_CASE("ranges: voc-cases prediction-interval-score, eight ranges of 80 %") {
  const auto one = shared_case("voc-cases.json", "prediction-interval-score");
  const double tolerance = one.at("tolerance").get<double>();
  const auto& expected = one.at("expected");
  const auto number = [&](const nlohmann::json& value) {
    return Approx(value.get<double>()).epsilon(tolerance);
  };
  const auto ranges = ranges_of(one.at("input"));
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    CAPTURE(i);
    CHECK(interval_score(ranges[i]).value() == number(expected.at("score")[i]));
  }
  const RangeQuality found = range_quality(ranges, 0.05);
  CHECK(found.score.value.value() == number(expected.at("mean")));
  CHECK(found.coverage.value.value() == number(expected.at("coverage")));
  CHECK(found.coverage.low.value() == number(expected.at("coverage_wilson")[0]));
  CHECK(found.coverage.high.value() == number(expected.at("coverage_wilson")[1]));
  CHECK(found.bias.value.value() == number(expected.at("mean_error")));
  CHECK(found.p_value.value() == number(expected.at("p_coverage_is_80")));
  CHECK(found.stated == Approx(0.8));
  CHECK(found.inside == 5);
  CHECK(found.below == 2);
  CHECK(found.above == 1);
  // scipy 1.10: stats.t.interval(.95, 7, mean, stats.sem(errors)); to 1e-9.
  CHECK(found.bias.low.value() == Approx(-2.1103324350183303).epsilon(1e-9));
  CHECK(found.bias.high.value() == Approx(1.1478324350183302).epsilon(1e-9));
}

TEST_CASE("ranges: as often inside as each was said to be, when confidences differ") {
  // Two inside of chances .5, .8, .9, .95, .6: P(0), P(1), P(2) = .0002, .0069, .0729; numpy 1.24.
  std::vector<RangeForecast> ranges;
  for (const double confidence : {.5, .8, .9, .95, .6})
    ranges.push_back(
        {.low = 0, .high = 1, .confidence = confidence, .actual = ranges.size() < 2 ? 0.5 : 7});
  const auto found = range_quality(ranges, 0.05);
  CHECK(found.inside == 2);
  CHECK(found.p_value.value() == Approx(0.08).epsilon(1e-9));
  CHECK(found.stated == Approx(0.75));
}

TEST_CASE("a range said with a confidence is a chance that the value lies inside") {
  const RangeForecast hit{.low = 3, .high = 12, .confidence = 0.8, .actual = 12};
  const RangeForecast miss{.low = 3, .high = 12, .confidence = 0.9, .actual = -1};
  CHECK(inside(hit));
  CHECK_FALSE(inside(miss));
  const std::array chances{as_chance(hit), as_chance(miss)};
  CHECK(chances[0].probability == 0.8);
  CHECK(chances[0].happened);
  CHECK(chance_quality(chances, 0.05).brier == Approx((0.2 * 0.2 + 0.9 * 0.9) / 2));
  CHECK(*interval_score(hit) == 9);
  CHECK(*interval_score(miss) == Approx(9 + 20 * 4));
}

TEST_CASE("bias is of the number that was predicted, where one was") {
  std::vector<RangeForecast> ranges{{.low = 0, .high = 10, .actual = 5, .predicted = 2},
                                    {.low = 0, .high = 10, .actual = 6, .predicted = 4}};
  const auto found = range_quality(ranges, 0.05);
  CHECK(*found.bias.value == Approx(2.5));
  CHECK(found.score.reason == "no-variance");  // both ranges held, both are 10 wide
  CHECK(*found.score.value == 10);
  ranges.resize(1);
  CHECK(range_quality(ranges, 0.05).bias.reason == "too-few");
  CHECK(*range_quality(ranges, 0.05).bias.value == 3);
}

TEST_CASE("ranges: none, and one that is open at an end") {
  const auto none = range_quality({}, 0.05);
  CHECK(none.coverage.reason == "no-data");
  CHECK(none.bias.reason == "no-data");
  CHECK_FALSE(none.p_value);
  const double infinite = std::numeric_limits<double>::infinity();
  const std::vector<RangeForecast> open{{.low = 3, .high = infinite, .actual = 5},
                                        {.low = 3, .high = 7, .actual = 1}};
  CHECK_FALSE(interval_score(open[0]));
  const auto found = range_quality(open, 0.05);
  CHECK(found.inside == 1);
  CHECK(found.score.reason == "one-sided");
  CHECK(found.bias.reason == "one-sided");
  CHECK_FALSE(found.score.value);
}

TEST_CASE("the interval score is least for who names the true quantiles") {
  std::mt19937 engine(5);
  std::normal_distribution<double> effects(2, 1);
  std::vector<double> actual(20'000);
  for (double& value : actual) value = effects(engine);
  const auto mean_score = [&](double half) {
    double sum = 0;
    for (const double value : actual)
      sum += *interval_score({.low = 2 - half, .high = 2 + half, .actual = value});
    return sum / static_cast<double>(actual.size());
  };
  const double honest = mean_score(1.2816);  // the 10 % and 90 % points of the normal
  for (const double half : {0.8, 1.0, 1.6, 2.0}) CHECK(mean_score(half) > honest);
}

TEST_CASE("chances: Brier and log loss, skill, area, Spiegelhalter's z of twenty forecasts") {
  // scipy 1.10 and numpy 1.24: mannwhitneyu for the area, formulas written out for the rest; 1e-9.
  const auto found = chance_quality(twenty(), 0.05);
  CHECK(found.brier == Approx(0.199).epsilon(1e-9));
  CHECK(found.base_rate == Approx(0.6).epsilon(1e-9));
  CHECK(found.skill.value.value() == Approx(0.17083333333333328).epsilon(1e-9));
  CHECK(found.log_loss.value.value() == Approx(0.5793206651015673).epsilon(1e-9));
  CHECK(found.auc.value.value() == Approx(0.734375).epsilon(1e-9));
  CHECK(found.z.value.value() == Approx(0.19448665533052595).epsilon(1e-9));
  CHECK(found.p_value.value() == Approx(0.8457948437403362).epsilon(1e-9));
  CHECK(found.reliability == Approx(0.04483333333333333).epsilon(1e-9));
  CHECK(found.resolution == Approx(0.08583333333333333).epsilon(1e-9));
  CHECK(found.uncertainty == Approx(0.24).epsilon(1e-9));
}

TEST_CASE("chances: Murphy's parts add up, and the area counts pairs") {
  std::mt19937 engine(9);
  std::uniform_int_distribution<int> percent(0, 20);
  std::uniform_real_distribution<double> uniform;
  for (const int n : {2, 5, 50, 400}) {
    CAPTURE(n);
    std::vector<ChanceForecast> forecasts;
    for (int i = 0; i < n; ++i) {
      const double probability = percent(engine) / 20.0;
      forecasts.push_back({probability, i == 0 || (i > 1 && uniform(engine) < probability)});
    }
    const auto found = chance_quality(forecasts, 0.05);
    CHECK(found.brier ==
          Approx(found.reliability - found.resolution + found.uncertainty).epsilon(1e-12));
    double won = 0, pairs = 0;
    for (const auto& yes : forecasts)
      for (const auto& no : forecasts)
        if (yes.happened && !no.happened) {
          ++pairs;
          won += yes.probability > no.probability ? 1 : yes.probability == no.probability ? 0.5 : 0;
        }
    CHECK(found.auc.value.value() == Approx(won / pairs).epsilon(1e-12));
    std::size_t binned = 0;
    for (const auto& bin : found.bins) {
      binned += bin.forecasts;
      CHECK(bin.stated >= bin.low);
      CHECK(bin.stated <= bin.high);
      CHECK(bin.observed.low.value() <= bin.observed.value.value());
    }
    CHECK(binned == forecasts.size());
  }
}

TEST_CASE("chances: a probability is in the bin that it begins") {
  std::vector<ChanceForecast> forecasts;
  for (int tenths = 0; tenths <= 10; ++tenths) forecasts.push_back({tenths / 10.0, tenths > 5});
  const auto bins = chance_quality(forecasts, 0.05).bins;
  REQUIRE(bins.size() == 10);
  for (std::size_t i = 0; i < 9; ++i) {
    CHECK(bins[i].forecasts == 1);
    CHECK(bins[i].low == Approx(static_cast<double>(i) / 10));
  }
  CHECK(bins[9].forecasts == 2);  // 0.9 and 1
}

TEST_CASE("chances: who is calibrated is seldom found not to be, who overclaims is") {
  std::mt19937 engine(21);
  std::uniform_real_distribution<double> uniform;
  int honest_refused = 0, boastful_refused = 0;
  const int trials = 2000;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<ChanceForecast> honest, boastful;
    for (int i = 0; i < 60; ++i) {
      const double chance = uniform(engine);
      const bool happened = uniform(engine) < chance;
      honest.push_back({chance, happened});
      boastful.push_back({chance > 0.5 ? 1 - (1 - chance) / 3 : chance / 3, happened});
    }
    if (*chance_quality(honest, 0.05).p_value < 0.05) ++honest_refused;
    if (*chance_quality(boastful, 0.05).p_value < 0.05) ++boastful_refused;
  }
  CHECK(honest_refused < 0.07 * trials);
  CHECK(boastful_refused > 0.8 * trials);
}

TEST_CASE("chances that leave a figure undefined say so") {
  const auto none = chance_quality({}, 0.05);
  CHECK(none.reason == "no-data");
  CHECK(none.skill.reason == "no-data");
  const std::vector<ChanceForecast> all_came{{0.8, true}, {0.9, true}};
  CHECK(chance_quality(all_came, 0.05).skill.reason == "no-variance");
  CHECK(chance_quality(all_came, 0.05).auc.reason == "no-variance");
  CHECK(chance_quality(all_came, 0.05).log_loss.value);
  const std::vector<ChanceForecast> wrong{{1, false}, {0.5, true}};
  CHECK(chance_quality(wrong, 0.05).log_loss.reason == "certain-and-wrong");
  CHECK(chance_quality(wrong, 0.05).z.reason == "no-variance");
  CHECK_FALSE(chance_quality(wrong, 0.05).p_value);
  const std::vector<ChanceForecast> right{{1, true}, {0, false}};
  CHECK(*chance_quality(right, 0.05).log_loss.value == 0);
  CHECK(*chance_quality(right, 0.05).skill.value == 1);
  CHECK(*chance_quality(right, 0.05).auc.value == 1);
}
