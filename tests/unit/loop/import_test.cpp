// Runners that each record a part, and one that collects: the same as one ledger that did it all.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "collab/loop/import.hpp"
#include "unit/ledger/exchange.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::decision;
using collab::test::members;
using collab::test::nightly;
using collab::test::refused;
using collab::test::Shop;

namespace {

namespace fs = std::filesystem;

fs::path ledger_of(const Shop& shop) { return shop.root() / ".collab" / "ledger.db"; }

ImportReport take_in(const Shop& shop, std::string_view when,
                     const std::vector<const Shop*>& from) {
  std::vector<fs::path> ledgers;
  for (const Shop* one : from) ledgers.push_back(ledger_of(*one));
  Project project = shop.at(when);
  return import_operations(project, ledger_test::offer_of(ledgers));
}

/// What answers are made from, without who wrote it: rows, judgements, cells.
std::string answers_of(const Shop& shop) {
  ledger_test::Sqlite file(ledger_of(shop));
  std::string text;
  for (const char* sql :
       {"SELECT c.experiment, c.number, c.first, c.last, p.version, p.sha256, p.retrospective FROM "
        "cycle c JOIN plan p ON p.cycle = c.id ORDER BY 1, 2, 5",
        "SELECT c.experiment, c.number, d.kind, d.variant, d.day FROM cycle c JOIN decision d ON "
        "d.cycle = c.id ORDER BY 1, 2",
        "SELECT experiment, metric, variant, period, segment, location, statistics, late FROM "
        "current_observation ORDER BY 1, 2, 3, 4, 5, 6",
        "SELECT experiment, cycle_number, look, metric, variant, verdict, reason, absolute, "
        "absolute_low, absolute_high, relative, relative_low, relative_high, p_value FROM "
        "current_look ORDER BY 1, 2, 3, 4, 5",
        "SELECT c.experiment, c.number, l.look, l.metric, l.variant, l.segment, l.basis, "
        "l.through, "
        "l.periods, l.n, l.sum_0, l.centred_00 FROM cell l JOIN cycle c ON c.id = l.cycle ORDER BY "
        "1, 2, 3, 4, 5, 6, 7",
        "SELECT c.experiment, c.number, h.observations, h.units, h.late, h.after_close, "
        "h.data_through, h.expect, h.recent FROM holding h JOIN cycle c ON c.id = h.cycle ORDER BY "
        "1, 2"})
    text += file.ask(sql) + "\n--\n";
  return text;
}

/// Everything, numbers included, but for what is not in the chain.
std::string chain_of(const Shop& shop) {
  ledger_test::Sqlite file(ledger_of(shop));
  std::string text;
  for (const char* sql :
       {"SELECT id, origin, sequence, digest FROM operation ORDER BY id",
        "SELECT * FROM observation ORDER BY id", "SELECT * FROM look_result ORDER BY id",
        "SELECT * FROM decision ORDER BY id",
        "SELECT cycle, look, metric, variant, segment, n, sum_0 FROM cell ORDER BY 1, 2, 3, 4, 5",
        "SELECT cycle, observations, late, after_close, data_through, recent FROM holding ORDER BY "
        "1"})
    text += file.ask(sql) + "\n--\n";
  return text;
}

std::string other(std::string_view id) {
  std::string text(nightly);
  return text.replace(text.find("nightly"), 7, id);
}

/// A shop with both experiments and the nights of one week.
Shop shop_with_nights() {
  Shop shop(nightly);
  shop.define(other("evening"));
  for (int night = 2; night <= 8; ++night)
    shop.night(fmt::format("2026-03-0{}", night), 100 + night, 118 + night);
  return shop;
}

std::string morning(int night) { return fmt::format("2026-03-{:02}T06:00:00Z", night + 1); }

RunRequest only(const std::string& experiment, int night) {
  const Day day = test::day(fmt::format("2026-03-0{}", night));
  return {.experiment = experiment, .periods = PeriodRange{day, day}};
}

}  // namespace

TEST_CASE(
    "nights that runners share are those of one ledger, in whatever order they are collected") {
  std::mt19937 random(20261128);
  for (int trial = 0; trial < 4; ++trial) {
    CAPTURE(trial);
    const Shop one = shop_with_nights(), base = shop_with_nights();
    for (const Shop* shop : {&one, &base}) {
      shop->plan("2026-03-01", "nightly");
      shop->plan("2026-03-01", "evening");
    }
    std::vector<Shop> runners;
    for (int i = 0; i < 3; ++i) {
      runners.push_back(shop_with_nights());
      take_in(runners.back(), "2026-03-01T13:00:00Z", {&base});
    }
    // Each experiment has its runner, as far as one can tell: a look is judged on what its judge
    // has.
    std::vector<std::size_t> runner{0, 1, 2};
    std::ranges::shuffle(runner, random);
    for (int night = 2; night <= 8; ++night) {
      runners[runner[0]].run(morning(night), only("nightly", night));
      one.run(morning(night), only("nightly", night));
      runners[runner[1]].run(morning(night), only("evening", night));
      one.run(morning(night), only("evening", night));
    }
    // A night that a second runner records too is one.
    runners[runner[2]].run("2026-03-09T07:00:00Z", only("nightly", 5));
    one.run("2026-03-09T07:00:00Z", only("nightly", 5));

    std::vector<std::size_t> order{0, 1, 2};
    std::vector<std::string> found;
    for (int collected = 0; collected < 3; ++collected) {
      std::ranges::shuffle(order, random);
      const Shop collector = shop_with_nights();
      if (collected == 1) take_in(collector, "2026-03-09", {&runners[order[2]], &base});
      for (const std::size_t i : order) take_in(collector, "2026-03-09", {&runners[i]});
      CHECK(take_in(collector, "2026-03-09", {&base, &runners[order[0]]}).imported == 0);
      collector.content();  // sound
      found.push_back(chain_of(collector));
      CHECK(found.back() == found.front());
      // What fell due is judged by the next run, on the same figures.
      for (const char* experiment : {"nightly", "evening"})
        collector.run("2026-03-09T08:00:00Z", experiment);
      collector.content();
      CHECK(answers_of(collector) == answers_of(one));
    }
  }
}

