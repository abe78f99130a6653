// Ledgers of every earlier format, with what their programs could record, brought up to date: the
// chain holds, and every answer is what it was.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "collab/loop/mend.hpp"
#include "collab/loop/voice.hpp"
#include "unit/ledger/exchange.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::day;
using collab::test::decision;
using collab::test::members;
using collab::test::nightly;
using collab::test::Shop;

namespace {

namespace fs = std::filesystem;
using ledger_test::Sqlite;

constexpr int with_contingencies = 4, with_voices = 6, with_standards = 7, with_retractions = 10;

fs::path ledger_of(const Shop& shop) { return shop.root() / ".collab" / "ledger.db"; }

std::vector<fs::path> migrations() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(COLLAB_SOURCE) / "src/ledger/migrations"))
    files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

/// A closed cycle of summary rows with an amendment, a correction and looks, its next one, and an
/// open one of unit rows.
Shop history(int format) {
  std::string definition(nightly);
  if (format >= with_contingencies)
    definition.insert(definition.find("repeat:"),
                      "  contingencies:\n    - {when: {metric: complaints, above: 1%}, then: "
                      "Pause, owner: ben}\n");
  Shop shop(definition);
  shop.define(members);
  shop.plan("2026-03-01", "nightly");
  shop.plan("2026-03-01", "members");
  for (int night = 2; night <= 8; ++night) shop.night(fmt::format("2026-03-0{}", night), 100, 130);
  shop.run("2026-03-05", "nightly");
  shop.replace("experiments/nightly.yaml", "\">= +5%\"", "\">= +6%\"");
  shop.plan("2026-03-05", PlanRequest{.experiment = "nightly", .amend = true, .reason = "typo"});
  shop.night("2026-03-03", 100, 128);
  shop.run("2026-03-09", RunRequest{.experiment = "nightly",
                                    .options = {.on_conflict = OnConflict::correct,
                                                .reason = "the till was late"}});
  std::string text = "member,group,day,spend\n";
  for (int m = 0; m < 40; ++m)
    text += fmt::format("m{},{},2026-03-02,{}.5\n", m, m % 2 == 0 ? "control" : "status", m);
  shop.write("data/members.csv", text);
  shop.run("2026-03-03", "members");
  if (format >= with_voices) {
    Project project = shop.at("2026-03-09");
    add_voice(project, {.kind = VoiceKind::idea,
                        .text = "Answer in the evening",
                        .consumer = "c-1",
                        .touch_point = "questions"});
    add_voice(project, {.kind = VoiceKind::complaint,
                        .text = "Too loud",
                        .consumer = "c-2",
                        .touch_point = "questions"});
    answer_voices(project, {"voice_1"}, {.at = {}, .by = "ben", .text = "From Monday on"});
    forget_consumers(project, {"c-2"});
  }
  if (format >= with_retractions) {
    Project project = shop.at("2026-03-09");
    retract(project, {.cycle = {.experiment = "nightly"},
                      .periods = PeriodRange{.first = day("2026-03-04"), .last = day("2026-03-04")},
                      .reason = "half a file"});
  }
  shop.decide(
      "2026-03-09",
      decision("nightly", format >= with_standards ? DecisionKind::adopt : DecisionKind::extend,
               format < with_standards));
  return shop;
}

