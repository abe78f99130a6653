// Units that are forgotten: afterwards the ledger is as if they had never been there, but for what
// was judged and decided.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collab/loop/mend.hpp"
#include "collab/loop/voice.hpp"
#include "collab/units/run.hpp"
#include "unit/loop/letters.hpp"

using namespace collab;
using collab::test::copy_of;
using collab::test::day;
using collab::test::decision;
using collab::test::figures_of;
using collab::test::Ids;
using collab::test::ledger_of;
using collab::test::letters;
using collab::test::on_disk;
using collab::test::Shop;
using collab::test::take_in;
using collab::test::write_day;

namespace {

/// Two cycles of three days; the second takes its covariate from the first.
Shop history(const Ids& without = {}) {
  Shop shop(letters);
  shop.plan("2026-03-01", "letters");
  for (int night = 0; night < 3; ++night) {
    write_day(shop, day("2026-03-02") + Days{night}, without);
    shop.run(to_string(day("2026-03-03") + Days{night}), "letters");
  }
  shop.decide("2026-03-05", decision("letters", DecisionKind::extend, true));
  for (int night = 3; night < 5; ++night) {
    write_day(shop, day("2026-03-02") + Days{night}, without);
    shop.run(to_string(day("2026-03-03") + Days{night}), "letters");
  }
  return shop;
}

std::string judgements_of(const Shop& shop) {
  ledger_test::Sqlite file(ledger_of(shop));
  return file.ask("SELECT * FROM look_result ORDER BY id");
}

ForgetReport forget_at(const Shop& shop, std::string_view when, const Ids& ids) {
  Project project = shop.at(when);
  return forget_consumers(project, {ids.begin(), ids.end()});
}

}  // namespace

TEST_CASE("who is forgotten leaves every cycle, as if never there") {
  const Shop shop = history(), without = history({"m3", "m8"});
  REQUIRE(figures_of(shop) != figures_of(without));
  CHECK(on_disk(shop, "m3"));
  const std::string judged = judgements_of(shop);
  {
    Shop trial = copy_of(shop, true);
    trial.request.dry_run = true;
    CHECK(forget_at(trial, "2026-03-08", {"m3", "m8"}).rows > 0);
    CHECK(trial.content() == shop.content());
    CHECK(on_disk(trial, "m3"));
  }
  const ForgetReport report = forget_at(shop, "2026-03-08", {"m3", "m8", "nobody"});
  CHECK(report.consumers == 2);
  CHECK(report.units == 2);
  CHECK(report.unknown == 1);
  CHECK(report.batches == 4);  // on one day neither did anything
  CHECK(report.experiments == std::vector<std::string>{"letters"});
  CHECK(report.warnings.empty());
  CHECK(figures_of(shop) == figures_of(without));
  CHECK(judgements_of(shop) == judged);
  CHECK_FALSE(on_disk(shop, "m3"));
  CHECK_FALSE(on_disk(shop, "m8"));
  CHECK(on_disk(shop, "m4"));
  const std::string head = shop.content();
  // Files that still tell of them say nothing new.
  for (int night = 0; night < 5; ++night) write_day(shop, day("2026-03-02") + Days{night}, {});
  CHECK(shop.run("2026-03-08", "letters").tally.recorded == 0);
  CHECK(shop.content() == head);
  CHECK_FALSE(on_disk(shop, "m3"));
  // Once more is nothing to do; the cycle goes on without them.
  CHECK(forget_at(shop, "2026-03-08", {"m3", "m8"}).unknown == 2);
  CHECK(shop.content() == head);
  for (const Shop* one : {&shop, &without}) {
    write_day(*one, day("2026-03-07"), {"m3", "m8"});
    one->run("2026-03-08", "letters");
  }
  CHECK(figures_of(shop) == figures_of(without));
  shop.content();
}

TEST_CASE("a batch whose every unit is forgotten is empty, and the next units have their numbers") {
  const Shop shop = history();
  Ids all;
  for (int m = 0; m < 24; ++m) all.insert(fmt::format("m{}", m));
  CHECK(forget_at(shop, "2026-03-08", all).units == 24);
  shop.content();
  CHECK_FALSE(on_disk(shop, "m0"));
  write_day(shop, day("2026-03-07"), {}, 30);
  shop.run("2026-03-08", "letters");
  shop.content();
  ledger_test::Sqlite file(ledger_of(shop));
  CHECK(file.ask("SELECT base, units, left_units FROM current_unit_segment ORDER BY base") ==
        "0|24|0\n24|30|30");
}

