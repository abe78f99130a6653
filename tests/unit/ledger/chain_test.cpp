// Append-only, all or nothing, and every later change of the file is found.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

Batch digested(Batch batch) {
  batch.digest = "0f";
  return batch;
}

/// Three operations that touch every table of the chain.
void fill(Ledger& ledger) {
  LedgerWriter planning = ledger.write(operation("plan"));
  const std::int64_t cycle =
      planning.add_cycle("answers", 1, day("2026-10-05"), day("2026-11-01")).id;
  planning.add_plan(plan(cycle));
  planning.commit();
  LedgerWriter recording = ledger.write(operation("record"));
  const std::int64_t summary = recording.add_batch(batch());
  recording.add_observation(observation(summary));
  const std::int64_t units =
      recording.add_batch(digested(batch("answers", "2026-10-05", Grain::unit)));
  recording.add_run({.batch = units, .digest = "0f", .units = 2, .bytes = {1, 2, 3}});
  recording.add_unit_segment({.base = 0, .count = 2, .bytes = {4, 5, 6}});
  recording.set_key_fingerprint("0123456789abcdef");
  recording.commit();
  LedgerWriter deciding = ledger.write(operation("decide"));
  deciding.add_look(cycle, {.look = 1, .metric = "return_visit", .variant = "answers"});
  deciding.add_decision(cycle, {.reason = "go on", .day = day("2026-11-01")});
  deciding.commit();
}

const std::vector<std::string> owned{"operation",    "setting",    "cycle",       "plan",
                                     "decision",     "batch",      "observation", "run",
                                     "unit_segment", "look_result"};

/// Everything in every table, for comparing before and after.
std::string everything(const std::filesystem::path& path) {
  Sqlite sqlite(path);
  std::string text;
  std::string tables = sqlite.ask(
      "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' "
      "AND name NOT LIKE 'sqlite_%' ORDER BY name)");
  for (std::size_t begin = 0; begin < tables.size();) {
    const std::size_t end = std::min(tables.find(',', begin), tables.size());
    text += sqlite.ask("SELECT * FROM " + tables.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return sha256(text);
}

}  // namespace

TEST_CASE("append-only: rows that operations own can be neither changed nor deleted") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  fill(ledger);
  Sqlite sqlite(folder.ledger());
  for (const std::string& table : owned) {
    CAPTURE(table);
    CHECK(sqlite.execute("DELETE FROM " + table).find("never deleted") != std::string::npos);
    const std::string column = sqlite.ask("SELECT name FROM pragma_table_info('" + table +
                                          "') WHERE type = 'TEXT' ORDER BY cid LIMIT 1");
    const std::string set = "UPDATE " + table + " SET " +
                            (column.empty() ? "operation = operation" : column + " = 'x'");
    CHECK(sqlite.execute(set).find("never changed") != std::string::npos);
  }
  CHECK(ledger.verify().empty());
}

TEST_CASE("write: what is not committed leaves everything as it was") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  fill(ledger);
  const std::string before = everything(folder.ledger());
  const std::string head = ledger.head();
  {
    LedgerWriter writer = ledger.write(operation("record"));
    const std::int64_t of = writer.add_batch(batch());
    writer.add_observation(observation(of, "control", 1));
    writer.replace_cells(1, {Cell{.look = 0, .metric = "a", .variant = "b", .segment = ""}}, {});
    writer.set_file_stamp("answers", "members", "f", {});
    CHECK(ledger.observation_like(observation(0))->batch == of);
  }
  CHECK(everything(folder.ledger()) == before);
  CHECK(ledger.head() == head);
  CHECK(ledger.holdings(1).generation == 0);
  const Operation next = ledger.write(operation("record")).commit();
  CHECK(next.id == 4);
  CHECK(next.previous == head);
}

TEST_CASE("write: an exception on the way leaves everything as it was") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  fill(ledger);
  const std::string before = everything(folder.ledger());
  CHECK_THROWS_AS(
      [&] {
        LedgerWriter writer = ledger.write(operation("record"));
        writer.add_batch(batch());
        writer.add_observation(observation(1));  // another operation's batch
      }(),
      std::logic_error);
  CHECK(everything(folder.ledger()) == before);
}

