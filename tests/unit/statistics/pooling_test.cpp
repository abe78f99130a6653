// What is known by now: against metafor's figures, likelihoods drawn out, and simulated coverage.
#include "collab/statistics/pooling.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

namespace {

/// The cases were made with metafor 3.8-1 on R; tolerance 1e-6 relative, which each case states.
nlohmann::json meta_case(const char* id) { return shared_case("causal-cases.json", id); }

std::vector<MeasuredEffect> effects_of(const nlohmann::json& input) {
  std::vector<MeasuredEffect> effects;
  for (std::size_t i = 0; i < input.at("yi").size(); ++i)
    effects.push_back(
        {input.at("yi")[i].get<double>(), std::sqrt(input.at("vi")[i].get<double>())});
  return effects;
}

struct Expected {
  nlohmann::json values;
  double tolerance = 1e-6;
  double at(const char* name) const { return values.at(name).get<double>(); }
  Approx number(const char* name) const { return Approx(at(name)).epsilon(tolerance); }
  void bounds(const char* name, const Estimate& found) const {
    CAPTURE(name);
    CHECK(found.low.value() == Approx(values.at(name)[0].get<double>()).epsilon(tolerance));
    CHECK(found.high.value() == Approx(values.at(name)[1].get<double>()).epsilon(tolerance));
  }
};

void check_summary(const PooledEffect& found, const Expected& expected) {
  CHECK(found.effects == expected.values.at("k").get<std::size_t>());
  CHECK(found.mean == expected.number("estimate"));
  CHECK(found.standard_error == expected.number("se"));
  CHECK(found.variance == expected.number("tau2"));
  CHECK(found.q == expected.number("Q"));
  CHECK(found.q_p_value.value() == expected.number("Q_p"));
  CHECK(100 * found.i_squared == expected.number("I2"));
  CHECK(found.h_squared == expected.number("H2"));
  expected.bounds("ci", pooled_mean(found, 0.05, PooledInterval::normal).mean);
}

double restricted_likelihood(const std::vector<MeasuredEffect>& effects, double between) {
  double weights = 0, weighted = 0, logs = 0, squares = 0;
  for (const auto& each : effects) {
    const double v = each.standard_error * each.standard_error + between;
    weights += 1 / v;
    weighted += each.value / v;
    logs += std::log(v);
  }
  for (const auto& each : effects) {
    const double v = each.standard_error * each.standard_error + between;
    squares += (each.value - weighted / weights) * (each.value - weighted / weights) / v;
  }
  return -(logs + std::log(weights) + squares) / 2;
}

}  // namespace

TEST_CASE("pooled_effect: causal-cases meta-reml and meta-sj, with their intervals") {
  for (const char* id : {"meta-reml", "meta-sj"}) {
    CAPTURE(id);
    const auto one = meta_case(id);
    const Expected expected{one.at("expected"), one.at("tolerance").get<double>()};
    const auto effects = effects_of(one.at("input"));
    const PooledEffect found = std::string(id) == "meta-sj"
                                   ? pooled_effect(effects, PoolingMethod::sidik_jonkman)
                                   : pooled_at(effects, expected.at("tau2"));
    check_summary(found, expected);
    CHECK(found.hartung_knapp_error == expected.number("hksj_se"));
    expected.bounds("hksj_ci", pooled_mean(found, 0.05, PooledInterval::hartung_knapp).mean);
    expected.bounds("pi_z", next_effect(found, 0.05, 0, PooledInterval::normal));
    expected.bounds("pi_t_kminus1", next_effect(found, 0.05, 0, PooledInterval::hartung_knapp));
  }
}