TEST_CASE("a cycle that was closed on one runner is closed where it is collected") {
  const Shop base = shop_with_nights();
  base.plan("2026-03-01", "nightly");
  base.run("2026-03-09T06:00:00Z", "nightly");
  const Shop runner = shop_with_nights(), late = shop_with_nights();
  take_in(runner, "2026-03-09", {&base});
  take_in(late, "2026-03-09", {&base});
  runner.decide("2026-03-09", decision("nightly", DecisionKind::extend, true));
  late.night("2026-03-04", 90);
  late.run("2026-03-10", {.experiment = "nightly",
                          .periods = PeriodRange{test::day("2026-03-04"), test::day("2026-03-04")},
                          .options = {.on_conflict = OnConflict::correct, .reason = "recount"}});
  const Shop first = shop_with_nights(), second = shop_with_nights();
  take_in(first, "2026-03-11", {&runner});
  take_in(first, "2026-03-11", {&late});
  take_in(second, "2026-03-11", {&late, &base});
  take_in(second, "2026-03-11", {&runner});
  CHECK(chain_of(first) == chain_of(second));
  first.content();
  second.content();
  const Review closed = first.review("2026-03-11", "nightly");
  // The correction came after the decision: it is counted, and changes nothing.
  CHECK(test::outcome(closed, "visit", "answers").base.n ==
        test::outcome(base.review("2026-03-09", "nightly"), "visit", "answers").base.n);
  Project project = first.at("2026-03-11");
  CHECK(project.ledger().holdings(1).after_close > 0);
  CHECK(project.ledger().cycles("nightly").size() == 2);
}

TEST_CASE("two decisions on one cycle are a conflict, and nothing is taken in") {
  const Shop base = shop_with_nights();
  base.plan("2026-03-01", "nightly");
  base.run("2026-03-09T06:00:00Z", "nightly");
  const Shop one = shop_with_nights(), two = shop_with_nights(), same = shop_with_nights();
  for (const Shop* shop : {&one, &two, &same}) take_in(*shop, "2026-03-09", {&base});
  one.decide("2026-03-09T09:00:00Z", decision("nightly", DecisionKind::extend));
  two.decide("2026-03-09T10:00:00Z", decision("nightly", DecisionKind::adapt));
  same.decide("2026-03-09T11:00:00Z", decision("nightly", DecisionKind::extend));
  const std::string before = one.content();
  const ImportReport report = take_in(one, "2026-03-10", {&two});
  REQUIRE(!report.conflicts.empty());
  CHECK(report.conflicts.front().kind == "decision");
  CHECK(report.conflicts.front().first.value == "extend");
  CHECK(report.conflicts.front().second.value == "adapt");
  CHECK(one.content() == before);
  CHECK(take_in(one, "2026-03-10", {&same}).conflicts.empty());
  one.content();
}

TEST_CASE("unit rows come along, of one chain of ledgers and of two side by side") {
  const auto file = [](int nights) {
    std::string text = "member,group,day,spend\n";
    for (int night = 2; night < 2 + nights; ++night)
      for (int m = 0; m < 20; ++m)
        text += fmt::format("n{}m{},{},2026-03-0{},{}.5\n", night, m,
                            m % 2 == 0 ? "control" : "status", night, m);
    return text;
  };
  Shop base(members), runner(members), beside(members);
  base.plan("2026-03-01", "members");
  base.write("data/members.csv", file(1));
  base.run("2026-03-03", "members");
  for (Shop* shop : {&runner, &beside}) {
    shop->request.key = base.root() / ".collab" / "key";
    CHECK(take_in(*shop, "2026-03-03", {&base}).imported == 2);
    shop->content();
  }
  runner.write("data/members.csv", file(2));
  runner.run("2026-03-04", "members");
  CHECK(take_in(base, "2026-03-04", {&runner}).imported == 1);
  base.content();
  CHECK(base.review("2026-03-04", "members").outcomes.front().base.n ==
        runner.review("2026-03-04", "members").outcomes.front().base.n);
  beside.write("data/members.csv", file(3));
  beside.run("2026-03-05", "members");
  // The second night twice, as both recorded it, is one; the third is new.
  const ImportReport joined = take_in(base, "2026-03-05", {&beside});
  CHECK(joined.imported == 1);
  CHECK(joined.conflicts.empty());
  CHECK(base.review("2026-03-05", "members").outcomes.front().base.n ==
        beside.review("2026-03-05", "members").outcomes.front().base.n);
  base.content();
}

TEST_CASE("consumers under another key are not taken in") {
  const Shop one(members), two(members);
  for (const Shop* shop : {&one, &two}) {
    shop->plan("2026-03-01", "members");
    shop->write("data/members.csv", "member,group,day,spend\na,control,2026-03-02,1\n");
    shop->run("2026-03-03", "members");
  }
  CHECK(refused([&] { take_in(one, "2026-03-04", {&two}); }) == "5 other-key");
}

TEST_CASE("a dry run tells what would come in, and writes nothing") {
  const Shop base = shop_with_nights();
  base.plan("2026-03-01", "nightly");
  Shop empty = shop_with_nights();
  empty.request.dry_run = true;
  const ImportReport report = take_in(empty, "2026-03-02", {&base});
  CHECK(report.imported == 1);
  CHECK(report.dry_run);
  CHECK(empty.content() == "no ledger");
}
