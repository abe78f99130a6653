// Sealing: once, openly amended, after the fact, beside others.
#include <doctest/doctest.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::day;
using collab::test::decision;
using collab::test::nightly;
using collab::test::refused;
using collab::test::Shop;

namespace {

const PlanRequest amend{.experiment = "nightly", .amend = true, .reason = "the budget grew"};

Shop planned() {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  return shop;
}

void aim_higher(const Shop& shop) { shop.replace("experiments/nightly.yaml", ">= +5%", ">= +8%"); }

}  // namespace

TEST_CASE("plan seals cycle 1, and again is unchanged") {
  const Shop shop(nightly);
  const PlanReport first = shop.plan("2026-03-01", "nightly");
  CHECK(first.outcome == PlanReport::Outcome::sealed);
  CHECK(first.cycle == 1);
  CHECK(first.state == CycleState::planned);
  CHECK(first.first == day("2026-03-02"));
  CHECK(first.last == day("2026-03-08"));
  CHECK(first.looks == std::vector<Day>{day("2026-03-04"), day("2026-03-08")});
  CHECK_FALSE(first.retrospective);
  CHECK(first.next_command == "collab run nightly");
  const std::string before = shop.content();
  CHECK(first.head == before);
  const PlanReport again = shop.plan("2026-03-05", "nightly");
  CHECK(again.outcome == PlanReport::Outcome::unchanged);
  CHECK(again.sha256 == first.sha256);
  CHECK_FALSE(again.operation);
  CHECK(shop.content() == before);
}

TEST_CASE("comments, paths and columns are not sealed; targets, days and looks are") {
  const Shop shop = planned();
  shop.replace("experiments/nightly.yaml", "title: Answers within a day",
               "title: Answers by the evening  # better");
  shop.replace("experiments/nightly.yaml", "data/night-{date}.csv", "data/nights/{date}.csv");
  shop.replace("experiments/nightly.yaml", "expect: daily", "expect: weekly");
  CHECK(shop.plan("2026-03-01", "nightly").outcome == PlanReport::Outcome::unchanged);
  for (const auto& [from, to] : std::vector<std::pair<std::string_view, std::string_view>>{
           {">= +5%", ">= +6%"},
           {"looks: [3d, 7d]", "looks: end"},
           {"cycle: 7d", "cycle: 14d"},
           {"counts: new", "counts: to_date"},
           {"at_least: 2", "at_least: 1"}}) {
    const std::string text = shop.read("experiments/nightly.yaml");
    shop.replace("experiments/nightly.yaml", from, to);
    CHECK_MESSAGE(refused([&] { shop.plan("2026-03-01", "nightly"); }) == "5 plan-changed", to);
    shop.write("experiments/nightly.yaml", text);
  }
}

TEST_CASE("an amendment is asked for, needs its reason, and is shown in every later review") {
  const Shop shop = planned();
  aim_higher(shop);
  const std::string before = shop.content();
  CHECK(refused([&] { shop.plan("2026-03-03", "nightly"); }) == "5 plan-changed");
  CHECK(refused([&] {
          shop.plan("2026-03-03", PlanRequest{.experiment = "nightly", .amend = true});
        }) == "2 reason-missing");
  CHECK(shop.content() == before);
  // Until then the sealed plan holds, and recording says that the file is another one.
  CHECK(shop.run("2026-03-03", "nightly").warnings.size() == 1);
  CHECK(shop.review("2026-03-03", "nightly").amendments.empty());

  const PlanReport report = shop.plan("2026-03-03", amend);
  CHECK(report.outcome == PlanReport::Outcome::amended);
  REQUIRE(report.changes.size() == 1);
  CHECK(report.changes[0].before.find("+5%") != std::string::npos);
  CHECK(report.changes[0].after.find("+8%") != std::string::npos);
  const Review review = shop.review("2026-03-06", "nightly");
  REQUIRE(review.amendments.size() == 1);
  CHECK(review.amendments[0].day_of_cycle == 2);
  CHECK(review.amendments[0].reason == "the budget grew");
  CHECK(test::finding(review, "amended-plan")->status == TrustFinding::Status::warning);
  CHECK(test::outcome(review, "visit", "answers").target == ">= +8%");
  CHECK(shop.plan("2026-03-06", amend).outcome == PlanReport::Outcome::unchanged);
}

TEST_CASE("days may move until there are rows") {
  const Shop shop = planned();
  shop.replace("experiments/nightly.yaml", "starts: 2026-03-02", "starts: 2026-03-03");
  const PlanReport moved = shop.plan("2026-03-01", amend);
  CHECK(moved.first == day("2026-03-03"));
  CHECK(moved.last == day("2026-03-09"));
  CHECK_FALSE(moved.retrospective);
  shop.night("2026-03-03");
  CHECK(shop.run("2026-03-04", "nightly").tally.recorded == 4);
  shop.replace("experiments/nightly.yaml", "starts: 2026-03-03", "starts: 2026-03-02");
  CHECK(refused([&] { shop.plan("2026-03-04", amend); }) == "3 fixed-by-rows");
}