LedgerFinding found(const char* where, const char* what) {
  return {.where = where,
          .what = what,
          .hint =
              "keep a copy of the file, go back to the last backup, and record again what came "
              "after it"};
}

TEST_CASE("verify: finds every change made behind the program's back") {
  struct Change {
    const char* trigger;
    const char* sql;
    LedgerFinding finding;
  };
  const std::array changes{
      Change{"observation_fixed", "UPDATE observation SET statistics = '{\"n\":1}'",
             found("op_2", "what it wrote was changed")},
      Change{"observation_kept", "DELETE FROM observation",
             found("op_2", "what it wrote was changed")},
      Change{"run_fixed", "UPDATE run SET digest = '0e'",
             found("op_2", "what it wrote was changed")},
      Change{"run_fixed", "UPDATE run SET bytes = x'010203ff'",
             found("batch 2", "its unit rows were changed")},
      Change{"unit_segment_fixed", "UPDATE unit_segment SET bytes = x'00'",
             found("unit segment from 0", "its pseudonyms were changed")},
      Change{"plan_fixed", "UPDATE plan SET sealed = sealed || 'x'",
             found("op_1", "what it wrote was changed")},
      Change{"plan_fixed", "UPDATE plan SET sealed = sealed || 'x'",
             found("answers@1", "its sealed plan, version 0, does not have its SHA-256")},
      Change{"operation_fixed", "UPDATE operation SET actor = 'ben' WHERE id = 2",
             found("op_2", "it was itself changed")},
      Change{"operation_kept", "DELETE FROM operation WHERE id = 2",
             found("op_3", "before it operations 2 to 2 of its origin are missing")},
      Change{"operation_kept", "DELETE FROM operation WHERE id = 3",
             found("decision 1", "it belongs to a row of operation that is gone")},
      Change{"look_result_fixed", "UPDATE look_result SET verdict = 'met'",
             found("op_3", "what it wrote was changed")},
      Change{"cycle_fixed", "UPDATE cycle SET last = '2026-11-02'",
             found("op_1", "what it wrote was changed")},
      Change{"decision_kept", "DELETE FROM decision", found("op_3", "what it wrote was changed")},
      Change{"setting_fixed", "UPDATE setting SET value = 'f' WHERE name = 'key_fingerprint'",
             found("op_2", "what it wrote was changed")},
  };
  for (const Change& change : changes) {
    CAPTURE(change.sql);
    const Folder folder;
    Ledger ledger = Ledger::create(folder.ledger());
    fill(ledger);
    REQUIRE(ledger.verify().empty());
    Sqlite sqlite(folder.ledger());
    REQUIRE(sqlite.execute("PRAGMA foreign_keys = OFF") == "");
    REQUIRE(sqlite.execute(std::string("DROP TRIGGER ") + change.trigger) == "");
    REQUIRE(sqlite.execute(change.sql) == "");
    const std::vector<LedgerFinding> findings = ledger.verify();
    CAPTURE(findings.size());
    CHECK(std::find(findings.begin(), findings.end(), change.finding) != findings.end());
  }
}

TEST_CASE("digests: the same contents have the same digest in another ledger") {
  const Folder here, there;
  Ledger one = Ledger::create(here.ledger());
  Ledger two = Ledger::create(there.ledger());
  two.write(operation("plan")).commit();  // other row numbers from here on
  std::string first, second;
  for (Ledger* ledger : {&one, &two}) {
    LedgerWriter writer = ledger->write(operation("record"));
    const std::int64_t of = writer.add_batch(batch());
    writer.add_observation(observation(of));
    const Operation done = writer.commit();
    Sqlite sqlite(ledger->path());
    (ledger == &one ? first : second) =
        sqlite.ask("SELECT content FROM operation WHERE id = " + std::to_string(done.id));
    CHECK(done.digest != first);
  }
  CHECK(first.size() == 64);
  CHECK(first == second);
  CHECK(one.head() != two.head());
}