/// The ledger as a program of that format left it: its tables and columns, and the rows.
void make_older(const Shop& shop, int format) {
  const fs::path now = ledger_of(shop), older = shop.root() / "older.db";
  {
    Sqlite sqlite(older);
    const std::vector<fs::path> files = migrations();
    for (int version = 1; version <= format; ++version)
      REQUIRE(
          sqlite.execute(shop.read(
              fs::relative(files[static_cast<std::size_t>(version - 1)], shop.root()).string())) ==
          "");
    REQUIRE(sqlite.execute(fmt::format(
                "PRAGMA application_id = 1668246636; PRAGMA user_version = {}; PRAGMA foreign_keys "
                "= OFF; DROP TRIGGER setting_kept; DELETE FROM setting; ATTACH '{}' AS late",
                format, now.string())) == "");
    // What was computed is computed again from what was recorded, but for the words' index.
    const auto lines = [&](const std::string& sql) {
      std::vector<std::string> all;
      const std::string text = sqlite.ask(sql) + "\n";
      for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
        if (end > at) all.push_back(text.substr(at, end - at));
      return all;
    };
    const std::set<std::string> caches{"cell",       "holding",    "day_cell",  "unit_state",
                                       "file_stamp", "voice_page", "voice_name"};
    for (const std::string& table :
         lines("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE "
               "'voice_search%' AND name NOT LIKE 'sqlite_%'")) {
      if (caches.contains(table) && !table.starts_with("voice")) continue;
      std::string columns;
      for (const std::string& column :
           lines(fmt::format("SELECT name FROM pragma_table_info('{0}', 'main') INTERSECT SELECT "
                             "name FROM pragma_table_info('{0}', 'late')",
                             table)))
        columns += (columns.empty() ? "" : ", ") + column;
      REQUIRE(sqlite.execute(fmt::format("INSERT INTO main.{0}({1}) SELECT {1} FROM late.{0}",
                                         table, columns)) == "");
    }
    if (format >= with_voices)
      REQUIRE(sqlite.execute("INSERT INTO main.voice_search(voice_search) VALUES('rebuild')") ==
              "");
    // The trigger as it was.
    REQUIRE(sqlite.execute("CREATE TRIGGER setting_kept BEFORE DELETE ON setting\n  BEGIN SELECT "
                           "RAISE(ABORT, 'settings are never deleted'); END") == "");
  }
  for (const char* left : {"ledger.db-wal", "ledger.db-shm"})
    fs::remove(shop.root() / ".collab" / left);
  fs::rename(older, now);
}

/// Answers in figures.
std::string answers_of(const Shop& shop) {
  std::string text;
  for (const char* experiment : {"nightly", "members"}) {
    const Review review = shop.review("2026-03-10", experiment);
    text += fmt::format("{} {} {}\n", experiment, review.plan_sha256, review.amendments.size());
    for (const Outcome& outcome : review.outcomes)
      text += fmt::format(
          "{} {} {} {} {} {} {}\n", outcome.metric, outcome.variant, name_of(outcome.verdict),
          outcome.arm.n, outcome.effect.absolute.value.value_or(-1),
          outcome.effect.absolute.low.value_or(-1), outcome.effect.absolute.high.value_or(-1));
    text += fmt::format("{} events, decided {}\n", review.contingencies.size(),
                        review.decision ? name_of(review.decision->kind) : "no");
  }
  Project project = shop.at("2026-03-10");
  const Ledger& ledger = project.ledger();
  for (const Operation& one : ledger.operations("", 1000))
    text += fmt::format("{} {} {}\n", one.verb, one.reason, one.digest);
  for (const VoiceRecord& record : ledger.voices({}, 100).voices)
    text +=
        fmt::format("{} {} {}\n", record.voice.text, record.voice.forgotten, record.answers.size());
  return text;
}

}  // namespace

TEST_CASE("a ledger of every earlier format says afterwards what it said") {
  const int latest = static_cast<int>(migrations().size());
  for (int format = 1; format < latest; ++format) {
    CAPTURE(format);
    const Shop shop = history(format);
    const std::string before = answers_of(shop), head = shop.content();
    make_older(shop, format);
    REQUIRE(Sqlite(ledger_of(shop)).ask("PRAGMA user_version") == std::to_string(format));
    CHECK(answers_of(shop) == before);
    CHECK(shop.content() == head);
    CHECK(Sqlite(ledger_of(shop)).ask("PRAGMA user_version") == std::to_string(latest));
    CHECK(fs::exists(shop.root() / ".collab" / fmt::format("ledger.db.v{}.backup", format)));
    // And it goes on.
    shop.write("data/members.csv", shop.read("data/members.csv") +
                                       "m90,status,2026-03-03,4\nm91,control,2026-03-03,5\n");
    CHECK(shop.run("2026-03-10", "members").tally.recorded == 2);
    CHECK(shop.content() != head);
  }
}
