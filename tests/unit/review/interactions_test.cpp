#include <cmath>

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Experiment segmented() {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.segments = {"channel"};
  return plan;
}

std::vector<Observation> rows(double web, double store) {
  return {share("visit", "control", "2026-11-01", 1000, 10000, Counts::once, "channel=web"),
          share("visit", "answers", "2026-11-01", web, 10000, Counts::once, "channel=web"),
          share("visit", "control", "2026-11-01", 1000, 10000, Counts::once, "channel=store"),
          share("visit", "answers", "2026-11-01", store, 10000, Counts::once, "channel=store")};
}

}  // namespace

TEST_CASE("levels that differ: interaction test and shrunken effects") {
  Lab lab;
  const Cycle cycle = lab.plan(segmented());
  lab.record(cycle, rows(1400, 1100));
  const Review review = lab.review(cycle, "2026-11-02");
  REQUIRE(review.interactions.size() == 1);
  const SegmentInteraction& channel = review.interactions.front();
  CHECK(channel.levels == 2);
  CHECK(channel.df == 1.0);
  // z = (0.04 - 0.01) over the errors sqrt(p0 q0 / n + p1 q1 / n): 4.65; the score interval's are
  // within 1 %.
  const double web = std::sqrt((0.1 * 0.9 + 0.14 * 0.86) / 1e4);
  const double store = std::sqrt((0.1 * 0.9 + 0.11 * 0.89) / 1e4);
  CHECK(std::sqrt(channel.q.value()) == Approx(0.03 / std::hypot(web, store)).epsilon(0.01));
  CHECK(channel.p_value.value() < 1e-5);
  CHECK(channel.adjusted_p == channel.p_value);
  CHECK(channel.differ);
  CHECK_FALSE(channel.declared_late);
  // store, then web: each nearer to the other, with less error than its own.
  REQUIRE(review.segments.size() == 2);
  CHECK(review.segments[0].shrunken.value.value() > 0.01);
  CHECK(review.segments[1].shrunken.value.value() < 0.04);
  CHECK(review.segments[1].shrunken_error.value() < web * 1.01);
  CHECK(review.segments[1].shrunken.low.value() <
        review.segments[1].shrunken.value.value() - 1.9 * *review.segments[1].shrunken_error);
}

TEST_CASE("levels that agree get one effect") {
  Lab lab;
  const Cycle cycle = lab.plan(segmented());
  lab.record(cycle, rows(1210, 1200));
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK_FALSE(review.interactions.front().differ);
  CHECK(review.interactions.front().p_value.value() > 0.5);
  CHECK(review.segments[0].shrunken.value.value() ==
        Approx(review.segments[1].shrunken.value.value()));
}

TEST_CASE("Holm counts goals alone") {
  Experiment plan = segmented();
  plan.metrics.push_back(goal("answered", "proportion", ">= +5%"));
  plan.metrics.push_back(secondary("asked", "proportion"));
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> all = rows(1400, 1100);
  for (const char* metric : {"answered", "asked"}) {
    for (Observation each : rows(1230, 1180)) {
      each.metric = metric;
      all.push_back(each);
    }
  }
  lab.record(cycle, all);
  const Review review = lab.review(cycle, "2026-11-02");
  REQUIRE(review.interactions.size() == 3);
  CHECK(review.interactions[0].adjusted_p.value() ==
        Approx(2 * review.interactions[0].p_value.value()));
  CHECK(review.interactions[1].adjusted_p == review.interactions[1].p_value);
  CHECK_FALSE(review.interactions[2].adjusted_p.has_value());
  CHECK(review.interactions[2].p_value == review.interactions[1].p_value);
}

TEST_CASE("one level with data is no comparison, and says so") {
  Lab lab;
  const Cycle cycle = lab.plan(segmented());
  std::vector<Observation> all = rows(1400, 1100);
  all.resize(2);
  lab.record(cycle, all);
  const Review review = lab.review(cycle, "2026-11-02");
  REQUIRE(review.interactions.size() == 1);
  CHECK_FALSE(review.interactions.front().p_value.has_value());
  CHECK(review.interactions.front().reason == "one-level");
  CHECK(review.segments.front().shrunken.reason == "one-level");
}

TEST_CASE("a segment that an amendment added after data began is exploratory") {
  Experiment before = segmented();
  before.segments.clear();
  Lab lab;
  const Cycle cycle = lab.plan(before);
  lab.record(cycle, rows(1400, 1100));
  lab.retrospective = true;
  lab.plan(segmented(), 1, nullptr, "who was it?");
  lab.record(cycle, rows(1400, 1100));  // cells anew
  const Review review = lab.review(cycle, "2026-11-02");
  REQUIRE(review.interactions.size() == 1);
  CHECK(review.interactions.front().declared_late);
}
