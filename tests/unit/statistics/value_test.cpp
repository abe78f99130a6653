#include <doctest/doctest.h>

#include "unit/statistics/refusal.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {
const MetricKind& kind() { return *find_metric_kind("value"); }
Metric metric() { return metric_of(kind()); }
Moments periods(std::initializer_list<double> values) {
  Moments moments;
  for (double value : values)
    moments = moments + kind().from_statistics(metric(), {{"value", value}});
  return moments;
}
}  // namespace

TEST_CASE("value: the mean over periods, with an interval from two periods on") {
  CHECK(kind().level(metric(), periods({42}), 0.05).value == 42.0);
  CHECK(kind().level(metric(), periods({42}), 0.05).reason == "too-few");
  const Estimate level = kind().level(metric(), periods({40, 44}), 0.05);
  CHECK(level.value == 42.0);
  CHECK(level.reason == "periods-not-independent");
  CHECK(level.high.value() == Approx(42 + 12.7062047 * 2));
}

TEST_CASE("value: before and after differ, but nothing is claimed of chance") {
  const Effect effect = kind().effect(metric(), periods({40, 44, 42}), periods({50, 55}), 0.05);
  CHECK(effect.absolute.value.value() == Approx(10.5));
  CHECK(effect.relative.value.value() == Approx(0.25));
  CHECK_FALSE(effect.absolute.low);
  CHECK_FALSE(effect.p_value);
  CHECK_FALSE(effect.judged);
  CHECK(effect.absolute.reason == "periods-not-independent");
  CHECK_FALSE(kind().shape.compared);
}

TEST_CASE("quantile: refused as a summary") {
  const MetricKind& quantile = *find_metric_kind("quantile");
  CHECK(refusal([&] { quantile.from_statistics(metric(), {{"value", 3}}); }) == "no-summary-rows");
}
