#include "collab/ledger/ledger.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

/// A ledger of format 1, as the first migration alone leaves it.
void make_older(const std::filesystem::path& path) {
  std::ifstream file(std::filesystem::path(COLLAB_SOURCE) /
                     "src/ledger/migrations/0001_ledger.sql");
  const std::string sql{std::istreambuf_iterator<char>(file), {}};
  Sqlite sqlite(path);
  REQUIRE(sqlite.execute(sql) == "");
  REQUIRE(sqlite.execute("PRAGMA application_id = 1668246636; PRAGMA user_version = 1") == "");
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat facts {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 0777U;
}

}  // namespace

TEST_CASE("create: an empty ledger that opens again and holds nothing") {
  const Folder folder;
  Ledger::create(folder.ledger());
  const Ledger ledger = Ledger::open(folder.ledger());
  CHECK(ledger.path() == folder.ledger());
  CHECK(ledger.experiments().empty());
  CHECK(ledger.latest_cycles().empty());
  CHECK(ledger.status_lines().empty());
  CHECK(ledger.operations("", 10).empty());
  CHECK(ledger.unit_segments().empty());
  CHECK_FALSE(ledger.last_operation());
  CHECK_FALSE(ledger.key_fingerprint());
  CHECK(ledger.head().empty());
  CHECK(ledger.verify().empty());
}

TEST_CASE("create: never over a file that is there") {
  const Folder folder;
  Ledger::create(folder.ledger());
  CHECK(slug_of([&] { Ledger::create(folder.ledger()); }) == "ledger-exists");
}

TEST_CASE("open: says what a path is when it is not a ledger") {
  const Folder folder;
  CHECK(slug_of([&] { Ledger::open(folder.ledger()); }) == "no-ledger");
  CHECK(slug_of([&] { Ledger::open(folder.path()); }) == "not-a-ledger");
  std::ofstream(folder.path() / "notes.txt") << std::string(5000, 'x');
  CHECK(slug_of([&] { Ledger::open(folder.path() / "notes.txt"); }) == "not-a-ledger");
  Sqlite(folder.path() / "other.db").execute("CREATE TABLE t(a)");
  CHECK(slug_of([&] { Ledger::open(folder.path() / "other.db"); }) == "not-a-ledger");
}

TEST_CASE("open: refuses a newer ledger with exit code 7") {
  const Folder folder;
  Ledger::create(folder.ledger());
  Sqlite(folder.ledger()).execute("PRAGMA user_version = 9999");
  try {
    Ledger::open(folder.ledger());
    FAIL("opened");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::ledger_format);
    CHECK(error.faults().front().slug == "newer-ledger");
  }
}

TEST_CASE("open: a file with pages overwritten is damaged") {
  const Folder folder;
  {
    Ledger ledger = Ledger::create(folder.ledger());
    ledger.write(operation("plan")).commit();
  }
  {
    std::fstream file(folder.ledger(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file << std::string(20000, '\x7f');
  }
  CHECK(slug_of([&] { Ledger::open(folder.ledger()).head(); }) == "damaged-ledger");
}

TEST_CASE("open: fills a file left empty by a creation that was cut off") {
  const Folder folder;
  std::ofstream(folder.ledger()).flush();
  Ledger ledger = Ledger::open(folder.ledger());
  CHECK(ledger.write(operation("plan")).commit().sequence == 1);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "ledger.db.v0.backup"));
}

TEST_CASE("open: an older ledger is brought up to date after a backup that is a ledger itself") {
  const Folder folder;
  make_older(folder.ledger());
  CHECK(slug_of([&] {
          LedgerOptions options;
          options.read_only = true;
          Ledger::open(folder.ledger(), options).experiments();
        }) != "newer-ledger");
  Ledger ledger = Ledger::open(folder.ledger());
  CHECK(ledger.status_lines().empty());
  CHECK(Sqlite(folder.ledger()).ask("PRAGMA user_version") == "12");
  const std::filesystem::path backup = folder.path() / "ledger.db.v1.backup";
  CHECK(Sqlite(backup).ask("PRAGMA user_version") == "1");
  CHECK(Sqlite(backup).ask("PRAGMA integrity_check") == "ok");
  CHECK(Sqlite(backup).ask("SELECT value FROM setting") ==
        Sqlite(folder.ledger()).ask("SELECT value FROM setting"));
  CHECK(mode_of(backup) == 0600);
}

TEST_CASE("create: only the owner may read and write the ledger's files") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  ledger.write(operation("plan")).commit();
  for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.lock"}) {
    CAPTURE(name);
    CHECK(mode_of(folder.path() / name) == 0600);
  }
}

TEST_CASE("close: the last writer leaves one file, without a WAL") {
  const Folder folder;
  {
    Ledger ledger = Ledger::create(folder.ledger());
    ledger.write(operation("plan")).commit();
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "ledger.db-wal"));
  CHECK(Ledger::open(folder.ledger()).operations("", 10).size() == 1);
}

TEST_CASE("open: reads in a folder where nothing may be written, and says so when asked to write") {
  const Folder folder;
  {
    Ledger ledger = Ledger::create(folder.ledger());
    ledger.write(operation("plan")).commit();
  }
  std::filesystem::permissions(folder.ledger(), std::filesystem::perms{0444});
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
  const pid_t child = ::fork();
  if (child == 0) {
    // Permissions do not bind root.
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(9);
    int result = 1;
    try {
      Ledger ledger = Ledger::open(folder.ledger());
      result = ledger.operations("", 10).size() == 1 ? 0 : 2;
      if (slug_of([&] { ledger.write(operation("plan")); }) != "ledger-not-writable") result = 3;
    } catch (const std::exception&) {
      result = 4;
    }
    ::_exit(result);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("open: read_only reads and does not write") {
  const Folder folder;
  {
    Ledger ledger = Ledger::create(folder.ledger());
    ledger.write(operation("plan")).commit();
  }
  LedgerOptions options;
  options.read_only = true;
  Ledger ledger = Ledger::open(folder.ledger(), options);
  CHECK(ledger.last_operation()->verb == "plan");
  CHECK(slug_of([&] { ledger.write(operation("plan")); }) == "ledger-not-writable");
}

TEST_CASE("Snapshot: reads see one state, whatever others write meanwhile") {
  const Folder folder;
  Ledger reader = Ledger::create(folder.ledger());
  Ledger writer = Ledger::open(folder.ledger());
  {
    const Ledger::Snapshot snapshot(reader);
    CHECK(reader.operations("", 10).empty());
    writer.write(operation("plan")).commit();
    CHECK(reader.operations("", 10).empty());
  }
  CHECK(reader.operations("", 10).size() == 1);
}

TEST_CASE("ledger_faults: sorted, each slug once and with a meaning") {
  std::string_view before;
  for (const auto& [slug, meaning] : ledger_faults()) {
    CHECK(slug > before);
    CHECK_FALSE(meaning.empty());
    before = slug;
  }
}
