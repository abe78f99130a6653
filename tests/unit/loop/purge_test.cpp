// An experiment that is purged leaves the ledger; the chain, and all else, holds.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collab/loop/archive.hpp"
#include "collab/loop/import.hpp"
#include "collab/loop/voice.hpp"
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

/// Units m0..m39 in `members`, every second of them in `others` too; `nightly` has summary rows.
Shop history() {
  Shop shop(nightly);
  shop.define(members);
  std::string others(members);
  for (std::size_t at = 0; (at = others.find("members", at)) != std::string::npos; at += 6)
    others.replace(at, 7, "others");
  shop.define(others);
  shop.plan("2026-03-01", "nightly");
  shop.plan("2026-03-01", "members");
  shop.plan("2026-03-01", "others");
  shop.night("2026-03-02");
  std::string all = "member,group,day,spend\n", some = all;
  for (int m = 0; m < 40; ++m) {
    const std::string line =
        fmt::format("m{},{},2026-03-02,{}.5\n", m, m % 4 < 2 ? "control" : "status", m);
    all += line;
    if (m % 2 == 0) some += line;
  }
  shop.write("data/members.csv", all);
  shop.write("data/others.csv", some);
  for (const char* experiment : {"members", "others", "nightly"})
    shop.run("2026-03-03", experiment);
  {
    Project project = shop.at("2026-03-03");
    add_voice(project, {.kind = VoiceKind::complaint,
                        .text = "Too loud",
                        .consumer = "m1",
                        .touch_point = "questions"});
    link_voices(project, {"voice_1"}, {.experiment = "members"}, {}, "");
  }
  return shop;
}

void close(const Shop& shop, const std::string& experiment) {
  DecideRequest abandon = decision(experiment, DecisionKind::abandon);
  abandon.early = true;
  shop.decide("2026-03-04", abandon);
  Project project = shop.at("2026-03-04");
  archive(project, {experiment}, "over");
}

PurgeReport purge_at(const Shop& shop, std::string_view when, const std::string& experiment) {
  Project project = shop.at(when);
  return purge(project, experiment, experiment, "the contract ends");
}

std::string ask(const Shop& shop, const std::string& sql) {
  return ledger_test::Sqlite(ledger_of(shop)).ask(sql);
}

/// What the ledger says of the other experiments.
std::string others_of(const Shop& shop) {
  return ask(shop,
             "SELECT experiment, metric, variant, period, statistics FROM current_observation "
             "ORDER BY 1, 2, 3, 4") +
         ask(shop,
             "SELECT c.experiment, l.metric, l.variant, l.look, l.n, l.sum_0 FROM cell l JOIN "
             "cycle c ON c.id = l.cycle WHERE c.experiment <> 'members' ORDER BY 1, 2, 3, 4");
}

