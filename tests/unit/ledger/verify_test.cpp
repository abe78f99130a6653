// What collab-ledger(5) says of tables, found where it does not hold; and copies that are whole.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

Token token(std::uint8_t number) {
  Token token{};
  token.front() = number;
  return token;
}

/// Two cycles, an amendment, revisions, unit batches, a standard with a check, voices.
void fill(Ledger& ledger) {
  {
    LedgerWriter writer = ledger.write(operation("plan"));
    const std::int64_t first =
        writer.add_cycle("answers", 1, day("2026-10-05"), day("2026-11-01")).id;
    writer.add_plan(plan(first));
    writer.commit();
  }
  {
    LedgerWriter writer = ledger.write(operation("plan"));
    writer.add_plan(plan(1, 1));
    writer.commit();
  }
  for (const double successes : {896.0, 897.0}) {
    LedgerWriter writer = ledger.write(operation("record"));
    writer.add_observation(observation(writer.add_batch(batch()), "control", successes));
    Batch units = batch("answers", "2026-10-06", Grain::unit);
    units.digest = fmt::format("{}", successes);
    writer.add_run({.batch = writer.add_batch(units), .digest = units.digest, .bytes = {1}});
    writer.commit();
  }
  {
    LedgerWriter writer = ledger.write(operation("decide"));
    writer.add_look(1, {.look = 1, .metric = "return_visit", .variant = "answers"});
    writer.add_decision(1, {.kind = DecisionKind::adopt,
                            .variant = "answers",
                            .reason = "better",
                            .day = day("2026-11-01")});
    writer.add_standard(1, {.becomes = "Answer at once", .check_on = day("2027-05-01")});
    writer.commit();
  }
  {
    LedgerWriter writer = ledger.write(operation("ack"));
    writer.add_standard_check(
        1, {.reason = "seen", .day = day("2027-05-01"), .next = day("2027-11-01")});
    writer.commit();
  }
  {
    LedgerWriter writer = ledger.write(operation("plan"));
    writer.add_plan(plan(writer.add_cycle("answers", 2, day("2026-11-02"), day("2026-11-29")).id));
    writer.commit();
  }
  LedgerWriter writer = ledger.write(operation("voice add"));
  for (std::uint8_t i = 1; i <= 3; ++i) {
    writer.add_voice({.key = token(i),
                      .kind = VoiceKind::idea,
                      .said = at("2026-11-20T08:00:00Z"),
                      .day = day("2026-11-20"),
                      .touch_point = "ideas",
                      .consumer = token(static_cast<std::uint8_t>(100 + i)),
                      .text = fmt::format("Tell me what became of idea number {}", i)});
    writer.add_voice_answer(
        {.voice = i, .at = at("2026-11-21T08:00:00Z"), .by = "ben", .text = "It is done"});
  }
  writer.commit();
}

std::string all_of(const std::vector<LedgerFinding>& findings) {
  std::string text;
  for (const LedgerFinding& finding : findings)
    text += fmt::format("{}: {}\n", finding.where, finding.what);
  return text;
}

}  // namespace

