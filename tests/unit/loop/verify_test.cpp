// verify computes anew what recording kept: sound after real histories, and not when touched.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collab/loop/backup.hpp"
#include "collab/loop/verify.hpp"
#include "unit/ledger/helpers.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::members;
using collab::test::nightly;
using collab::test::refused;
using collab::test::Shop;

namespace {

namespace fs = std::filesystem;

std::string findings(const Shop& shop, const std::vector<std::string>& heads = {}) {
  Request request;
  request.project = shop.root();
  std::string text;
  for (const LedgerFinding& found : verify(request, heads).findings)
    text += fmt::format("{}: {}\n", found.where, found.what);
  return text;
}

/// Unit rows of three nights, one of them corrected; the week closed early; rows that came late.
Shop with_units() {
  Shop shop(members);
  shop.plan("2026-03-01", "members");
  std::string text = "member,group,day,spend\n";
  for (int night = 2; night <= 4; ++night) {
    for (int m = 0; m < 20; ++m)
      text += fmt::format("n{}m{},{},2026-03-0{},{}.5\n", night, m,
                          m % 2 == 0 ? "control" : "status", night, m);
    shop.write("data/members.csv", text);
    shop.run(fmt::format("2026-03-0{}", night + 1), "members");
  }
  return shop;
}

/// A week of summary rows, decided after it, corrected and added to afterwards, twice.
Shop closed() {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  for (int night = 2; night <= 8; ++night) shop.night(fmt::format("2026-03-0{}", night));
  shop.run("2026-03-09", "nightly");
  shop.decide("2026-03-09", test::decision("nightly", DecisionKind::extend));
  for (const int visits : {90, 91}) {
    shop.night("2026-03-04", visits);
    shop.run("2026-03-10",
             {.experiment = "nightly",
              .periods = PeriodRange{test::day("2026-03-04"), test::day("2026-03-04")},
              .options = {.on_conflict = OnConflict::correct, .reason = "recount"}});
  }
  return shop;
}

std::string touch(const Shop& shop, const std::string& sql) {
  ledger_test::Sqlite sqlite(shop.root() / ".collab/ledger.db");
  return sqlite.execute(sql);
}

}  // namespace

TEST_CASE("verify: caches that were touched are found, whatever else is sound") {
  for (const auto& [sql, finding] : std::vector<std::pair<std::string, std::string>>{
           {"UPDATE cell SET sum_0 = sum_0 + 1e-9 WHERE look = 1 AND metric = 'spend' AND variant "
            "= "
            "'status'",
            "members@1: 1 of its 8 cells are not what its rows come to, the first: spend of status "
            "at look 1"},
           {"DELETE FROM cell WHERE look = 0 AND variant = 'control'",
            "cells are not what its rows"},
           {"UPDATE cell SET through = '2026-03-09' WHERE look = 0",
            "what the cycle holds does not end with its cells"},
           {"UPDATE holding SET units = 61", "it is said to hold 61 units, and holds 60"},
           {"UPDATE holding SET late = 1", "it is said to hold 1 late rows, and holds 0"},
           {"UPDATE holding SET recent = '1 2 3'", "its last figures are said to be 1 2 3"},
           {"UPDATE day_cell SET n = 11 WHERE day = '2026-03-03'", "members@1, 2026-03-03: "},
           {"DELETE FROM day_cell WHERE day = '2026-03-03'", "members@1, 2026-03-03: "},
           {"UPDATE unit_state SET about = about || 'x'", "members@1: the state of its units"},
       }) {
    CAPTURE(sql);
    const Shop shop = with_units();
    REQUIRE(findings(shop) == "");
    REQUIRE(touch(shop, sql) == "");
    const std::string found = findings(shop);
    CHECK_MESSAGE(found.find(finding) != std::string::npos, found);
  }
}

TEST_CASE("verify: a closed cycle is computed as of its decision, and what came later is counted") {
  const Shop shop = closed();
  REQUIRE(findings(shop) == "");
  {
    Project project = shop.at("2026-03-11");
    const Cycle cycle = project.ledger().cycle("nightly", 1).value();
    CHECK(project.ledger().holdings(cycle.id).after_close == 2);
  }
  REQUIRE(touch(shop,
                "UPDATE cell SET sum_0 = sum_0 - 10 WHERE metric = 'visit' AND variant = "
                "'control'") == "");
  CHECK(findings(shop).find("nightly@1: ") != std::string::npos);
}

