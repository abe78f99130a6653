// Voices of other ledgers: the same voice is one, what was forgotten in one ledger is in all.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collab/model/error.hpp"
#include "ledger/row_import.hpp"
#include "ledger/voice_pages.hpp"
#include "ledger/voice_seal.hpp"

namespace collab {
namespace {

using Bytes = std::span<const std::uint8_t>;

Bytes bytes_of(const LedgerRecord& record, std::string_view column) {
  const RecordValue& value = value_of(record, column);
  if (std::holds_alternative<std::monostate>(value)) return {};
  const auto* bytes = std::get_if<RecordBytes>(&value);
  if (bytes == nullptr)
    throw Error(ExitCode::invalid, "bad-export",
                fmt::format("a record of kind {}: {} is no bytes", record.kind, column));
  return *bytes;
}

/// nullopt: it was left out, or forgotten.
std::optional<std::string> removable_text(const LedgerRecord& record, Bytes pseudonym) {
  if (is_null(record, "salt")) return std::nullopt;
  std::string text = text_of(record, "text");
  if (!is_sealed_as(bytes_of(record, "seal"), bytes_of(record, "salt"), pseudonym, text))
    throw Error(ExitCode::invalid, "digests-differ",
                fmt::format("the text of a {} is not the one that was sealed",
                            record.kind == "voice" ? "voice" : "voice's answer"),
                "the file was changed on its way: export it again");
  return text;
}

std::string shown_text(const std::optional<std::string>& text) {
  return text ? fmt::format("'{}'", *text) : "no text";
}

}  // namespace

void RowImport::mark(std::int64_t voice) { voice_pages_.insert(page_of_voice(voice)); }

void RowImport::add_voice(const Imported& table, LedgerRecord& record) {
  const Bytes pseudonym = bytes_of(record, "consumer");
  const std::optional<std::string> text = removable_text(record, pseudonym);
  constexpr std::array compared{"reference", "kind",    "said",  "day", "touch_point", "location",
                                "segment",   "variant", "theme", "nps", "csat",        "ces"};
  Query there(db_,
              "SELECT v.reference, v.kind, v.said, v.day, v.touch_point, v.location, v.segment, "
              "v.variant, v.theme, v.nps, v.csat, v.ces, v.id, v.operation, t.text, c.pseudonym, "
              "f.voice FROM voice v LEFT JOIN voice_text t ON t.voice = v.id LEFT JOIN "
              "voice_consumer c ON c.id = v.consumer LEFT JOIN voice_forgotten f ON f.voice = v.id "
              "WHERE v.key = ?",
              bytes_of(record, "key"));
  if (there.next()) {
    const std::string name =
        fmt::format("a voice of {} ({})", text_of(record, "day"), text_of(record, "reference"));
    int column = 0;
    for (const char* field : compared) {
      const std::string one = there.is_null(column) ? "null" : there.text(column),
                        other = shown(value_of(record, field));
      if (one != other)
        conflict(record, fmt::format("{} of {}", field, name), there.integer(13), one, other);
      ++column;
    }
    if (!there.is_null(14) && text && there.view(14) != *text)
      conflict(record, "text of " + name, there.integer(13), shown_text(there.text(14)),
               shown_text(text));
    // A consumer that was forgotten in one of the ledgers has another pseudonym there.
    if (!there.is_null(14) && text && there.is_null(16) &&
        !std::ranges::equal(there.bytes(15), pseudonym))
      conflict(record, "who said " + name, there.integer(13), "one consumer", "another one");
    return echo(table, record);
  }
  const std::int64_t operation = static_cast<std::int64_t>(place_) + 1;
  if (!pseudonym.empty())
    db_.run("INSERT INTO voice_consumer(operation, pseudonym) VALUES(?,?) ON CONFLICT DO NOTHING",
            operation, pseudonym);
  insert(table, record);
  const std::int64_t id = db_.last_id();
  mark(id);
  if (!text) return;
  db_.run("INSERT INTO voice_text(voice, salt, text) VALUES(?,?,?)", id, bytes_of(record, "salt"),
          *text);
  if (!text->empty()) db_.run("INSERT INTO voice_search(rowid, text) VALUES(?,?)", id, *text);
}

void RowImport::add_answer(const Imported& table, LedgerRecord& record) {
  const std::optional<std::string> text = removable_text(record, {});
  std::int64_t voice = 0;
  {
    Query there(db_,
                "SELECT a.operation, a.answered_by, a.competitor, t.text FROM voice v JOIN "
                "voice_answer a ON a.voice = v.id LEFT JOIN voice_answer_text t ON t.answer = a.id "
                "WHERE v.key = ? AND a.at = ? AND a.closes = ? ORDER BY a.id DESC LIMIT 1",
                bytes_of(record, "voice"), text_of(record, "at"), integer_of(record, "closes"));
    if (there.next() && !knows(there.integer(0))) {
      if (there.view(1) != text_of(record, "answered_by") ||
          there.view(2) != text_of(record, "competitor") ||
          (!there.is_null(3) && text && there.view(3) != *text))
        conflict(record, fmt::format("an answer of {}", text_of(record, "at")), there.integer(0),
                 fmt::format("{} by {}",
                             there.is_null(3) ? std::string("no text") : shown_text(there.text(3)),
                             there.view(1)),
                 fmt::format("{} by {}", shown_text(text), text_of(record, "answered_by")));
      return echo(table, record);
    }
  }
  insert(table, record);
  const std::int64_t id = db_.last_id();
  {
    Query query(db_, "SELECT voice FROM voice_answer WHERE id = ?", id);
    query.next();
    voice = query.integer(0);
  }
  mark(voice);
  if (text)
    db_.run("INSERT INTO voice_answer_text(answer, salt, text) VALUES(?,?,?)", id,
            bytes_of(record, "salt"), *text);
}

void RowImport::add_link(const Imported& table, LedgerRecord& record) {
  Query there(db_,
              "SELECT l.operation FROM voice v JOIN voice_link l ON l.voice = v.id WHERE v.key = ? "
              "AND l.experiment = ? AND l.cycle_number = ? AND l.role = ? LIMIT 1",
              bytes_of(record, "voice"), text_of(record, "experiment"),
              integer_of(record, "cycle_number"), text_of(record, "role"));
  if (there.next() && !knows(there.integer(0))) return echo(table, record);
  insert(table, record);
}

void RowImport::forget(const Imported& table, LedgerRecord& record) {
  std::optional<std::int64_t> consumer;
  std::int64_t voice = 0, said_by = 0;
  {
    Query there(db_,
                "SELECT v.id, v.consumer, f.voice, v.operation FROM voice v LEFT JOIN "
                "voice_forgotten f ON f.voice "
                "= v.id WHERE v.key = ?",
                bytes_of(record, "voice"));
    if (there.next()) {
      voice = there.integer(0);
      if (!there.is_null(2)) return echo(table, record);
      said_by = there.integer(3);
      if (!there.is_null(1)) consumer = there.integer(1);
    }
  }
  insert(table, record);
  mark(voice);
  Query texts(
      db_,
      "SELECT 1 FROM voice_text WHERE voice = ?1 UNION SELECT 1 FROM voice_answer_text WHERE "
      "answer IN (SELECT id FROM voice_answer WHERE voice = ?1)",
      voice);
  if (!texts.next()) return;  // it came without
  report_.forgotten = true;
  db_.execute("PRAGMA secure_delete = ON");
  // The index finds what to remove by the text that it was made from.
  db_.run(
      "INSERT INTO voice_search(voice_search, rowid, text) SELECT 'delete', voice, text FROM "
      "voice_text WHERE voice = ? AND text <> ''",
      voice);
  db_.run("DELETE FROM voice_text WHERE voice = ?", voice);
  db_.run(
      "DELETE FROM voice_answer_text WHERE answer IN (SELECT id FROM voice_answer WHERE voice = ?)",
      voice);
  if (!consumer) return;
  // Those who were one stay one; what the consumer said elsewhere, unknown to who forgot, stays
  // theirs.
  const auto [stranger, is_first] = strangers_.try_emplace(*consumer);
  if (is_first) {
    // Of the operation that the voice is of: it goes where that goes.
    db_.run("INSERT INTO voice_consumer(operation, pseudonym) VALUES(?,?)", said_by,
            Bytes(random_token()));
    stranger->second = db_.last_id();
  } else {
    db_.run("UPDATE voice_consumer SET operation = min(operation, ?) WHERE id = ?", said_by,
            stranger->second);
  }
  db_.run("UPDATE voice SET consumer = ? WHERE id = ?", stranger->second, voice);
  db_.run(
      "DELETE FROM voice_consumer WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM voice WHERE "
      "consumer = ?1)",
      *consumer);
}

}  // namespace collab