Shop copy_of(const Shop& shop, bool with_ledger) {
  Shop copy;
  fs::copy(shop.root(), copy.root(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  if (!with_ledger)
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"})
      fs::remove(copy.root() / ".collab" / name);
  return copy;
}

ImportReport take_in(const Shop& shop, const Shop& from) {
  Project project = shop.at("2026-03-09");
  return import_operations(project, ledger_test::offer_of({ledger_of(from)}));
}

}  // namespace

TEST_CASE("purge takes an experiment out, and leaves the rest and the log") {
  const Shop shop = history();
  const std::string before = others_of(shop);
  Project asking = shop.at("2026-03-04");
  CHECK(refused([&] { purge(asking, "members", "members", "x"); }) == "5 not-archived");
  close(shop, "members");
  CHECK(refused([&] { purge(asking, "members", "member", "x"); }) == "2 confirm-missing");
  CHECK(refused([&] { purge(asking, "members", "members", " "); }) == "2 reason-missing");
  CHECK(refused([&] { purge(asking, "membres", "membres", "x"); }) == "4 no-such-experiment");
  {
    Shop trial = copy_of(shop, true);
    trial.request.dry_run = true;
    CHECK(purge_at(trial, "2026-03-05", "members").unit_rows == 40);
    CHECK(trial.content() == shop.content());
    CHECK(ask(trial, "SELECT count(*) FROM run") == "2");
  }
  const PurgeReport report = purge_at(shop, "2026-03-05", "members");
  CHECK(report.cycles == 1);
  CHECK(report.unit_rows == 40);
  CHECK(report.units == 20);      // the others have the rest
  CHECK(report.operations == 4);  // plan, run, link, decide
  CHECK(report.warnings.empty());
  shop.content();
  CHECK(others_of(shop) == before);
  for (const char* table : {"cycle", "batch"})
    CHECK(ask(shop, fmt::format("SELECT count(*) FROM {} WHERE experiment = 'members'", table)) ==
          "0");
  CHECK(ask(shop, "SELECT count(*) FROM voice_link") == "0");
  CHECK(ask(shop, "SELECT count(*) FROM voice") == "1");
  CHECK(ask(shop, "SELECT count(*) FROM operation WHERE verb IN ('plan', 'run')") == "6");
  CHECK(shop.read(".collab/ledger.db").find("An idea shows its status") != std::string::npos);
  close(shop, "others");
  purge_at(shop, "2026-03-06", "others");
  CHECK(shop.read(".collab/ledger.db").find("An idea shows its status") == std::string::npos);
  CHECK(ask(shop, "SELECT left_units FROM current_unit_segment") == "0");
  shop.content();
  // The name is free again.
  shop.plan("2026-03-06", "members");
  shop.content();
  CHECK(refused([&] { purge_at(shop, "2026-03-06", "nightly"); }) == "5 not-archived");
}

TEST_CASE("what one ledger purged is purged where its export is taken in") {
  const Shop shop = history();
  const Shop older = copy_of(shop, true), empty = copy_of(shop, false);
  close(shop, "members");
  purge_at(shop, "2026-03-05", "members");
  for (const Shop* one : {&older, &empty}) {
    CHECK(take_in(*one, shop).conflicts.empty());
    CHECK(one->content() == shop.content());
    CHECK(others_of(*one) == others_of(shop));
    CHECK(ask(*one, "SELECT count(*) FROM run") == "1");
    CHECK(take_in(*one, shop).imported == 0);
  }
}

TEST_CASE("who recorded of it meanwhile is told, and purges it first") {
  const Shop shop = history(), other = copy_of(shop, false);
  take_in(other, shop);
  close(shop, "members");
  purge_at(shop, "2026-03-05", "members");
  const std::string purged = shop.content();
  other.write("data/members.csv", "member,group,day,spend\nm99,status,2026-03-03,4\n");
  other.run("2026-03-04", "members");
  const std::string went_on = other.content();
  CHECK(ask(other, "SELECT count(*) FROM run") == "3");
  for (const auto& [one, from] : {std::pair{&shop, &other}, std::pair{&other, &shop}}) {
    const ImportReport report = take_in(*one, *from);
    REQUIRE(report.conflicts.size() >= 1);
    CHECK(report.conflicts[0].what == "the experiment members");
  }
  CHECK(shop.content() == purged);
  CHECK(other.content() == went_on);
}

TEST_CASE("what two ledgers said of it is purged twice over") {
  const Shop shop = history(), other = copy_of(shop, false);
  take_in(other, shop);
  // The same night in both: one has it, and what the other said is kept beside the tables.
  for (const Shop* one : {&shop, &other}) {
    one->write("data/members.csv", "member,group,day,spend\nm99,status,2026-03-03,4\n");
    one->night("2026-03-03");
    for (const char* experiment : {"members", "nightly"}) one->run("2026-03-04", experiment);
  }
  take_in(shop, other);
  const std::string echoes = "SELECT DISTINCT kind FROM echo ORDER BY 1";
  CHECK(ask(shop, echoes) == "batch\nobservation\nrun");
  close(shop, "members");
  CHECK(purge_at(shop, "2026-03-05", "members").unit_rows == 41);
  CHECK(ask(shop, echoes) == "observation");
  shop.content();
  take_in(other, shop);
  CHECK(other.content() == shop.content());
  CHECK(ask(other, echoes) == "observation");
  // nightly says still what it said.
  CHECK(others_of(other) == others_of(shop));
  close(shop, "nightly");
  purge_at(shop, "2026-03-05", "nightly");
  CHECK(ask(shop, echoes) == "");
  shop.content();
}

TEST_CASE("copies that still hold what was purged are named") {
  const Shop shop = history();
  close(shop, "members");
  fs::copy_file(ledger_of(shop), shop.root() / ".collab" / "ledger.db.v10.backup");
  const PurgeReport report = purge_at(shop, "2026-03-05", "members");
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].find("ledger.db.v10.backup") != std::string::npos);
}