TEST_CASE("what one ledger forgot is forgotten where its export is taken in") {
  const Shop shop = history(), without = history({"m3"});
  const Shop older = copy_of(shop, true), empty = copy_of(shop, false);
  forget_at(shop, "2026-03-08", {"m3"});
  for (const Shop* one : {&older, &empty}) {
    CHECK(take_in(*one, shop).forgotten);
    CHECK(figures_of(*one) == figures_of(without));
    CHECK(one->content() == shop.content());
    CHECK_FALSE(on_disk(*one, "m3"));
    CHECK(take_in(*one, shop).imported == 0);
  }
  // An export from before it brings nothing back.
  const Shop before = history();
  const Shop copy = copy_of(before, true);
  forget_at(before, "2026-03-08", {"m3"});
  CHECK(take_in(before, copy).imported == 0);
  CHECK_FALSE(on_disk(before, "m3"));
}

TEST_CASE("two ledgers that forgot each its own have forgotten both") {
  const Shop one = history(), without = history({"m3", "m8", "m9"});
  const Shop other = copy_of(one, false);
  take_in(other, one);
  forget_at(one, "2026-03-08", {"m3", "m9"});
  forget_at(other, "2026-03-09", {"m8", "m9"});
  take_in(one, other);
  take_in(other, one);
  for (const Shop* shop : {&one, &other}) {
    CHECK(figures_of(*shop) == figures_of(without));
    for (const char* id : {"m3", "m8", "m9"}) CHECK_FALSE(on_disk(*shop, id));
  }
  CHECK(one.content() == other.content());
}

TEST_CASE("rows that are put back come without those who were forgotten meanwhile") {
  const Shop shop = history(), without = history({"m3"});
  std::int64_t taken = 0;
  {
    Project project = shop.at("2026-03-08");
    taken = retract(project,
                    {.cycle = {.experiment = "letters"},
                     .periods = PeriodRange{.first = day("2026-03-06"), .last = day("2026-03-06")},
                     .reason = "half a file"})
                .operation.value();
  }
  forget_at(shop, "2026-03-08", {"m3"});
  {
    Project project = shop.at("2026-03-08");
    undo(project, taken, "whole after all");
  }
  CHECK(figures_of(shop) == figures_of(without));
  shop.content();
  write_day(shop, day("2026-03-06"), {});
  shop.run("2026-03-08", "letters");
  CHECK(figures_of(shop) == figures_of(without));
  CHECK_FALSE(on_disk(shop, "m3"));
}

TEST_CASE("rows that were recorded elsewhere of somebody forgotten here do not come in") {
  const Shop one = history(), other = copy_of(one, false), without = history({"m3"});
  take_in(other, one);
  forget_at(one, "2026-03-07", {"m3"});
  // The night's file names m3 still and two who are new.
  for (const Shop* shop : {&other, &without})
    write_day(*shop, day("2026-03-07"), shop == &without ? Ids{"m3"} : Ids{}, 26);
  other.run("2026-03-08", "letters");
  without.run("2026-03-08", "letters");
  const Shop third = copy_of(one, false);
  {
    Project project = third.at("2026-04-02");
    import_operations(project, ledger_test::offer_of({ledger_of(one), ledger_of(other)}));
  }
  take_in(one, other);
  take_in(other, one);
  for (const Shop* shop : {&one, &other, &third}) {
    CHECK(figures_of(*shop) == figures_of(without));
    CHECK_FALSE(on_disk(*shop, "m3"));
    CHECK(shop->content() == one.content());
    // A damage is found all the same.
    const Shop spoilt = copy_of(*shop, true);
    ledger_test::Sqlite file(ledger_of(spoilt));
    REQUIRE(file.execute("DROP TRIGGER run_fixed; UPDATE run SET bytes = (SELECT bytes FROM run "
                         "WHERE batch = 2) WHERE batch = 1") == "");
    CHECK_THROWS(spoilt.content());
  }
}
