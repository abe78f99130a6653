#include "ledger/sqlite.hpp"

#include <fmt/format.h>

#include <utility>

#include "collab/model/error.hpp"

namespace collab {
namespace {

std::string uri_of(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : path.string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '-' || c == '_' || c == '.';
    if (plain) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

Database::Database(const std::filesystem::path& path, Access access,
                   std::chrono::milliseconds timeout)
    : path_(path) {
  // Nobody asks how much memory it has, and it would lock for each piece to know.
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const int flags =
      access == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  const std::string name = access == Access::immutable ? uri_of(path) : path.string();
  const int code = sqlite3_open_v2(name.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, static_cast<int>(timeout.count()));
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // Checkpoints belong to the holder of the writer lock.
    sqlite3_wal_autocheckpoint(handle_, 0);
    checkpoint_on_close(false);
  } catch (...) {
    close();
    throw;
  }
}

Database::~Database() { close(); }

void Database::close() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  statements_.clear();
  sqlite3_close_v2(std::exchange(handle_, nullptr));
}

bool Database::read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

void Database::checkpoint_on_close(bool on) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

void Database::checkpoint() {
  // Passive: readers are not waited for; what they hold back the next checkpoint copies.
  sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Database::fail(int code) {
  const std::string what = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const std::string shown = path_.string();
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(ExitCode::busy, "ledger-busy",
                  fmt::format("{} is in use by another program", shown),
                  "try again, or wait longer with --timeout 30s");
    case SQLITE_NOTADB:
      throw Error(ExitCode::ledger_format, "not-a-ledger", fmt::format("{} is not a ledger", shown),
                  "name the ledger with --ledger FILE; it is .collab/ledger.db by default");
    case SQLITE_CORRUPT:
      throw Error(ExitCode::ledger_format, "damaged-ledger",
                  fmt::format("{} is damaged: {}", shown, what),
                  "keep a copy of it, and go back to the last backup");
    case SQLITE_FULL:
      throw Error(ExitCode::failure, "disk-full",
                  fmt::format("{}: the disk is full; nothing was written", shown),
                  "make room and run the command again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw Error(ExitCode::failure, "ledger-not-writable",
                  fmt::format("{} may not be written: {}", shown, what),
                  "check who owns the file and its folder");
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      throw Error(ExitCode::failure, "ledger-unreadable",
                  fmt::format("{} cannot be opened: {}", shown, what),
                  "check who owns the file and its folder");
    case SQLITE_IOERR:
      throw Error(ExitCode::failure, "ledger-io",
                  fmt::format("{}: the disk failed to read or write: {}", shown, what),
                  "check the disk and run the command again");
    case SQLITE_CONSTRAINT:
      throw Error(ExitCode::failure, "ledger-rule",
                  fmt::format("{} refused a row: {}", shown, what));
    case SQLITE_ERROR:
      // Our statements are right for our schema, so the schema is not ours.
      throw Error(ExitCode::ledger_format, "damaged-ledger",
                  fmt::format("{} does not have a ledger's tables: {}", shown, what),
                  "keep a copy of it, and go back to the last backup");
    default:
      throw Error(ExitCode::failure, "ledger-io", fmt::format("{}: {}", shown, what));
  }
}

sqlite3_stmt* Database::take(std::string_view sql, bool& owned) {
  const auto found = statements_.find(sql);
  owned = found != statements_.end() && sqlite3_stmt_busy(found->second) != 0;
  if (found != statements_.end() && !owned) return found->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      owned ? 0U : static_cast<unsigned>(SQLITE_PREPARE_PERSISTENT),
                                      &statement, nullptr);
  if (code != SQLITE_OK) fail(code);
  if (!owned) statements_.emplace(std::string(sql), statement);
  return statement;
}

Query::~Query() {
  if (owned_) {
    sqlite3_finalize(statement_);
  } else {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
}

bool Query::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  database_->fail(code);
}

void Query::run() {
  while (next()) {
  }
}

std::optional<double> Query::maybe_real(int column) const {
  if (is_null(column)) return std::nullopt;
  return real(column);
}

std::string_view Query::view(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::uint8_t> Query::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  if (data == nullptr) return {};
  return {static_cast<const std::uint8_t*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Day Query::day(int column) const {
  if (const auto day = parse_day(view(column))) return *day;
  throw Error(
      ExitCode::ledger_format, "damaged-ledger",
      fmt::format("{} holds '{}' where a day should be", database_->path().string(), view(column)),
      "run `collab verify` to see what else was touched");
}

std::optional<Day> Query::maybe_day(int column) const {
  if (is_null(column)) return std::nullopt;
  return day(column);
}

Instant Query::instant(int column) const {
  if (const auto instant = parse_instant(view(column))) return *instant;
  throw Error(ExitCode::ledger_format, "damaged-ledger",
              fmt::format("{} holds '{}' where an instant should be", database_->path().string(),
                          view(column)),
              "run `collab verify` to see what else was touched");
}

void Query::bind(std::int64_t value) { check(sqlite3_bind_int64(statement_, ++bound_, value)); }

void Query::bind(double value) { check(sqlite3_bind_double(statement_, ++bound_, value)); }

void Query::bind_text(std::string_view value, sqlite3_destructor_type destructor) {
  // A null pointer would bind NULL.
  const char* data = value.data() != nullptr ? value.data() : "";
  check(sqlite3_bind_text64(statement_, ++bound_, data, value.size(), destructor, SQLITE_UTF8));
}

void Query::bind(std::span<const std::uint8_t> value) {
  static const std::uint8_t empty = 0;
  check(sqlite3_bind_blob64(statement_, ++bound_, value.empty() ? &empty : value.data(),
                            value.size(), SQLITE_STATIC));
}

void Query::bind(Day value) { bind_text(to_string(value), SQLITE_TRANSIENT); }

std::string stored_instant(Instant instant) {
  const Day day = std::chrono::floor<Days>(instant);
  const std::chrono::hh_mm_ss time(instant - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_string(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

Transaction::Transaction(Database& database, const char* begin) : database_(&database) {
  database.execute(begin);
}

Transaction::~Transaction() {
  // The statement may have rolled back by itself (disk full); then there is nothing left to undo.
  if (open_) sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_->execute("COMMIT");
  open_ = false;
}

}  // namespace collab
