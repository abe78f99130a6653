#include "collab/statistics/cluster.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <random>

#include <nlohmann/json.hpp>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/welch.hpp"

using namespace collab;
using doctest::Approx;

namespace {

// causal-cases.json and causal-data.json: panels, stores and customers made up for the cases, the
// expected values by R 4 and statsmodels as each case says.
nlohmann::json data_file(const char* name) {
  return nlohmann::json::parse(std::ifstream(std::string(COLLAB_TEST_DATA "/") + name));
}

nlohmann::json causal_case(const std::string& id) {
  const nlohmann::json all = data_file("causal-cases.json");
  for (const auto& each : all.at("cases")) {
    if (each.at("id") == id) return each.at("expected");
  }
  throw std::runtime_error("no case " + id);
}

Metric of_kind(const char* kind) {
  Metric metric;
  metric.id = "m";
  metric.kind = kind;
  return metric;
}

/// Units of one store around its own mean.
Moments store(double mean, int n) {
  Moments moments;
  for (int i = 0; i < n; ++i) moments.add({mean + (i % 2 == 0 ? 1 : -1), 0, 0, 0});
  return moments;
}

Moments stores(std::initializer_list<double> means) {
  Moments clusters;
  int n = 10;
  for (const double mean : means) add_cluster(of_kind("mean"), clusters, store(mean, n += 2));
  return clusters;
}

}  // namespace

TEST_CASE("cluster_effect: Welch on the stores' means, whatever their size") {
  const Moments control = stores({10, 12, 11, 13, 9}), treatment = stores({12, 14, 13, 15, 12, 13});
  const Effect effect = cluster_effect(of_kind("mean"), control, treatment, 0.05);
  const WelchTest test = welch_test(*mean_value(control), *mean_value(treatment));
  CHECK(control.n == 5);
  CHECK(effect.method == "mean-by-cluster");
  CHECK(effect.absolute.value.value() == Approx(13.1666667 - 11));
  CHECK(effect.p_value.value() == Approx(test.p_value));
  CHECK(effect.judged);
}

TEST_CASE("cluster_effect: below five stores a variant nothing is judged") {
  const Effect effect =
      cluster_effect(of_kind("mean"), stores({10, 12, 11, 13}), stores({12, 14, 13, 15, 12}), 0.05);
  CHECK_FALSE(effect.judged);
  CHECK(effect.absolute.reason == "too-few-clusters");
  CHECK(effect.absolute.value.has_value());
}

TEST_CASE("cluster_effect: conversion by store (case ratio-delta-cluster)") {
  const nlohmann::json expected = causal_case("ratio-delta-cluster");
  const nlohmann::json rows = data_file("causal-data.json");
  std::map<std::pair<int, std::string>, Moments> stores;
  for (const auto& row : rows.at("cust"))
    stores[{row.at("arm").get<int>(), row.at("store").get<std::string>()}].add(
        {row.at("buys").get<double>(), row.at("visits").get<double>(), 0, 0});
  Moments arms[2];
  for (const auto& [place, moments] : stores)
    add_cluster(of_kind("ratio"), arms[place.first], moments);
  const Effect effect = cluster_effect(of_kind("ratio"), arms[0], arms[1], 0.05);
  CHECK(effect.method == "ratio-by-cluster");
  // Tolerance 1e-6, as the case says. Its interval takes 8 degrees of freedom, ours Welch's.
  CHECK(effect.absolute.value.value() == Approx(expected.at("diff").get<double>()).epsilon(1e-6));
  CHECK(effect.standard_error.value() ==
        Approx(expected.at("se_diff").get<double>()).epsilon(1e-6));
  CHECK(effect.standard_error.value() > 1.3 * expected.at("naive_binomial_se").get<double>());
}

