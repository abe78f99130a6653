#include <doctest/doctest.h>

#include "unit/statistics/refusal.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {
const MetricKind& kind() { return *find_metric_kind("score"); }
Metric nps() { return metric_of(kind()); }
Metric top_box() {
  Metric metric = nps();
  metric.scale = Scale{.nps = false, .from = 1, .to = 5, .top = 2};
  return metric;
}
Moments answers(double promoters, double passives, double detractors) {
  return kind().from_statistics(nps(), {{"10", promoters}, {"3", detractors}, {"8", passives}});
}
}  // namespace

TEST_CASE("score: net promoter score with the adjusted Wald interval, voc-cases nps-1 to nps-4") {
  struct Row {
    double promoters, passives, detractors, score, low, high;
  };
  for (const Row& row : {Row{45, 30, 25, 20, 3.77025441188, 35.0646970444},
                         Row{7, 2, 1, 60, 7.0394086556, 85.2682836521},
                         Row{10, 0, 0, 100, 47.5035515448, 100},  // 106.34 there; scores end at 100
                         Row{520, 310, 170, 35, 30.2325539138, 39.5580742018}}) {
    const Estimate level =
        kind().level(nps(), answers(row.promoters, row.passives, row.detractors), 0.05);
    CHECK(level.value.value() == Approx(row.score));
    CHECK(level.low.value() == Approx(row.low).epsilon(1e-9));
    CHECK(level.high.value() == Approx(row.high).epsilon(1e-9));
  }
}

TEST_CASE("score: difference of two net promoter scores, voc-cases nps-diff") {
  const Effect effect = kind().effect(nps(), answers(38, 30, 32), answers(45, 30, 25), 0.05);
  CHECK(effect.absolute.value.value() == Approx(14));
  CHECK(effect.standard_error.value() == Approx(11.6464586892).epsilon(1e-9));
  CHECK(effect.p_value.value() == Approx(0.229331704795).epsilon(1e-9));
  CHECK(effect.absolute.low.value() == Approx(-8.82663957833).epsilon(1e-9));
  CHECK(effect.relative.reason == "no-relative");
  CHECK(effect.judged);
}

TEST_CASE("score: a handful of answers, or all alike, give no verdict") {
  CHECK(kind().effect(nps(), answers(7, 2, 1), answers(8, 1, 1), 0.05).absolute.reason ==
        "too-few");
  CHECK_FALSE(kind().effect(nps(), answers(99, 1, 0), answers(50, 25, 25), 0.05).judged);
  CHECK(kind().effect(nps(), answers(40, 0, 0), answers(40, 0, 0), 0.05).absolute.reason ==
        "no-variance");
}

TEST_CASE("score: unit rows and counts per level are the same") {
  Moments units;
  for (double level : {10.0, 9.0, 8.0, 7.0, 6.0, 0.0, 10.0}) {
    units.add({kind().from_unit(nps(), std::array{level})[0], 0, 0, 0});
  }
  const Moments counts =
      kind().from_statistics(nps(), {{"0", 1}, {"10", 2}, {"6", 1}, {"7", 1}, {"8", 1}, {"9", 1}});
  CHECK(units.n == counts.n);
  CHECK(units.sum[0] == counts.sum[0]);
  CHECK(units.centred[0] == Approx(counts.centred[0]));
}

TEST_CASE("score: the top levels of a scale are a share") {
  const Metric metric = top_box();
  const Moments moments =
      kind().from_statistics(metric, {{"1", 1}, {"2", 1}, {"3", 1}, {"4", 5}, {"5", 7}});
  const Estimate level = kind().level(metric, moments, 0.05);
  CHECK(level.value.value() == Approx(0.8));
  CHECK(level.low.value() == Approx(0.548145512848).epsilon(1e-9));  // voc-cases ces-mean
  CHECK(kind().effect(metric, moments, moments, 0.05).method == "miettinen-nurminen");
}

TEST_CASE("score: levels off the scale are refused by name") {
  CHECK(refusal([] { kind().from_unit(nps(), std::array{11.0}); }) == "off-scale");
  CHECK(refusal([] { kind().from_unit(nps(), std::array{8.5}); }) == "off-scale");
  CHECK(refusal([] { kind().from_unit(top_box(), std::array{0.0}); }) == "off-scale");
  CHECK(refusal([] { kind().from_statistics(nps(), {{"promoters", 3}}); }) == "off-scale");
  CHECK(refusal([] { kind().from_statistics(nps(), {{"9", -3}}); }) == "count-negative");
  CHECK(refusal([] { kind().from_statistics(nps(), {}); }) == "missing-statistic");
  Metric bare = nps();
  bare.scale.reset();
  CHECK(refusal([&] { kind().from_statistics(bare, {{"9", 3}}); }) == "missing-scale");
}

TEST_CASE("score: nightly looks need ten answers unlike the commonest") {
  const Moments few = answers(8, 0, 92), enough = answers(10, 0, 90);
  CHECK(kind().effect(nps(), few, few, 0.05).judged);
  CHECK_FALSE(kind().effect(nps(), few, few, {0.05, 0.5}).judged);
  CHECK(kind().effect(nps(), enough, enough, {0.05, 0.5}).judged);
}
