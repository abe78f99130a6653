#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "unit/statistics/refusal.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {
const MetricKind& kind() { return *find_metric_kind("ratio"); }
Metric metric() { return metric_of(kind()); }
}  // namespace

TEST_CASE("ratio: purchases per visit by store, causal-cases ratio-delta-cluster") {
  std::ifstream file(COLLAB_TEST_DATA "/causal-data.json");
  struct Store {
    int arm = 0;
    double buys = 0, visits = 0;
  };
  std::map<std::string, Store> stores;
  const nlohmann::json data = nlohmann::json::parse(file);
  for (const auto& row : data.at("cust")) {
    Store& store = stores[row.at("store")];
    store.arm = row.at("arm");
    store.buys += row.at("buys").get<double>();
    store.visits += row.at("visits").get<double>();
  }
  std::array<Moments, 2> arms;
  for (const auto& [name, store] : stores) {
    arms.at(static_cast<std::size_t>(store.arm)).add({store.buys, store.visits, 0, 0});
  }
  CHECK(kind().level(metric(), arms[0], 0.05).value.value() ==
        Approx(0.287148594378).epsilon(1e-9));
  const Effect effect = kind().effect(metric(), arms[0], arms[1], 0.05);
  CHECK(effect.absolute.value.value() == Approx(0.0137172064883).epsilon(1e-8));
  CHECK(effect.standard_error.value() == Approx(0.0385651074928).epsilon(1e-8));
  CHECK(effect.relative.value.value() == Approx(0.0477704114068).epsilon(1e-8));
}

TEST_CASE("ratio: linearised variance by hand, from sums and from units alike") {
  // y 3 5 4, d 1 2 3: R = 2, residuals 1 1 -2, variance 3/2 * 6 / 36
  Moments units;
  units.add({3, 1, 0, 0});
  units.add({5, 2, 0, 0});
  units.add({4, 3, 0, 0});
  const Moments summary = kind().from_statistics(metric(), {{"denominator_sum", 6},
                                                            {"denominator_sum_squares", 14},
                                                            {"main_denominator_sum_product", 25},
                                                            {"n", 3},
                                                            {"sum", 12},
                                                            {"sum_squares", 50}});
  for (const Moments& moments : {units, summary}) {
    const Effect effect = kind().effect(metric(), moments, moments, 0.05);
    CHECK(effect.standard_error.value() == Approx(std::sqrt(2 * 0.25)));
    CHECK(effect.df.value() == Approx(4));
    CHECK_FALSE(effect.judged);
  }
}

TEST_CASE("ratio: numerators in strict proportion have no variance") {
  Moments arm;
  for (int i = 1; i <= 40; ++i) arm.add({0.3 * i, 0.1 * i, 0, 0});
  CHECK(kind().effect(metric(), arm, arm, 0.05).absolute.reason == "no-variance");
}

TEST_CASE("ratio: denominators that add up to nothing") {
  Moments arm;
  for (int i = 0; i < 10; ++i) arm.add({1, 0, 0, 0});
  CHECK(kind().level(metric(), arm, 0.05).reason == "zero-denominator");
  CHECK(kind().effect(metric(), arm, arm, 0.05).relative.reason == "zero-denominator");
  CHECK(refusal([] { kind().from_unit(metric(), std::array{1.0, -1.0}); }) == "count-negative");
}

TEST_CASE("ratio: a product beyond what sums of squares allow is refused") {
  CHECK(refusal([] {
          kind().from_statistics(metric(), {{"denominator_sum", 6},
                                            {"denominator_sum_squares", 14},
                                            {"main_denominator_sum_product", 90},
                                            {"n", 3},
                                            {"sum", 12},
                                            {"sum_squares", 50}});
        }) == "covariance-too-large");
}
