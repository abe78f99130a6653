#include "ledger/unload.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "ledger/voice_pages.hpp"

namespace collab {
namespace {

/// Rows before what they name.
constexpr std::array tables{"purged",
                            "acknowledgement",
                            "contingency_event",
                            "standard_check",
                            "standard",
                            "look_result",
                            "decision",
                            "plan",
                            "observation",
                            "unit_forgotten",
                            "run",
                            "unit_segment",
                            "batch",
                            "voice_link",
                            "voice_answer",
                            "voice_forgotten",
                            "voice",
                            "voice_consumer",
                            "setting",
                            "echo",
                            "cycle"};
constexpr std::array caches{"cell", "holding", "day_cell"};

/// Rows are taken out table by table; each would be looked for in every other.
void check_references(Database& db, bool on) {
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0, nullptr);
}

}  // namespace

Unguarded::Unguarded(Database& ledger) : db(ledger) {
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
}

Unguarded::~Unguarded() {
  check_references(db, true);
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, nullptr);
}

Unloaded::Unloaded(Database& db, std::int64_t kept) : db_(db), unguarded_(db) {
  {
    Query last(db_, "SELECT max(id) FROM operation");
    last.next();
    if (last.is_null(0) || last.integer(0) <= kept) return;
  }
  check_references(db_, false);
  {
    Query voices(db_, "SELECT coalesce(min(id), 0) FROM voice WHERE operation > ?", kept);
    voices.next();
    first_voice_ = voices.integer(0);
  }
  if (first_voice_ > 0) {
    db_.run(
        "INSERT INTO voice_search(voice_search, rowid, text) SELECT 'delete', voice, text FROM "
        "voice_text WHERE voice >= ? AND text <> ''",
        first_voice_);
    db_.run("DELETE FROM voice_text WHERE voice >= ?", first_voice_);
    db_.run("DELETE FROM voice_page WHERE number >= ?", page_of_voice(first_voice_));
  }
  db_.run(
      "DELETE FROM voice_answer_text WHERE answer IN (SELECT id FROM voice_answer WHERE operation "
      "> "
      "?)",
      kept);
  // A fold of units names batches by number.
  db_.run(
      "DELETE FROM unit_state WHERE EXISTS (SELECT 1 FROM run WHERE operation > ?1) OR cycle IN "
      "(SELECT id FROM cycle WHERE operation > ?1)",
      kept);
  {
    Query cycles(db_, "SELECT experiment, number, id FROM cycle WHERE operation > ?", kept);
    while (cycles.next()) cycles_.push_back({cycles.text(0), cycles.integer(1), cycles.integer(2)});
  }
  for (const char* cache : caches)
    for (const Moved& cycle : cycles_)
      db_.run(fmt::format("UPDATE {} SET cycle = -cycle WHERE cycle = ?", cache), cycle.id);
  for (const char* table : tables)
    db_.run(fmt::format("DELETE FROM {} WHERE operation > ?", table), kept);
  db_.run("DELETE FROM operation WHERE id > ?", kept);
  check_references(db_, true);
}

void Unloaded::restore_caches() {
  for (const Moved& cycle : cycles_) {
    Query now(db_, "SELECT id FROM cycle WHERE experiment = ? AND number = ?", cycle.experiment,
              cycle.number);
    if (!now.next()) continue;
    for (const char* cache : caches)
      db_.run(fmt::format("UPDATE {} SET cycle = ? WHERE cycle = ?", cache), now.integer(0),
              -cycle.id);
  }
  if (first_voice_ == 0) return;
  Query last(db_, "SELECT coalesce(max(id), 0) FROM voice");
  last.next();
  for (std::int64_t page = page_of_voice(first_voice_); page <= page_of_voice(last.integer(0));
       ++page)
    voice_pages_.insert(page);
}

}  // namespace collab
