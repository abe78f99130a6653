// Decisions close a cycle, keep promises, and open the next one.
#include <doctest/doctest.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::day;
using collab::test::decision;
using collab::test::nightly;
using collab::test::refused;
using collab::test::Shop;

namespace {

Shop running() {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02");
  shop.run("2026-03-03", "nightly");
  return shop;
}

}  // namespace

TEST_CASE("a decision needs a reason; --next goes with extend and adapt, --starts with --next") {
  const Shop shop = running();
  const std::string before = shop.content();
  CHECK(refused([&] {
          DecideRequest silent = decision("nightly", DecisionKind::extend);
          silent.reason.clear();
          shop.decide("2026-03-04", silent);
        }) == "2 reason-missing");
  for (const DecisionKind kind : {DecisionKind::adopt, DecisionKind::abandon})
    CHECK(refused([&] { shop.decide("2026-03-04", decision("nightly", kind, true)); }) ==
          "2 no-next-cycle");
  CHECK(refused([&] {
          DecideRequest request = decision("nightly", DecisionKind::extend);
          request.starts = day("2026-03-20");
          shop.decide("2026-03-04", request);
        }) == "2 starts-without-next");
  CHECK(refused([&] { shop.decide("2026-03-04", decision("night", DecisionKind::extend)); }) ==
        "4 no-such-experiment");
  CHECK(refused([&] {
          DecideRequest third = decision("nightly", DecisionKind::extend);
          third.cycle = parse_reference("nightly@3");
          shop.decide("2026-03-04", third);
        }) == "4 no-such-cycle");
  CHECK(shop.content() == before);
}

TEST_CASE("adapt --next without a changed definition is refused, and closes nothing") {
  const Shop shop = running();
  const std::string before = shop.content();
  CHECK(refused([&] {
          shop.decide("2026-03-04", decision("nightly", DecisionKind::adapt, true));
        }) == "3 nothing-to-adapt");
  CHECK(shop.content() == before);

  shop.replace("experiments/nightly.yaml", "does: Somebody answers", "does: A friend answers");
  const DecideReport report =
      shop.decide("2026-03-04", decision("nightly", DecisionKind::adapt, true));
  REQUIRE(report.next);
  CHECK(report.next->cycle == 2);
  CHECK(report.next->changes.size() == 1);
  CHECK(report.next->first == day("2026-03-05"));  // the day after the decision
  CHECK(report.next->last == day("2026-03-11"));
}

TEST_CASE("adapt without --next waits for plan, which asks for the change") {
  const Shop shop = running();
  shop.decide("2026-03-04", decision("nightly", DecisionKind::adapt));
  CHECK(refused([&] { shop.plan("2026-03-05", "nightly"); }) == "3 nothing-to-adapt");
  shop.replace("experiments/nightly.yaml", ">= +5%", ">= +3%");
  CHECK(shop.plan("2026-03-05", "nightly").cycle == 2);
}

TEST_CASE("extend opens the next cycle with the sealed plan, on fresh data") {
  const Shop shop = running();
  const DecideReport report =
      shop.decide("2026-03-08", decision("nightly", DecisionKind::extend, true));
  REQUIRE(report.next);
  CHECK(report.next->first == day("2026-03-09"));
  CHECK(report.next->changes.empty());
  const Review first = shop.review("2026-03-09", "nightly", 1);
  const Review second = shop.review("2026-03-09", "nightly", 2);
  CHECK(second.plan_sha256 == first.plan_sha256);
  CHECK(second.past.size() == 1);
  CHECK_FALSE(second.data_through);
  // The nights of cycle 1 stay where they are.
  shop.night("2026-03-09");
  CHECK(shop.run("2026-03-10", "nightly").tally.recorded == 4);
  CHECK(shop.review("2026-03-10", "nightly", 1).data_through == day("2026-03-02"));
}

TEST_CASE("extend with a changed definition is refused until the change is said openly") {
  const Shop shop = running();
  shop.replace("experiments/nightly.yaml", ">= +5%", ">= +3%");
  const std::string before = shop.content();
  CHECK(refused([&] {
          shop.decide("2026-03-04", decision("nightly", DecisionKind::extend, true));
        }) == "5 plan-changed");
  CHECK(shop.content() == before);
  shop.decide("2026-03-04", decision("nightly", DecisionKind::extend));
  CHECK(refused([&] { shop.plan("2026-03-04", "nightly"); }) == "5 plan-changed");
  const PlanReport openly = shop.plan(
      "2026-03-04", {.experiment = "nightly", .amend = true, .reason = "five is out of reach"});
  CHECK(openly.cycle == 2);
  CHECK(shop.review("2026-03-05", "nightly", 2).amendments.size() == 1);
}

TEST_CASE("abandon before at_least breaks a promise: openly or not at all") {
  const Shop shop = running();
  DecideRequest abandon = decision("nightly", DecisionKind::abandon);
  CHECK(refused([&] { shop.decide("2026-03-04", abandon); }) == "3 too-early");
  abandon.early = true;
  CHECK(shop.decide("2026-03-04", abandon).decision.early);
}