TEST_CASE("restricted likelihood: the variance of meta-reml, and beyond where metafor stopped") {
  // metafor 3.8 ends its Fisher scoring when the variance changes by less than 1e-5, whatever the
  // effects' unit. From Hedges and Olkin's start that is after the second step here, where it is
  // 0.7 % from the maximum: of effects in percent, not fractions, it would have gone on.
  const auto one = meta_case("meta-reml");
  const auto effects = effects_of(one.at("input"));
  const double metafor = one.at("expected").at("tau2").get<double>();
  double mean = 0, between = 0;
  for (const auto& each : effects) mean += each.value / 12;
  for (const auto& each : effects)
    between += (each.value - mean) * (each.value - mean) / 11 -
               each.standard_error * each.standard_error / 12;
  for (int step = 1; step <= 30; ++step) {
    double w = 0, ww = 0, www = 0, wy = 0, squares = 0;
    for (const auto& each : effects) {
      const double weight = 1 / (each.standard_error * each.standard_error + between);
      w += weight;
      ww += weight * weight;
      www += weight * weight * weight;
      wy += weight * each.value;
    }
    for (const auto& each : effects) {
      const double weight = 1 / (each.standard_error * each.standard_error + between);
      squares += weight * weight * (each.value - wy / w) * (each.value - wy / w);
    }
    const double change = (squares - (w - ww / w)) / (ww - 2 * www / w + ww / w * (ww / w));
    between += change;
    if (step == 2) {
      CHECK(std::abs(change) < 1e-5);
      CHECK(between == Approx(metafor).epsilon(one.at("tolerance").get<double>()));
    }
  }
  const double found = pooled_effect(effects).variance;
  CHECK(found == Approx(between).epsilon(1e-9));
  CHECK(found == Approx(metafor).epsilon(0.008));
  CHECK(restricted_likelihood(effects, found) > restricted_likelihood(effects, metafor));
}

TEST_CASE("pooled_effect: causal-cases meta-bcg-published, thirteen trials of a vaccine") {
  const auto one = meta_case("meta-bcg-published");
  for (const auto& [name, method] : {std::pair{"DL", PoolingMethod::dersimonian_laird},
                                     std::pair{"REML", PoolingMethod::restricted_likelihood}}) {
    CAPTURE(name);
    check_summary(pooled_effect(effects_of(one.at("input")), method),
                  {one.at("expected").at(name), one.at("tolerance").get<double>()});
  }
}

TEST_CASE("cumulative_pooling: causal-cases meta-cumulative, cycle after cycle") {
  const auto one = meta_case("meta-cumulative");
  const auto known =
      cumulative_pooling(effects_of(one.at("input")), PoolingMethod::dersimonian_laird);
  REQUIRE(known.size() == 12);
  for (std::size_t i = 0; i < known.size(); ++i) {
    CAPTURE(i);
    const auto expected = [&](const char* name) {
      return Approx(one.at("expected").at(name)[i].get<double>()).epsilon(1e-6);
    };
    CHECK(known[i].mean == expected("estimate"));
    CHECK(known[i].standard_error == expected("se"));
    CHECK(known[i].variance == expected("tau2"));
    CHECK(100 * known[i].i_squared == expected("I2"));
  }
}

TEST_CASE("compare_groups: causal-cases meta-subgroup, formats of stores") {
  const auto one = meta_case("meta-subgroup");
  std::vector<std::size_t> group;
  for (const auto& format : one.at("input").at("group")) group.push_back(format == "city" ? 0 : 1);
  const auto effects = effects_of(one.at("input"));
  const auto found = compare_groups(effects, group, PoolingMethod::fixed);
  const Expected expected{one.at("expected"), one.at("tolerance").get<double>()};
  CHECK(found.q_between == expected.number("Q_between"));
  CHECK(found.p_value.value() == expected.number("p"));
  CHECK(found.q_within == expected.number("Q_within"));
  CHECK(found.df == 1);
  const Expected means{one.at("expected").at("estimates"), 1e-6};
  CHECK(found.groups[0].mean == means.number("city"));
  CHECK(found.groups[1].mean == means.number("hyper"));
  CHECK(found.q_between + found.q_within ==
        Approx(pooled_effect(effects, PoolingMethod::fixed).q).epsilon(1e-12));
  // Groups that vary within themselves say less about how they differ.
  CHECK(compare_groups(effects, group).p_value.value() > found.p_value.value());
  CHECK(compare_groups(effects, std::vector<std::size_t>(12, 0)).reason == "too-few");
  CHECK(compare_groups({}, {}).reason == "no-data");
}