TEST_CASE("what rows were taken in by cannot be amended under them") {
  const Shop shop = planned();
  shop.night("2026-03-02");
  shop.run("2026-03-03", "nightly");
  const std::string before = shop.content();
  const std::string file = "experiments/nightly.yaml";
  const std::string text = shop.read(file);
  for (const auto& [from, to] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"cycle: 7d", "cycle: 14d"},
           {"counts: new", "counts: to_date"},
           {"id: visit, kind: proportion", "id: visit, kind: rate"}}) {
    shop.replace(file, from, to);
    if (from.starts_with("id: visit"))
      shop.replace(file, "{successes: visits, n: members, units: members}",
                   "{events: visits, exposure: members}");
    CHECK_MESSAGE(refused([&] { shop.plan("2026-03-03", amend); }) == "3 fixed-by-rows", to);
    shop.write(file, text);
  }
  CHECK(shop.content() == before);
}

TEST_CASE("looks judged before an amendment of the target belong to the plan before") {
  const Shop shop = planned();
  for (int i = 2; i <= 4; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 160);
  CHECK(shop.run("2026-03-05", "nightly").looks.size() == 2);
  CHECK(test::outcome(shop.review("2026-03-05", "nightly"), "visit", "answers").verdict ==
        Verdict::met);
  shop.replace("experiments/nightly.yaml", ">= +5%", ">= +150%");
  shop.plan("2026-03-05", amend);
  // Judged anew at once: no verdict of the plan before stands in between.
  const Review amended = shop.review("2026-03-05", "nightly");
  CHECK(amended.looks[0].stored);
  CHECK(test::outcome(amended, "visit", "answers").verdict == Verdict::missed);
  shop.run("2026-03-06", "nightly");
  CHECK(test::outcome(shop.review("2026-03-06", "nightly"), "visit", "answers").verdict ==
        Verdict::missed);
}

TEST_CASE("--starts is for the next cycle") {
  const Shop shop = planned();
  CHECK(refused([&] {
          shop.plan("2026-03-03", {.experiment = "nightly", .starts = day("2026-03-05")});
        }) == "5 cycle-open");
  shop.decide("2026-03-05", decision("nightly", DecisionKind::extend));
  CHECK(refused([&] {
          shop.plan("2026-03-05", {.experiment = "nightly", .starts = day("2026-03-05")});
        }) == "2 starts-too-early");
  const PlanReport next =
      shop.plan("2026-03-05", {.experiment = "nightly", .starts = day("2026-03-09")});
  CHECK(next.cycle == 2);
  CHECK(next.first == day("2026-03-09"));
}

TEST_CASE("a plan made after its first day is retrospective, and says so for good") {
  const Shop shop(nightly);
  CHECK(shop.plan("2026-03-05", "nightly").retrospective);
  CHECK(shop.review("2026-03-06", "nightly").retrospective);
  aim_higher(shop);
  CHECK(shop.plan("2026-03-06", amend).retrospective);
}

TEST_CASE("another experiment at the same touch point on the same days is warned of") {
  const Shop shop = planned();
  std::string other(nightly);
  other.replace(other.find("id: nightly"), 11, "id: evening");
  shop.define(other);
  const PlanReport beside = shop.plan("2026-03-01", "evening");
  REQUIRE(beside.warnings.size() == 1);
  CHECK(beside.warnings[0].find("nightly") != std::string::npos);

  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"touch_point: questions", "touch_point: ideas"},
           {"starts: 2026-03-02", "starts: 2026-03-09"}}) {
    std::string apart(nightly);
    apart.replace(apart.find("id: nightly"), 11, "id: morning");
    apart.replace(apart.find(from), from.size(), to);
    const Shop another(nightly);
    another.plan("2026-03-01", "nightly");
    another.define(apart);
    CHECK_MESSAGE(another.plan("2026-03-01", "morning").warnings.empty(), to);
  }
}

TEST_CASE("an unsound definition is refused with every fault, and nothing is written") {
  const Shop shop(nightly);
  shop.replace("experiments/nightly.yaml", "kind: proportion", "kind: proportoin");
  shop.replace("experiments/nightly.yaml", "looks: [3d, 7d]", "looks: [3d, 9d]");
  try {
    shop.plan("2026-03-01", "nightly");
    FAIL("it was planned");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::invalid);
    CHECK(test::slugs(error.faults()).find("metric-kind") != std::string::npos);
    CHECK(test::slugs(error.faults()).find("look-beyond-cycle") != std::string::npos);
  }
  CHECK(shop.content() == "no ledger");
}
