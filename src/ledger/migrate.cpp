#include "ledger/migrate.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "collab/model/error.hpp"

namespace collab {
namespace {

struct Migration {
  std::string_view name;
  const char* sql;
};

#define TEXT_FILE(name, text) Migration{name, text},
constexpr std::array migrations{
#include "migrations.inc"
};
#undef TEXT_FILE

[[noreturn]] void fail_backup(const std::filesystem::path& backup, std::string_view why) {
  throw Error(ExitCode::failure, "backup-failed",
              fmt::format("the ledger was not brought up to date, for its backup {} failed: {}",
                          backup.string(), why),
              "make room beside the ledger and run the command again");
}

void sync_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!done) fail_backup(path, "it could not be made durable");
}

/// A whole copy under its final name only once it is checked and on the disk.
void back_up(Database& database, int version) {
  std::filesystem::path target = database.path();
  target += fmt::format(".v{}.backup", version);
  std::filesystem::path unfinished = target;
  unfinished += ".part";
  std::error_code ignored;
  std::filesystem::remove(unfinished, ignored);
  const int file = ::open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) fail_backup(unfinished, "it could not be made");
  ::close(file);
  {
    Database copy(unfinished, Database::Access::read_write, std::chrono::seconds{5});
    const std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> backup(
        sqlite3_backup_init(copy.handle(), "main", database.handle(), "main"),
        sqlite3_backup_finish);
    if (!backup) fail_backup(unfinished, sqlite3_errmsg(copy.handle()));
    if (sqlite3_backup_step(backup.get(), -1) != SQLITE_DONE) {
      fail_backup(unfinished, sqlite3_errmsg(copy.handle()));
    }
  }
  {
    Database copy(unfinished, Database::Access::immutable, std::chrono::seconds{5});
    Query check(copy, "PRAGMA integrity_check(1)");
    if (!check.next() || check.view(0) != "ok") fail_backup(unfinished, "the copy is not sound");
  }
  sync_file(unfinished);
  std::error_code failed;
  std::filesystem::rename(unfinished, target, failed);
  if (failed) fail_backup(target, failed.message());
}

}  // namespace

int current_version() { return static_cast<int>(migrations.size()); }

int version_of(Database& database) {
  Query query(database,
              "SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_schema) "
              "FROM pragma_application_id a, pragma_user_version v");
  query.next();
  const std::int64_t application = query.integer(0);
  const int version = query.small(1);
  if (application == 0 && version == 0 && query.integer(2) == 0) return 0;
  if (application != application_id) {
    throw Error(ExitCode::ledger_format, "not-a-ledger",
                fmt::format("{} is a SQLite file, but not a ledger", database.path().string()),
                "name the ledger with --ledger FILE; it is .collab/ledger.db by default");
  }
  if (version > current_version()) {
    throw Error(ExitCode::ledger_format, "newer-ledger",
                fmt::format("{} is of format {}; this program knows formats up to {}",
                            database.path().string(), version, current_version()),
                "use the collab that wrote it, or a later one");
  }
  if (version < 1) {
    throw Error(ExitCode::ledger_format, "damaged-ledger",
                fmt::format("{} says that it is of format {}", database.path().string(), version),
                "keep a copy of it, and go back to the last backup");
  }
  return version;
}

void migrate(Database& database) {
  database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  const int found = version_of(database);
  if (found > 0 && found < current_version()) back_up(database, found);
  for (int version = found + 1; version <= current_version(); ++version) {
    Transaction transaction(database);
    database.execute(migrations.at(static_cast<std::size_t>(version - 1)).sql);
    database.execute(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, version)
            .c_str());
    transaction.commit();
  }
}

}  // namespace collab