TEST_CASE("pooled_effect: twelve stores by statsmodels 0.13 combine_effects") {
  // statsmodels.stats.meta_analysis.combine_effects(yi, vi, method_re="dl", use_t=False):
  // i2, h2, mean_effect_fe, sd_eff_w_fe, mean_effect_re, sd_eff_w_re_hksj; to 1e-9.
  const auto effects = effects_of(meta_case("meta-reml").at("input"));
  const auto fixed = pooled_effect(effects, PoolingMethod::fixed);
  CHECK(fixed.mean == Approx(0.0206256312032039).epsilon(1e-9));
  CHECK(fixed.standard_error == Approx(0.0029624147408807626).epsilon(1e-9));
  CHECK(fixed.i_squared == Approx(0.6771099442905659).epsilon(1e-9));
  CHECK(fixed.h_squared == Approx(3.09702941393739).epsilon(1e-9));
  const auto random = pooled_effect(effects, PoolingMethod::dersimonian_laird);
  CHECK(random.mean == Approx(0.022790499924786687).epsilon(1e-9));
  CHECK(random.hartung_knapp_error == Approx(0.0058489224196707134).epsilon(1e-9));
}

TEST_CASE("restricted likelihood: no variance on a fine grid is more likely") {
  std::mt19937 engine(11);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 60; ++trial) {
    CAPTURE(trial);
    std::vector<MeasuredEffect> effects;
    for (int i = 0; i < 2 + trial % 9; ++i) {
      const double error = std::exp(2 * normal(engine));
      effects.push_back({normal(engine) * (error + trial % 4), error});
    }
    const double found = pooled_effect(effects).variance;
    const double highest = restricted_likelihood(effects, found);
    CHECK(found >= 0);
    CHECK(highest >= restricted_likelihood(effects, 0));
    for (double between = 1e-6; between < 1e6; between *= 1.05)
      REQUIRE(restricted_likelihood(effects, between) <= highest + 1e-9);
  }
}

TEST_CASE("restricted likelihood: of two summits the higher one") {
  // Five exact effects that agree and five vague ones far apart.
  std::vector<MeasuredEffect> effects;
  for (const double value : {0.0, 0.001, -0.001, 0.0005, 30.0, -30.0, 25.0})
    effects.push_back({value, std::abs(value) < 1 ? 0.001 : 1});
  const double found = pooled_effect(effects).variance;
  double best = restricted_likelihood(effects, 0);
  for (double between = 1e-10; between < 1e5; between *= 1.01)
    best = std::max(best, restricted_likelihood(effects, between));
  CHECK(restricted_likelihood(effects, found) >= best - 1e-9);
}

TEST_CASE("pooling does not depend on the effects' unit or order") {
  auto effects = effects_of(meta_case("meta-bcg-published").at("input"));
  for (const auto method : {PoolingMethod::dersimonian_laird, PoolingMethod::restricted_likelihood,
                            PoolingMethod::sidik_jonkman}) {
    const auto before = pooled_effect(effects, method);
    std::ranges::reverse(effects);
    for (const double unit : {1e-9, 1.0, 1e9}) {
      CAPTURE(unit);
      std::vector<MeasuredEffect> scaled;
      for (const auto& each : effects)
        scaled.push_back({unit * each.value, unit * each.standard_error});
      const auto after = pooled_effect(scaled, method);
      CHECK(after.mean / unit == Approx(before.mean).epsilon(1e-9));
      CHECK(after.variance / (unit * unit) == Approx(before.variance).epsilon(1e-9));
    }
  }
}