TEST_CASE("verify: an open cycle that rests on a closed one is sound when that gets late rows") {
  Shop shop(members);
  shop.replace("experiments/members.yaml", "better: higher, target",
               "better: higher, covariate: previous, target");
  shop.plan("2026-03-01", "members");
  std::string text = "member,group,day,spend\n";
  const auto night = [&](int number, int day, int from) {
    for (int m = from; m < from + 20; ++m)
      text += fmt::format("m{},{},2026-03-{:02},{}\n", m, m % 2 == 0 ? "control" : "status", day,
                          number + m);
    shop.write("data/members.csv", text);
  };
  night(1, 2, 0);
  night(1, 3, 20);
  shop.run("2026-03-04", "members");
  shop.decide("2026-03-04", test::decision("members", DecisionKind::extend, true));
  night(2, 5, 0);
  night(2, 6, 20);
  shop.run("2026-03-07", "members");
  CHECK(findings(shop) == "");
  night(3, 4, 40);  // late, and of the closed cycle
  shop.run("2026-03-08", "members");
  CHECK(findings(shop) == "");
  night(4, 8, 40);
  shop.run("2026-03-09", "members");
  CHECK(findings(shop) == "");
}

TEST_CASE("verify reads what may not be written, and writes nothing") {
  const Shop shop = with_units();
  const fs::path ledger = shop.root() / ".collab/ledger.db";
  const std::string before = shop.read(".collab/ledger.db");
  fs::permissions(ledger, fs::perms::owner_read);
  fs::permissions(ledger.parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(findings(shop) == "");
  fs::permissions(ledger.parent_path(), fs::perms::owner_all);
  CHECK(shop.read(".collab/ledger.db") == before);
}

TEST_CASE("verify: a noted head that is not there is a finding") {
  const Shop shop = with_units();
  Project project = shop.at("2026-03-08");
  const std::string head = project.ledger().head(), first = project.ledger().operation(1)->digest;
  CHECK(findings(shop, {head, first.substr(0, 12)}) == "");
  CHECK(
      findings(shop, {first, "00000000"}) ==
      "head 00000000: no operation has this digest: the ledger is another one, goes back to before "
      "it, or was rewritten; up to op_1 it is as noted\n");
}

TEST_CASE("backup: a verified copy under its name, never half of one") {
  const Shop shop = with_units();
  Request request;
  request.project = shop.root();
  const fs::path file = shop.root() / "copy.db";
  const BackupReport report = back_up(request, {.file = file});
  CHECK(report.operations == 4);
  CHECK(report.bytes == fs::file_size(file));
  CHECK(report.key_needed);
  CHECK(report.key_there);
  CHECK((fs::status(file).permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  const std::string key = shop.read(".collab/key").substr(0, 32);
  CHECK(shop.read("copy.db").find(key) == std::string::npos);
  Request of_copy;
  of_copy.ledger = file;
  const VerifyReport verified = verify(of_copy, {report.head});
  CHECK(verified.findings.empty());
  CHECK(verified.counts.operations == 4);

  CHECK(refused([&] { back_up(request, {.file = file}); }) == "5 file-exists");
  CHECK(back_up(request, {.file = file, .force = true}).replaced);
  CHECK(refused([&] {
          back_up(request, {.file = shop.root() / ".collab/ledger.db", .force = true});
        }) == "2 backup-onto-itself");
  CHECK(refused([&] { back_up(request, {.file = shop.root(), .force = true}); }) ==
        "1 cannot-write");
  CHECK(refused([&] { back_up(request, {.file = shop.root() / "none" / "copy.db"}); }) ==
        "1 cannot-write");
  shop.write("copy.db-wal", "x");
  CHECK(refused([&] { back_up(request, {.file = file, .force = true}); }) == "5 backup-in-use");
  fs::remove(shop.root() / "copy.db-wal");

  // An unsound ledger does not replace a sound backup.
  const std::string sound = shop.read("copy.db");
  REQUIRE(touch(shop, "UPDATE holding SET units = 1") == "");
  CHECK(refused([&] { back_up(request, {.file = file, .force = true}); }) == "7 not-sound");
  CHECK(shop.read("copy.db") == sound);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(shop.root()))
    files += entry.path().filename().string().starts_with("copy.db") ? 1U : 0U;
  CHECK(files == 1);
}