TEST_CASE("verify: every rule of collab-ledger(5) is found where it is broken") {
  struct Change {
    const char* sql;
    const char* finding;
  };
  const Change changes[] = {
      {"DELETE FROM operation WHERE id = 3", "op_4: operations are numbered without gaps"},
      {"UPDATE setting SET value = 'x' WHERE name = 'origin'", "setting origin: a ledger has one"},
      {"INSERT INTO setting(operation, name, value) VALUES(1, 'key_fingerprint', 'zz')",
       "a key fingerprint is 16"},
      {"INSERT INTO setting(operation, name, value) VALUES(1, 'colour', 'red')",
       "no setting has that name"},
      {"UPDATE cycle SET number = 3 WHERE id = 2", "answers@3: its number does not follow"},
      {"UPDATE plan SET first = '2026-10-20' WHERE cycle = 2",
       "answers@2: it begins before an earlier cycle has ended"},
      {"UPDATE plan SET version = 2 WHERE version = 1", "answers@1: the versions of its plan"},
      {"UPDATE plan SET reason = ' ' WHERE version = 1", "answers@1: its plan was amended without"},
      {"UPDATE decision SET operation = 1", "answers@1: its plan was amended after"},
      {"UPDATE cycle SET last = '2026-10-31' WHERE id = 1", "answers@1: its days are not those"},
      {"UPDATE decision SET kind = 'keep'", "answers@1: there is no such decision"},
      {"UPDATE decision SET kind = 'extend'", "std_1: a standard belongs to the operation"},
      {"UPDATE standard SET check_on = '2026-11-01'", "std_1: a standard is to be checked after"},
      {"UPDATE standard_check SET operation = 2", "std_1: a check of it came before"},
      {"UPDATE standard_check SET kept = 0", "std_1: a check says when to look again"},
      {"UPDATE standard_check SET check_on = '2027-05-01'", "std_1: a check says when to look"},
      {"UPDATE batch SET cycle_number = 1 WHERE id = 1", "batch 1: its period, cycle and day"},
      {"UPDATE batch SET grain = 'person' WHERE id = 1", "batch 1: there is no such grain"},
      {"UPDATE batch SET place = 3 WHERE id = 2", "batch 2: its place is not the next"},
      {"UPDATE batch SET digest = 'ff' WHERE id = 2", "batch 2: unit and event rows are a run"},
      {"DELETE FROM run WHERE batch = 2", "batch 2: unit and event rows are a run"},
      {"UPDATE batch SET replaces = NULL WHERE id = 4", "batch 4: it does not replace"},
      {"UPDATE observation SET revision = 3 WHERE id = 2", "observation 2: it does not revise"},
      {"UPDATE observation SET replaces = NULL WHERE id = 2", "observation 2: it does not revise"},
      {"UPDATE observation SET batch = 3 WHERE id = 1", "observation 1: it is not of its batch"},
      {"UPDATE observation SET statistics = '[1]' WHERE id = 1", "observation 1: its statistics"},
      {"UPDATE observation SET statistics = '{\"n\":\"1\"}' WHERE id = 1",
       "observation 1: its statistics"},
      {"UPDATE look_result SET verdict = 'good'", "answers@1: a look gave no such verdict"},
      {"UPDATE look_result SET look = 3", "answers@1: a look was judged that no version"},
      {"UPDATE look_result SET metric = 'hits'", "answers@1: a look judged hits of answers"},
      {"UPDATE plan SET looks = '[7]' WHERE cycle = 2", "answers@2: version 0 has other looks"},
      {"UPDATE plan SET sealed = 'nonsense' WHERE cycle = 2",
       "answers@2: its sealed plan, version "},
      {"PRAGMA foreign_keys = OFF; DELETE FROM voice WHERE id = 2",
       "voice_3: voices are numbered without gaps"},
      {"UPDATE voice_answer SET at = '2026-11-19T08:00:00.000Z' WHERE id = 1",
       "voice_1: it was answered before"},
      {"INSERT INTO voice_forgotten(voice, operation) VALUES(1, 8)",
       "voice_1: it was forgotten, and its text is there"},
      {"DELETE FROM voice_text WHERE voice = 2", "voice_2: its text was changed"},
      {"UPDATE voice_answer_text SET text = 'It is not done' WHERE answer = 3",
       "voice_3: an answer to it was changed"},
      {"UPDATE voice_consumer SET pseudonym = x'00112233445566778899aabbccddeeff' WHERE id = 1",
       "voice_1: its text was changed"},
      {"UPDATE voice_page SET facts = zeroblob(168)", "voice_page 0: its figures are not those"},
      {"DELETE FROM voice_page", "voice_page 0: it is missing"},
      {"DELETE FROM voice_name", "voice_page 0: a name that its voices speak of"},
      {"INSERT INTO voice_search(voice_search) VALUES('delete-all')",
       "voice_search: the index of words differs from the texts at voice_"},
      {"UPDATE decision SET day = '2026-11-31'", "decision 1: its day is no day"},
      {"UPDATE operation SET now = '2026-11-20 08:00' WHERE id = 2", "op"},
      {"UPDATE observation SET operation = 8 WHERE id = 1",
       "observation 2: it stands behind rows of a later operation"},
      {"INSERT INTO unit_forgotten(operation, batch, units, digest) VALUES(8, 2, 5, '')",
       "batch 2: units of it were forgotten that it did not have"},
      {"INSERT INTO purged(operation, of_operation, content) VALUES(2, 3, '')",
       "op_3: it was purged before it was written"},
      {"INSERT INTO purged(operation, of_operation, content) VALUES(8, 2, '')",
       "op_2: what it wrote was changed"},
      {"DROP INDEX batch_key", "index batch_key: it is missing"},
      {"DROP VIEW current_plan; CREATE VIEW current_plan AS SELECT * FROM plan",
       "view current_plan: it is not as collab makes it"},
      {"CREATE TRIGGER mine AFTER INSERT ON batch BEGIN SELECT 1; END",
       "trigger mine: no version of collab makes it"},
  };
  for (const Change& change : changes) {
    CAPTURE(change.finding);
    const Folder folder;
    Ledger ledger = Ledger::create(folder.ledger());
    fill(ledger);
    REQUIRE(all_of(ledger.verify()) == "");
    Sqlite sqlite(folder.ledger());
    const std::string triggers = sqlite.ask(
        "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE "
        "type = 'trigger'");
    const std::string sql(change.sql);
    // Rows are kept by triggers, definitions are not; and no more of these than are listed.
    const bool definition = sql.starts_with("DROP ") || sql.starts_with("CREATE ");
    REQUIRE(sqlite.execute("PRAGMA foreign_keys = OFF; " + (definition ? "" : triggers)) == "");
    REQUIRE(sqlite.execute(sql) == "");
    const std::string found = all_of(ledger.verify());
    CHECK_MESSAGE(found.find(change.finding) != std::string::npos, found);
  }
}