TEST_CASE("three cycles of one standard error, as collab-methods works them out") {
  const std::array effects{MeasuredEffect{4, 1}, MeasuredEffect{1, 1}, MeasuredEffect{6, 1}};
  const auto pooled = pooled_effect(effects);
  CHECK(pooled.q == Approx(12.6667).epsilon(1e-5));
  CHECK(*pooled.q_p_value == Approx(0.00178).epsilon(1e-2));
  CHECK(pooled.variance == Approx(5.3333).epsilon(1e-5));
  CHECK(pooled.i_squared == Approx(0.8421).epsilon(1e-4));
  CHECK(pooled.mean == Approx(3.6667).epsilon(1e-5));
  CHECK(pooled.standard_error == Approx(1.453).epsilon(1e-4));
  const auto mean = pooled_mean(pooled, 0.05);
  CHECK(*mean.mean.low == Approx(-2.585).epsilon(1e-3));
  CHECK(*mean.mean.high == Approx(9.918).epsilon(1e-3));
  CHECK(*mean.p_value == Approx(0.1277).epsilon(1e-3));
  const auto next = next_effect(pooled_effect(effects, PoolingMethod::sidik_jonkman), 0.05);
  CHECK(*next.low == Approx(-7.9039).epsilon(1e-3));
  CHECK(*next.high == Approx(15.2373).epsilon(1e-3));
}

TEST_CASE("no effect, one effect, two effects") {
  CHECK(pooled_effect({}).reason == "no-data");
  CHECK(pooled_mean(pooled_effect({}), 0.05).mean.reason == "no-data");
  CHECK(next_effect(pooled_effect({}), 0.05).reason == "no-data");

  const std::array one{MeasuredEffect{0.04, 0.01}};
  const auto single = pooled_effect(one);
  const auto mean = pooled_mean(single, 0.05);
  CHECK(*mean.mean.value == 0.04);
  CHECK(*mean.mean.low == Approx(0.04 - 1.959963984540054 * 0.01));
  CHECK(mean.mean.reason.empty());
  CHECK(*mean.p_value == Approx(6.334248366623996e-05));  // scipy: 2 norm.sf(4)
  CHECK_FALSE(single.q_p_value);
  CHECK(pooled_mean(single, 0.05, PooledInterval::hartung_knapp).mean.reason == "too-few");
  const auto next = next_effect(single, 0.05);
  CHECK(*next.value == 0.04);
  CHECK_FALSE(next.low);
  CHECK(next.reason == "too-few");

  const std::array two{MeasuredEffect{0.04, 0.01}, MeasuredEffect{0.02, 0.01}};
  const auto both = pooled_mean(pooled_effect(two), 0.05).mean;
  CHECK(*both.value == Approx(0.03));
  // Hartung and Knapp's: half the distance, times the 12.706 of one degree of freedom.
  CHECK(*both.high == Approx(0.03 + 12.706204736432095 * 0.01));
  CHECK(next_effect(pooled_effect(two), 0.05).reason.empty());
}

TEST_CASE("effects that all agree keep an interval") {
  const std::vector<MeasuredEffect> same(4, {0.03, 0.01});
  for (const auto method : {PoolingMethod::fixed, PoolingMethod::dersimonian_laird,
                            PoolingMethod::restricted_likelihood, PoolingMethod::sidik_jonkman}) {
    const auto pooled = pooled_effect(same, method);
    CHECK(pooled.variance == 0);
    CHECK(pooled.q == 0);
    CHECK(*pooled.q_p_value == 1);
    CHECK(pooled.i_squared == 0);
    CHECK(pooled.h_squared == 1);
    const auto mean = pooled_mean(pooled, 0.05);
    CHECK(*mean.mean.high == Approx(0.03 + 1.959963984540054 * 0.005));
    CHECK(*mean.p_value < 1e-8);
  }
  CHECK(*pooled_mean(pooled_effect(std::vector<MeasuredEffect>(4, {0, 0.01})), 0.05).p_value == 1);
}