TEST_CASE("cluster_effect: changes by store, the collapsed difference in differences") {
  // Twelve stores, eight weeks, half of them treated from week 5 on. Collapsed to one change a
  // store (Bertrand, Duflo and Mullainathan 2004) the estimate is that of two-way fixed effects,
  // and with equal arms the standard error is CR2's; its 10 degrees of freedom are the pooled
  // test's, Welch's are a little fewer. Tolerance 1e-6, as the case says.
  const nlohmann::json expected = causal_case("did-twfe"), rows = data_file("causal-data.json");
  std::map<std::pair<int, std::string>, std::array<Moments, 2>> stores;
  for (const auto& row : rows.at("panel")) {
    auto& periods = stores[{row.at("treated").get<int>(), row.at("store").get<std::string>()}];
    periods.at(row.at("post").get<std::size_t>()).add({row.at("y").get<double>(), 0, 0, 0});
  }
  CHECK(stores.size() == expected.at("n_clusters").get<std::size_t>());
  Moments arms[2];
  for (const auto& [place, periods] : stores) {
    Moments change;
    change.add({periods[1].mean() - periods[0].mean(), 0, 0, 0});
    add_cluster(of_kind("mean"), arms[place.first], change);
  }
  const Effect effect = cluster_effect(of_kind("mean"), arms[0], arms[1], 0.05);
  CHECK(effect.absolute.value.value() ==
        Approx(expected.at("estimate").get<double>()).epsilon(1e-6));
  CHECK(effect.standard_error.value() == Approx(expected.at("se_cr2").get<double>()).epsilon(1e-6));
  CHECK(effect.df.value() <= expected.at("df_satterthwaite").get<double>());
  const double t = *effect.absolute.value / *effect.standard_error;
  CHECK(2 * t_upper_tail(t, 10) == Approx(expected.at("p_cr2").get<double>()).epsilon(1e-6));
  CHECK(*effect.p_value >= expected.at("p_cr2").get<double>());
}

// No effect; 500 consumers a day at 5 %, each day's share its own (lognormal, sd 0.2), 28 days
// and 28. Five standard errors of 4000 trials around 2.5 % a side: 1.3 to 3.7 %.
TEST_CASE("period_effect: days that differ are called an effect as seldom as said") {
  std::mt19937_64 random(20261128);
  std::normal_distribution<double> luck;
  constexpr int trials = 4000, days = 28;
  int above = 0, below = 0, by_units = 0;
  Metric metric;
  metric.kind = "proportion";
  const auto side = [&](Moments& periods, Moments& units) {
    for (int day = 0; day < days; ++day) {
      std::binomial_distribution<int> visits(500, 0.05 * std::exp(0.2 * luck(random) - 0.02));
      const double successes = visits(random);
      periods.add({successes, 500});
      units.n += 500;
      units.sum[0] += successes;
    }
  };
  for (int trial = 0; trial < trials; ++trial) {
    Moments before, after, units_before, units_after;
    side(before, units_before);
    side(after, units_after);
    const Effect effect = period_effect(metric, before, after, 0.05);
    REQUIRE(effect.judged);
    above += *effect.absolute.low > 0 ? 1 : 0;
    below += *effect.absolute.high < 0 ? 1 : 0;
    const Effect naive =
        find_metric_kind("proportion")->effect(metric, units_before, units_after, 0.05);
    by_units += *naive.absolute.low > 0 || *naive.absolute.high < 0 ? 1 : 0;
  }
  CHECK(above > 0.013 * trials);
  CHECK(above < 0.037 * trials);
  CHECK(below > 0.013 * trials);
  CHECK(below < 0.037 * trials);
  CHECK(by_units > 0.12 * trials);  // what it is for: 18 % in place of 5
}

TEST_CASE("period_effect: too few periods, nothing at all, a score") {
  Metric metric;
  metric.kind = "proportion";
  Moments four, five, none;
  for (int day = 0; day < 5; ++day) {
    if (day < 4) four.add({50.0 + day, 500});
    five.add({60.0 + day, 500});
    none.add({0, 500});
  }
  CHECK_FALSE(period_effect(metric, four, five, 0.05).judged);
  CHECK(period_effect(metric, five, five, 0.05).judged);
  CHECK_FALSE(period_effect(metric, none, none, 0.05).judged);
  CHECK(period_effect(metric, Moments{}, five, 0.05).absolute.reason == "no-data");
  CHECK(period_level(five, 0.05).value.value() == Approx(310.0 / 2500));
  metric.kind = "score";
  metric.scale = Scale{.nps = true};
  CHECK(period_effect(metric, five, five, 0.05).relative.reason == "no-relative");
}
