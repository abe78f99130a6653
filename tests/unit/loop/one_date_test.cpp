// The parts of one review speak of the same data, and later data stand beside what is final.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "collab/review/contingencies.hpp"
#include "collab/review/monitor.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using test::Shop;

namespace {

const OtherWay* other_way(const Outcome& outcome, std::string_view name) {
  const auto found = std::ranges::find(outcome.alternatives, name, &OtherWay::name);
  return found == outcome.alternatives.end() ? nullptr : &*found;
}

/// Ten nights of 40 members whose spend is 20 to 60, and `lift` more with a status.
std::string ten_nights(int first, int last, double lift) {
  std::string text = "member,group,day,spend,complained,type\n";
  for (int night = first; night <= last; ++night)
    for (int i = 0; i < 40; ++i)
      text += fmt::format(
          "n{}m{},{},2026-03-{:02},{},0,{}\n", night, i, i % 2 == 0 ? "control" : "status", night,
          20 + (i * 37 + night) % 41 + (i % 2) * lift, i % 3 == 0 ? "price" : "relationship");
  return text;
}

std::string with_complaints() {
  std::string text(test::members);
  const auto put = [&](std::string_view before, std::string_view after) {
    text.replace(text.find(before), before.size(), after);
  };
  put("experiment:\n",
      "    - {id: complained, kind: proportion, role: guardrail, better: lower, limit: \"<= "
      "+5pp\"}\nexperiment:\n");
  put("spend: spend}", "spend: spend, complained: complained, type: type}");
  put("cycle: 7d", "cycle: 14d");
  put("looks: end",
      "looks: [5d, 14d]\n  segments: [type]\n  contingencies:\n    - {when: {metric: complained, "
      "above: 5%}, then: Stop, owner: ana@shop.example}");
  return text;
}

}  // namespace

TEST_CASE("segments, alternatives and total are of the same nights") {
  const Shop shop(with_complaints());
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv", ten_nights(2, 6, 3));
  shop.run("2026-03-07", "members");
  const auto sizes_agree = [](const Review& review) {
    for (const Outcome& outcome : review.outcomes) {
      double n = 0;
      for (const SegmentOutcome& level : review.segments)
        if (level.metric == outcome.metric && level.variant == outcome.variant) n += level.arm.n;
      CHECK(n == outcome.arm.n);
    }
  };
  const Review at_look = shop.review("2026-03-07", "members");
  sizes_agree(at_look);
  const Outcome& spend = test::outcome(at_look, "spend", "status");
  REQUIRE(other_way(spend, "post-stratified") != nullptr);
  CHECK(other_way(spend, "post-stratified")->by == "type");
  // Between looks both go on to what is recorded.
  shop.write("data/members.csv", ten_nights(2, 8, 3));
  shop.run("2026-03-09", "members");
  const Review later = shop.review("2026-03-09", "members");
  CHECK(test::outcome(later, "spend", "status").always_valid);
  CHECK(test::outcome(later, "spend", "status").arm.n == 140);
  sizes_agree(later);
}

TEST_CASE("a result that became final early has all data beside it") {
  const Shop shop(with_complaints());
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv", ten_nights(2, 6, 25));
  shop.run("2026-03-07", "members");
  std::string all = ten_nights(2, 6, 25);
  all += ten_nights(7, 15, 10).substr(all.find('\n') + 1);
  shop.write("data/members.csv", all);
  shop.run("2026-03-16", "members");
  const Review review = shop.review("2026-03-16", "members");
  const Outcome& spend = test::outcome(review, "spend", "status");
  REQUIRE(spend.final);
  CHECK(spend.look == 1);
  CHECK(spend.arm.n == 100);
  const OtherWay* whole = other_way(spend, "all-data");
  REQUIRE(whole != nullptr);
  // 5 nights at 25 and 9 at 10, beside 5 at 25.
  CHECK(whole->effect.absolute.value.value() < spend.effect.absolute.value.value() - 5);
  // Rows that come late change the cells of the look, not its result: nothing is compared with it.
  std::string late = all;
  late += "late1,control,2026-03-05,44,0,price\nlate2,status,2026-03-05,44,0,price\n";
  shop.write("data/members.csv", late);
  RunRequest correct{.experiment = "members"};
  correct.options.on_conflict = OnConflict::correct;
  correct.options.reason = "two members came late";
  shop.run("2026-03-17", correct);
  for (const Outcome& outcome : shop.review("2026-03-17", "members").outcomes)
    for (const OtherWay& other : outcome.alternatives)
      if (other.name == "post-stratified" && other.variance_ratio)
        CHECK(std::abs(std::log(*other.variance_ratio)) < 0.5);
}

TEST_CASE("a contingency watches its own metric among those of one unit feed") {
  const Shop shop(with_complaints());
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv", ten_nights(2, 3, 0));
  CHECK(shop.run("2026-03-04", "members").contingencies.empty());
  Project project = shop.at("2026-03-04");
  const MonitorReport report =
      monitor(project.ledger(), {.experiment = "members", .metric = "complained"},
              {.clock = project.clock()});
  CHECK(report.lines.size() == 2);
  for (const MonitorLine& line : report.lines) CHECK(line.metric == "complained");
}

TEST_CASE("a verdict found on a night and at the look after it is one contingency") {
  const Shop shop(test::nightly);
  shop.replace("experiments/nightly.yaml", "expect: daily",
               "expect: daily\n  contingencies:\n    - {when: {metric: complaints, verdict: "
               "broken}, then: Stop, owner: ana@shop.example}");
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 110, 90);
  const RecordReport first = shop.run("2026-03-03", "nightly");
  REQUIRE(first.contingencies.size() == 1);
  CHECK(first.contingencies[0].lag >= std::chrono::seconds{0});
  CHECK(first.contingencies[0].period == test::day("2026-03-02"));
  for (int i = 3; i <= 4; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 110, 90);
  const RecordReport at_look = shop.run("2026-03-05", "nightly");
  CHECK_FALSE(at_look.looks.empty());
  CHECK(at_look.contingencies.empty());
  const Review review = shop.review("2026-03-05", "nightly");
  CHECK(review.contingencies.size() == 1);
}

TEST_CASE("a run reports no result that an earlier look settled") {
  const Shop shop(test::nightly);
  shop.plan("2026-03-01", "nightly");
  for (int i = 2; i <= 4; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 260);
  shop.run("2026-03-05", "nightly");
  CHECK(test::outcome(shop.review("2026-03-05", "nightly"), "visit", "answers").verdict ==
        Verdict::met);
  for (int i = 5; i <= 8; ++i) shop.night(fmt::format("2026-03-{:02}", i), 300, 40);
  const RecordReport last = shop.run("2026-03-09", "nightly");
  for (const LookResult& look : last.looks) CHECK(look.metric != "visit");
  CHECK_FALSE(last.looks.empty());
}