TEST_CASE("verify lists twenty findings of a kind and counts the others") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  {
    LedgerWriter writer = ledger.write(operation("record"));
    for (int i = 0; i < 30; ++i) {
      const std::string period = fmt::format("2026-10-{:02}", i + 1);
      writer.add_observation(
          observation(writer.add_batch(batch("answers", period)), "control", 1, period));
    }
    writer.commit();
  }
  Sqlite sqlite(folder.ledger());
  REQUIRE(sqlite.execute(
              "DROP TRIGGER observation_fixed; UPDATE observation SET statistics = '1'") == "");
  std::size_t listed = 0;
  for (const LedgerFinding& finding : ledger.verify()) {
    listed += finding.what == "its statistics are no numbers by name" ? 1U : 0U;
    if (finding.what.starts_with("and ")) CHECK(finding.what == "and 10 more of its kind");
  }
  CHECK(listed == 20);
}

TEST_CASE("a noted head is found, now or earlier, and what is no digest is refused") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  fill(ledger);
  const std::string earlier = ledger.operation(3)->digest;
  CHECK(ledger.noted_head(ledger.head()).later == 0);
  const NotedHead found = ledger.noted_head(earlier.substr(0, 12));
  REQUIRE(found.operation);
  CHECK(found.operation->id == 3);
  CHECK(found.later == 5);
  CHECK(!ledger.noted_head(std::string(64, '0')).operation);
  for (const char* wrong : {"", "abc", "0123456G", "0123456A"})
    CHECK(slug_of([&] { ledger.noted_head(wrong); }) == "bad-digest");
}

TEST_CASE("a copy is whole, its owner's, and made while others write") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  fill(ledger);
  const auto copied = folder.path() / "copy.db";
  ledger.copy_to(copied);
  struct stat status {};
  REQUIRE(::stat(copied.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(!std::filesystem::exists(copied.string() + "-wal"));
  {
    const Ledger copy = Ledger::open(copied, {.read_only = true});
    CHECK(copy.head() == ledger.head());
    CHECK(all_of(copy.verify()) == "");
  }
  CHECK(!std::filesystem::exists(copied.string() + "-wal"));
  CHECK(!std::filesystem::exists(copied.string() + "-shm"));
  CHECK(slug_of([&] { ledger.copy_to(copied); }) == "ledger-exists");
  CHECK(slug_of([&] { ledger.copy_to(folder.path() / "no" / "copy.db"); }) == "backup-failed");

  std::jthread writing([&] {
    Ledger other = Ledger::open(folder.ledger());
    for (int i = 0; i < 40; ++i) other.write(operation("record")).commit();
  });
  for (int i = 0; i < 4; ++i) {
    const auto file = folder.path() / fmt::format("while-{}.db", i);
    ledger.copy_to(file);
    CHECK(all_of(Ledger::open(file, {.read_only = true}).verify()) == "");
  }
}

TEST_CASE("a copy holds nothing that was forgotten, even before the ledger itself is scrubbed") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  fill(ledger);
  {
    LedgerWriter writer = ledger.write(operation("forget"));
    REQUIRE(writer.forget_voices(token(102)));
    writer.commit();
  }
  const auto copied = folder.path() / "copy.db";
  ledger.copy_to(copied);
  std::ifstream file(copied, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  CHECK(bytes.find("idea number 1") != std::string::npos);
  CHECK(bytes.find("idea number 2") == std::string::npos);
  const Ledger copy = Ledger::open(copied, {.read_only = true});
  CHECK(all_of(copy.verify()) == "");
  CHECK(copy.voices({.words = "became"}, 10).voices.size() == 2);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    CHECK(entry.path().extension() != ".merging");
}
