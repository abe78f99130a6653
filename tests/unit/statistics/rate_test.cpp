#include <doctest/doctest.h>

#include "unit/statistics/refusal.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {
const MetricKind& kind() { return *find_metric_kind("rate"); }
Metric metric() { return metric_of(kind()); }
Moments rate(double events, double exposure) {
  return kind().from_statistics(metric(), {{"events", events}, {"exposure", exposure}});
}
}  // namespace

TEST_CASE("rate: complaints per order from summary rows, exact") {
  const Effect effect = kind().effect(metric(), rate(28, 1000), rate(16, 1000), 0.05);
  CHECK(effect.method == "exact-conditional");
  CHECK(effect.relative.value.value() == Approx(16.0 / 28 - 1));
  CHECK(effect.relative.low.value() == Approx(0.28879289170592776 - 1).epsilon(1e-9));
  CHECK(effect.absolute.value.value() == Approx(-0.012));
  CHECK(effect.judged);
  CHECK(kind().level(metric(), rate(37, 2410), 0.05).high.value() == Approx(0.0211616705983));
}

TEST_CASE("rate: summary rows add up, whether or not their units are known") {
  const Moments with =
      kind().from_statistics(metric(), {{"events", 3}, {"exposure", 40}, {"units", 30}});
  const Moments both = with + rate(5, 60);
  CHECK(both.sum[0] == 8);
  CHECK(both.sum[1] == 100);
  CHECK(kind().effect(metric(), both, both, 0.05).method == "exact-conditional");
}

TEST_CASE("rate: units whose events cluster widen the interval") {
  Moments clustered, even;
  for (int i = 0; i < 2000; ++i) {
    clustered.add({i % 20 == 0 ? 10.0 : 0.0, 5, 0, 0});
    even.add({i % 2 == 0 ? 1.0 : 0.0, 5, 0, 0});
  }
  const Effect wide = kind().effect(metric(), clustered, clustered, 0.05);
  const Effect narrow = kind().effect(metric(), even, even, 0.05);
  const Effect assumed = kind().effect(metric(), rate(1000, 10000), rate(1000, 10000), 0.05);
  CHECK(wide.method == "linearised");
  CHECK(*wide.absolute.high > 2.5 * *assumed.absolute.high);
  CHECK(*narrow.absolute.high < *assumed.absolute.high);
}

TEST_CASE("rate: few events by unit are judged by count, thinned by their dispersion") {
  Moments control, treatment, apart;
  for (int i = 0; i < 500; ++i) {
    control.add({i % 100 == 0 ? 3.0 : 0.0, 2, 0, 0});          // 15 events of 5 units
    treatment.add({i % 250 == 0 ? 1.0 : 0.0, 2, 0, 0});        // 2 events
    apart.add({i % 33 == 0 && i < 490 ? 1.0 : 0.0, 2, 0, 0});  // 15 events of 15 units
  }
  const Effect clustered = kind().effect(metric(), control, treatment, 0.05);
  const Effect spread = kind().effect(metric(), apart, treatment, 0.05);
  CHECK(clustered.method == "exact-conditional-dispersed");
  CHECK(spread.method == "exact-conditional");
  CHECK(clustered.judged);
  CHECK(*clustered.p_value > *spread.p_value);
  CHECK(*spread.p_value < 0.05);
}

TEST_CASE("rate: no events on either side") {
  Moments none;
  for (int i = 0; i < 50; ++i) none.add({0, 2, 0, 0});
  for (const Effect& effect : {kind().effect(metric(), rate(0, 100), rate(0, 100), 0.05),
                               kind().effect(metric(), none, none, 0.05)}) {
    CHECK(effect.p_value == 1.0);
    CHECK(effect.relative.reason == "zero-baseline");
    CHECK_FALSE(effect.relative.value);
    CHECK(effect.absolute.high.value() > 0);
  }
}

TEST_CASE("rate: rows that cannot be are refused by name") {
  CHECK(refusal([] { rate(3, 0); }) == "events-without-exposure");
  CHECK(refusal([] { rate(-3, 10); }) == "count-negative");
  CHECK(refusal([] { rate(2.5, 10); }) == "not-whole");
  CHECK(refusal([] { rate(2, -10); }) == "count-negative");
  CHECK(refusal([] {
          kind().from_unit(metric(), std::array{1.0, 0.0});
        }) == "events-without-exposure");
  CHECK(kind().level(metric(), rate(0, 0), 0.05).reason == "no-data");
}

TEST_CASE("rate: the count's own likelihood where nights are few, by name") {
  const MetricKind& rate = *find_metric_kind("rate");
  const auto counted = [&](double events) {
    return rate.from_statistics(metric_of(rate), {{"events", events}, {"exposure", 1000}});
  };
  const Effect nightly = rate.effect(metric_of(rate), counted(3), counted(12), {0.05, 0.5});
  CHECK(nightly.method == "likelihood-sequence");
  CHECK(rate.effect(metric_of(rate), counted(3), counted(12), 0.05).method == "exact-conditional");
  CHECK(nightly.p_value.value() > 0.05);
}
