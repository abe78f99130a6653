// review --by: a cut of several segments, against a segment whose levels are their combinations.
#include <random>

#include "unit/review/lab.hpp"

using namespace collab;

namespace {

struct Unit {
  std::uint32_t number = 0;
  bool treated = false;
  int channel = 0, tier = 0;  ///< -1: not known
  std::int64_t spend = 0;
};

const std::vector<std::string> channels{"store", "web"}, tiers{"gold", "silver", "tin"};

/// joint: one segment `both` in place of the two.
Run run_of(const std::vector<Unit>& units, bool joint) {
  Run run;
  run.variants = {"control", "answers"};
  run.fields = {"spend"};
  run.values.resize(1);
  run.present.resize(1);
  if (joint) {
    run.segments = {"both"};
    run.levels.resize(1);
    for (const std::string& channel : channels)
      for (const std::string& tier : tiers) run.levels[0].push_back(channel + ", " + tier);
  } else {
    run.segments = {"channel", "tier"};
    run.levels = {channels, tiers};
  }
  run.level.resize(run.segments.size());
  for (const Unit& unit : units) {
    run.numbers.push_back(unit.number);
    run.variant.push_back(unit.treated ? 1 : 0);
    if (joint) {
      const bool known = unit.channel >= 0 && unit.tier >= 0;
      run.level[0].push_back(static_cast<std::int16_t>(known ? 3 * unit.channel + unit.tier : -1));
    } else {
      run.level[0].push_back(static_cast<std::int16_t>(unit.channel));
      run.level[1].push_back(static_cast<std::int16_t>(unit.tier));
    }
    run.values[0].push_back(Decimal{unit.spend});
    run.present[0].push_back(1);
  }
  return run;
}

std::vector<Unit> some_units() {
  std::mt19937 draw(4);
  std::vector<Unit> units;
  for (std::uint32_t number = 0; number < 3000; ++number)
    units.push_back({.number = number,
                     .treated = draw() % 2 == 1,
                     .channel = static_cast<int>(draw() % 3) - 1,
                     .tier = static_cast<int>(draw() % 4) - 1,
                     .spend = static_cast<std::int64_t>(draw() % 90'000'000)});
  return units;
}

Experiment spending(std::vector<std::string> segments) {
  Experiment plan = two_variants({goal("spend", "mean", ">= +5%")});
  plan.segments = std::move(segments);
  return plan;
}

Review review_by(const Lab& lab, const Cycle& cycle, std::string by) {
  ReviewOptions options = Lab::on("2026-11-03");
  options.by = std::move(by);
  return review(lab.ledger(), cycle.experiment, cycle.number, options);
}

void check_alike(const Review& cut, const Review& joint) {
  REQUIRE(cut.segments.size() == joint.segments.size());
  for (std::size_t i = 0; i < cut.segments.size(); ++i) {
    const SegmentOutcome &one = cut.segments[i], &other = joint.segments[i];
    CHECK(one.level == other.level);
    CHECK(one.arm.n == other.arm.n);
    CHECK(one.arm.level.value == other.arm.level.value);
    CHECK(one.base.level.value == other.base.level.value);
    CHECK(one.effect.absolute.low == other.effect.absolute.low);
    CHECK(one.effect.absolute.high == other.effect.absolute.high);
    CHECK(one.shrunken.value == other.shrunken.value);
  }
  REQUIRE(cut.interactions.size() == 1);
  CHECK(cut.interactions[0].p_value == joint.interactions[0].p_value);
  CHECK(cut.interactions[0].declared_late);
  CHECK_FALSE(joint.interactions[0].declared_late);
}

}  // namespace

TEST_CASE("by two segments of unit rows is by one whose levels are theirs together") {
  Lab lab, reference;
  const Cycle cycle = lab.plan(spending({"tier"})), joint = reference.plan(spending({"both"}));
  lab.record_units(cycle, "2026-10-07", run_of(some_units(), false));
  reference.record_units(joint, "2026-10-07", run_of(some_units(), true));
  const Review cut = review_by(lab, cycle, "channel,tier");
  CHECK(cut.segments.size() == 6);
  CHECK(cut.by == "channel,tier");
  check_alike(cut, review_by(reference, joint, ""));
  // The rest of the review is as without it.
  const Review plain = review_by(lab, cycle, "");
  CHECK(plain.segments.size() == 3);
  CHECK(plain.outcomes.at(0).effect.absolute.low == cut.outcomes.at(0).effect.absolute.low);
  // In the other order the levels are too.
  CHECK(review_by(lab, cycle, "tier,channel").segments.at(0).level == "gold, store");
  // One that the plan declares, and one that it does not.
  CHECK(review_by(lab, cycle, "tier").segments.size() == 3);
  CHECK(review_by(lab, cycle, "channel").segments.size() == 2);
  CHECK(review_by(lab, cycle, "weather").segments.empty());
}

TEST_CASE("by two segments of summary rows counts the rows that name both") {
  Lab lab, reference;
  const Cycle cycle = lab.plan(spending({"tier"})), joint = reference.plan(spending({"both"}));
  const auto mean = [](const char* variant, double value, std::string segment) {
    return row("spend", variant, "2026-10-07",
               {{"n", 100}, {"sum", 100 * value}, {"sum_squares", 100 * value * value + 900}},
               Counts::once, std::move(segment));
  };
  std::vector<Observation> apart, together;
  double value = 10;
  for (const std::string& channel : channels)
    for (const std::string& tier : tiers)
      for (const char* variant : {"control", "answers"}) {
        value += 1.5;
        apart.push_back(mean(variant, value, segment_set({{"channel", channel}, {"tier", tier}})));
        together.push_back(mean(variant, value, segment_set({{"both", channel + ", " + tier}})));
      }
  // Not of both: in the totals of tier alone.
  apart.push_back(mean("control", 3, "tier=tin"));
  lab.record(cycle, apart);
  reference.record(joint, together);
  check_alike(review_by(lab, cycle, "channel,tier"), review_by(reference, joint, ""));
}

TEST_CASE("by two segments against the cycle before compares each level with itself") {
  Experiment plan = one_variant({goal("visit", "proportion", ">= +5%")}, "previous");
  plan.segments = {"tier"};
  Lab lab;
  const auto rows = [](const char* period, double web_gold) {
    std::vector<Observation> all;
    for (const std::string& channel : channels)
      for (const std::string& tier : tiers)
        all.push_back(share("visit", "shop", period,
                            channel == "web" && tier == "gold" ? web_gold : 300, 1000, Counts::once,
                            segment_set({{"channel", channel}, {"tier", tier}})));
    return all;
  };
  const Cycle first = lab.plan(plan);
  lab.record(first, rows("2026-10-07", 100));
  lab.decide(first, DecisionKind::extend, "2026-11-02");
  const Cycle second = lab.plan(plan, 2, "2026-11-03");
  lab.record(second, rows("2026-11-05", 200));
  ReviewOptions options = Lab::on("2026-12-02");
  options.by = "channel,tier";
  const Review cut = review(lab.ledger(), "answers", 2, options);
  REQUIRE(cut.segments.size() == 6);
  for (const SegmentOutcome& each : cut.segments) {
    CHECK(each.base.level.value.value() == (each.level == "web, gold" ? 0.1 : 0.3));
    CHECK(each.arm.level.value.value() == (each.level == "web, gold" ? 0.2 : 0.3));
  }
}