TEST_CASE("an effect without a standard error, or one that is no number, leaves no answer") {
  const double infinite = std::numeric_limits<double>::infinity();
  for (const MeasuredEffect odd :
       {MeasuredEffect{0.02, 0}, MeasuredEffect{0.02, -0.01}, MeasuredEffect{0.02, infinite},
        MeasuredEffect{infinite, 0.01}, MeasuredEffect{std::nan(""), 0.01},
        MeasuredEffect{0.02, std::nan("")}, MeasuredEffect{0.02, 1e-200},
        MeasuredEffect{1e200, 1e-3}}) {
    const std::array effects{MeasuredEffect{0.03, 0.01}, odd};
    CHECK(pooled_effect(effects).reason == "no-variance");
    CHECK(pooled_mean(pooled_effect(effects), 0.05).mean.reason == "no-variance");
    CHECK(compare_groups(effects, std::array<std::size_t, 2>{0, 1}).reason == "no-variance");
    CHECK(shrunken_effects(effects, pooled_effect(effects)).empty());
  }
}

TEST_CASE("a hundred thousand effects") {
  std::mt19937 engine(3);
  std::normal_distribution<double> normal;
  std::vector<MeasuredEffect> effects;
  for (int i = 0; i < 100'000; ++i) {
    const double error = 0.5 + 0.01 * (i % 100);
    effects.push_back({2 + 0.7 * normal(engine) + error * normal(engine), error});
  }
  const auto pooled = pooled_effect(effects);
  CHECK(pooled.variance == Approx(0.49).epsilon(0.05));
  CHECK(pooled.mean == Approx(2).epsilon(0.02));
  const auto next = next_effect(pooled, 0.05);
  CHECK(*next.high - *next.low == Approx(2 * 1.96 * 0.7).epsilon(0.03));
}

TEST_CASE("the mean's p-value is below alpha exactly when 0 is outside its interval") {
  const auto pooled = pooled_effect(
      std::array{MeasuredEffect{0.9, 0.4}, MeasuredEffect{1.4, 0.5}, MeasuredEffect{0.3, 0.45}});
  for (const auto interval :
       {PooledInterval::normal, PooledInterval::hartung_knapp, PooledInterval::guarded}) {
    const double p = *pooled_mean(pooled, 0.05, interval).p_value;
    CHECK(*pooled_mean(pooled, p * 1.0001, interval).mean.low > 0);
    CHECK(*pooled_mean(pooled, p * 0.9999, interval).mean.low < 0);
  }
}

TEST_CASE("next_effect: what will be measured varies more than what will be") {
  const auto pooled = pooled_effect(effects_of(meta_case("meta-reml").at("input")));
  const auto itself = next_effect(pooled, 0.05), seen = next_effect(pooled, 0.05, 0.01);
  const double t = 2.200985160082949;  // scipy 1.10: t.isf(0.025, 11)
  CHECK(*seen.high == Approx(pooled.mean + t * std::sqrt(pooled.variance + 1e-4 +
                                                         std::pow(pooled.hartung_knapp_error, 2)))
                          .epsilon(1e-9));
  CHECK(*seen.high > *itself.high);
  // Taken as one effect, there is no more doubt about the next than about the mean.
  const auto fixed =
      pooled_effect(effects_of(meta_case("meta-reml").at("input")), PoolingMethod::fixed);
  CHECK(*next_effect(fixed, 0.05).high == Approx(*pooled_mean(fixed, 0.05).mean.high));
}

TEST_CASE("shrunken_effects: towards the mean, the vague more than the exact") {
  const std::array effects{MeasuredEffect{2, 1}, MeasuredEffect{6, 1.5}};
  const auto pooled = pooled_effect(effects, PoolingMethod::dersimonian_laird);
  const auto shrunken = shrunken_effects(effects, pooled);
  CHECK(shrunken[0].value == Approx(2.25).epsilon(1e-9));  // collab-methods, worked by hand
  CHECK(shrunken[1].value == Approx(5.4375).epsilon(1e-9));
  CHECK(shrunken[0].standard_error == Approx(0.968245836551854).epsilon(1e-9));
}
