#include "collab/statistics/cluster.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "collab/statistics/welch.hpp"

using namespace collab;
using doctest::Approx;

namespace {

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

TEST_CASE("cluster_effect: conversion by store (shared case ratio-delta-cluster)") {
  const std::filesystem::path shared = std::filesystem::path(COLLAB_SOURCE) / "../shared/cases";
  std::ifstream cases(shared / "causal-cases.json"), data(shared / "causal-data.json");
  if (!cases || !data) {
    MESSAGE("skipped: ../shared/cases is not there");
    return;
  }
  nlohmann::json expected;
  const nlohmann::json known = nlohmann::json::parse(cases), rows = nlohmann::json::parse(data);
  for (const auto& each : known.at("cases"))
    if (each.at("id") == "ratio-delta-cluster") expected = each.at("expected");
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
