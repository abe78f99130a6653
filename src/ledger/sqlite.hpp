#pragma once
// SQLite's C interface behind two classes: a connection, and a statement in use.
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "collab/model/time.hpp"

namespace collab {

/// One connection; statements are prepared when first used and kept. Owned by one thread.
class Database {
 public:
  enum class Access { read_write, read_only, immutable };
  /// throws Error as fail() does
  Database(const std::filesystem::path& path, Access access, std::chrono::milliseconds timeout);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  sqlite3* handle() { return handle_; }
  const std::filesystem::path& path() const { return path_; }
  bool read_only() const;

  /// One or more statements without values or rows.
  void execute(const char* sql);
  /// One statement that answers nothing. Its values are not copied: they live until it has run.
  template <class... Values>
  void run(std::string_view sql, const Values&... values);
  std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_); }
  /// Whether the last connection to go copies the WAL into the file: only under the writer lock.
  void checkpoint_on_close(bool on);
  /// Copies what it can of the WAL into the file; only under the writer lock.
  void checkpoint();

  /// Throws what a result code means: Error(busy), Error(ledger_format), Error(failure).
  [[noreturn]] void fail(int code);

 private:
  friend class Query;
  sqlite3_stmt* take(std::string_view sql, bool& owned);
  void close();

  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, sqlite3_stmt*, Hash, std::equal_to<>> statements_;
};

/// A prepared statement with its values bound in order; reset when it goes.
class Query {
 public:
  template <class... Values>
  explicit Query(Database& database, std::string_view sql, const Values&... values)
      : database_(&database), statement_(database.take(sql, owned_)) {
    (bind(values), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  /// True while there is a row.
  bool next();
  /// For statements that answer nothing.
  void run();

  int parameters() const { return sqlite3_bind_parameter_count(statement_); }
  int columns() const { return sqlite3_column_count(statement_); }
  std::string name(int column) const { return sqlite3_column_name(statement_, column); }
  int type(int column) const { return sqlite3_column_type(statement_, column); }
  bool is_null(int column) const { return type(column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  int small(int column) const { return sqlite3_column_int(statement_, column); }
  bool flag(int column) const { return integer(column) != 0; }
  double real(int column) const { return sqlite3_column_double(statement_, column); }
  std::optional<double> maybe_real(int column) const;
  std::string_view view(int column) const;  ///< until the next row
  std::string text(int column) const { return std::string(view(column)); }
  std::span<const std::uint8_t> bytes(int column) const;  ///< until the next row
  Day day(int column) const;
  std::optional<Day> maybe_day(int column) const;
  Instant instant(int column) const;

  void bind(std::int64_t value);
  void bind(int value) { bind(static_cast<std::int64_t>(value)); }
  void bind(bool value) { bind(static_cast<std::int64_t>(value)); }
  void bind(double value);
  void bind(std::string_view value) {
    bind_text(value, copied_ ? SQLITE_TRANSIENT : SQLITE_STATIC);
  }
  void bind(const std::string& value) { bind(std::string_view(value)); }
  void bind(const char* value) { bind(std::string_view(value)); }
  void bind(std::span<const std::uint8_t> value);  ///< must outlive the query
  void bind(Day value);
  template <class T>
  void bind(const std::optional<T>& value) {
    if (value) {
      bind(*value);
    } else {
      bind_null();
    }
  }
  void bind_null() { check(sqlite3_bind_null(statement_, ++bound_)); }

 private:
  friend class Database;
  struct Uncopied {};
  Query(Uncopied, Database& database, std::string_view sql)
      : database_(&database), statement_(database.take(sql, owned_)), copied_(false) {}
  void bind_text(std::string_view value, sqlite3_destructor_type destructor);
  void check(int code) {
    if (code != SQLITE_OK) database_->fail(code);
  }

  Database* database_;
  bool owned_ = false;
  sqlite3_stmt* statement_;
  int bound_ = 0;
  bool copied_ = true;  ///< texts: their owners may go before the statement has run
};

template <class... Values>
void Database::run(std::string_view sql, const Values&... values) {
  Query query(Query::Uncopied{}, *this, sql);
  (query.bind(values), ...);
  query.run();
}

/// How the ledger writes an instant: all of one length, so that text sorts as time does.
std::string stored_instant(Instant instant);

/// Rolls back a transaction that was not committed.
class Transaction {
 public:
  explicit Transaction(Database& database, const char* begin = "BEGIN IMMEDIATE");
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database* database_;
  bool open_ = true;
};

}  // namespace collab