TEST_CASE("the same decision again is unchanged, another one is a conflict") {
  const Shop shop = running();
  CHECK(shop.decide("2026-03-04", decision("nightly", DecisionKind::adopt)).operation);
  const std::string before = shop.content();
  const DecideReport again = shop.decide("2026-03-06", decision("nightly", DecisionKind::adopt));
  CHECK(again.unchanged);
  CHECK_FALSE(again.operation);
  CHECK(again.decision.variant == "answers");  // the only treatment needs no naming
  CHECK(refused([&] { shop.decide("2026-03-06", decision("nightly", DecisionKind::extend)); }) ==
        "5 already-decided");
  DecideRequest reworded = decision("nightly", DecisionKind::adopt);
  reworded.reason = "something else";
  CHECK(refused([&] { shop.decide("2026-03-06", reworded); }) == "5 already-decided");
  CHECK(shop.content() == before);
}

TEST_CASE("the same decision with --next again is unchanged") {
  const Shop shop = running();
  shop.decide("2026-03-04", decision("nightly", DecisionKind::extend, true));
  const std::string before = shop.content();
  DecideRequest again = decision("nightly", DecisionKind::extend, true);
  again.cycle = parse_reference("nightly@1");
  CHECK(shop.decide("2026-03-04", again).unchanged);
  CHECK(shop.content() == before);
}

TEST_CASE("the same command again, without a cycle's number, is unchanged too") {
  const Shop shop = running();
  shop.decide("2026-03-04", decision("nightly", DecisionKind::extend, true));
  const std::string before = shop.content();
  // At once, and the morning after, when the next cycle has begun but holds nothing.
  for (const char* when : {"2026-03-04", "2026-03-05"}) {
    const DecideReport again = shop.decide(when, decision("nightly", DecisionKind::extend, true));
    CHECK(again.unchanged);
    CHECK(again.cycle == 1);
  }
  CHECK(shop.content() == before);
  // Another reason, or other flags, is another decision: of the cycle that is open.
  DecideRequest other = decision("nightly", DecisionKind::extend, true);
  other.reason = "something else";
  CHECK(refused([&] { shop.decide("2026-03-04", other); }) == "3 cycle-not-begun");
  other = decision("nightly", DecisionKind::extend, true);
  other.starts = day("2026-03-07");
  CHECK(refused([&] { shop.decide("2026-03-04", other); }) == "3 cycle-not-begun");
  // Once the next cycle holds rows, the same words close it.
  shop.night("2026-03-05");
  shop.run("2026-03-06", "nightly");
  const DecideReport second =
      shop.decide("2026-03-06", decision("nightly", DecisionKind::extend, true));
  CHECK_FALSE(second.unchanged);
  CHECK(second.cycle == 2);
}

TEST_CASE("a decision before the last day ends the cycle that day") {
  const Shop shop = running();
  for (int i = 3; i <= 5; ++i) shop.night(fmt::format("2026-03-{:02}", i));
  shop.run("2026-03-06", "nightly");
  shop.decide("2026-03-04T20:00:00Z", decision("nightly", DecisionKind::extend));
  const Review closed = shop.review("2026-03-06", "nightly");
  CHECK(closed.state == CycleState::closed);
  CHECK(closed.data_through == day("2026-03-04"));
  CHECK(test::outcome(closed, "visit", "answers").arm.n == 3000);
  // What comes for the days after it lies between cycles.
  const RecordReport after = shop.record("2026-03-07", TypedRow{.experiment = "nightly",
                                                                .variant = "answers",
                                                                .values = {{"visit", "100/1000"}},
                                                                .period = day("2026-03-06")});
  CHECK(after.tally.between == 1);
}

TEST_CASE("with several treatments adopt needs --variant, one that the plan has") {
  const Shop shop = Shop::of_example("email-invitation");
  shop.plan("2008-03-17", "email-invitation");
  shop.run("2008-03-17", "email-invitation");
  DecideRequest adopt = decision("email-invitation", DecisionKind::adopt);
  CHECK(refused([&] { shop.decide("2008-03-17", adopt); }) == "2 variant-missing");
  adopt.variant = "men-email";
  CHECK(refused([&] { shop.decide("2008-03-17", adopt); }) == "3 unknown-variant");
  adopt.variant = "mens-email";
  CHECK(shop.decide("2008-03-17", adopt).decision.variant == "mens-email");
}

TEST_CASE("a closed experiment has nothing to run, and its rows are late") {
  const Shop shop = running();
  shop.decide("2026-03-04", decision("nightly", DecisionKind::extend));
  const std::string before = shop.content();
  const RecordReport report = shop.run("2026-03-05", "nightly");
  CHECK(report.code == ExitCode::ok);
  CHECK(report.warnings.size() == 1);
  CHECK(report.next_command == "collab plan nightly");
  CHECK(shop.content() == before);
}

TEST_CASE("a cycle that has not begun has nothing to decide") {
  const Shop shop(nightly);
  shop.plan("2026-02-20", "nightly");
  const std::string before = shop.content();
  CHECK(refused([&] { shop.decide("2026-03-01", decision("nightly", DecisionKind::extend)); }) ==
        "3 cycle-not-begun");
  CHECK(shop.content() == before);
}
