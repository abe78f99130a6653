// Voices as they are written, and forgotten.
#include <stdexcept>

#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"
#include "ledger/voice_pages.hpp"
#include "ledger/voice_seal.hpp"

namespace collab {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::optional<std::int64_t> consumer_like(Database& db, const Token& pseudonym) {
  Query query(db, "SELECT id FROM voice_consumer WHERE pseudonym = ?", Bytes(pseudonym));
  return query.next() ? std::optional(query.integer(0)) : std::nullopt;
}

std::int64_t consumer_of(Database& db, std::int64_t operation, const Token& pseudonym) {
  if (const auto known = consumer_like(db, pseudonym)) return *known;
  db.run("INSERT INTO voice_consumer(operation, pseudonym) VALUES(?,?)", operation,
         Bytes(pseudonym));
  return db.last_id();
}

void mark(std::set<std::int64_t>& pages, std::int64_t voice) {
  const std::int64_t page = page_of_voice(voice);
  if (pages.empty() || *pages.rbegin() != page) pages.insert(page);
}

}  // namespace

std::int64_t LedgerWriter::add_voice(const Voice& voice) {
  Database& db = impl_->db();
  std::optional<std::int64_t> consumer;
  if (voice.consumer) {
    const auto [known, is_new] = impl_->consumers.try_emplace(*voice.consumer);
    if (is_new) known->second = consumer_of(db, impl_->operation.id, *voice.consumer);
    consumer = known->second;
  }
  const bool removable = voice.consumer || !voice.text.empty();
  const Token salt = removable ? random_token() : Token{};
  std::vector<std::uint8_t> seal;
  if (removable)
    seal = seal_of(salt, voice.consumer ? Bytes(*voice.consumer) : Bytes{}, voice.text);
  db.run(
      "INSERT INTO voice(operation, key, reference, kind, said, day, touch_point, location, "
      "segment, variant, theme, nps, csat, ces, consumer, seal) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      impl_->operation.id, Bytes(voice.key), voice.reference, name_of(voice.kind),
      stored_instant(voice.said), voice.day, voice.touch_point, voice.location, voice.segment,
      voice.variant, voice.theme, voice.nps, voice.csat, voice.ces, consumer, Bytes(seal));
  const std::int64_t id = db.last_id();
  mark(impl_->voice_pages, id);
  if (removable)
    db.run("INSERT INTO voice_text(voice, salt, text) VALUES(?,?,?)", id, Bytes(salt), voice.text);
  if (!voice.text.empty())
    db.run("INSERT INTO voice_search(rowid, text) VALUES(?,?)", id, voice.text);
  return id;
}

std::int64_t LedgerWriter::add_voice_answer(const VoiceAnswer& answer) {
  Database& db = impl_->db();
  const bool removable = !answer.text.empty();
  const Token salt = removable ? random_token() : Token{};
  std::vector<std::uint8_t> seal;
  if (removable) seal = seal_of(salt, {}, answer.text);
  db.run(
      "INSERT INTO voice_answer(operation, voice, at, answered_by, closes, competitor, seal) "
      "VALUES(?,?,?,?,?,?,?)",
      impl_->operation.id, answer.voice, stored_instant(answer.at), answer.by, answer.closes,
      answer.competitor, Bytes(seal));
  const std::int64_t id = db.last_id();
  if (removable)
    db.run("INSERT INTO voice_answer_text(answer, salt, text) VALUES(?,?,?)", id, Bytes(salt),
           answer.text);
  mark(impl_->voice_pages, answer.voice);
  return id;
}

std::int64_t LedgerWriter::add_voice_link(const VoiceLink& link) {
  impl_->db().run(
      "INSERT INTO voice_link(operation, voice, experiment, cycle_number, role, reason) "
      "VALUES(?,?,?,?,?,?)",
      impl_->operation.id, link.voice, link.experiment, link.cycle, name_of(link.role),
      link.reason);
  return impl_->db().last_id();
}

void LedgerWriter::expect_many() {
  // Keys and pseudonyms are random: their indexes are written all over, best in memory.
  // The index of words is kept in memory until 64 MiB are full: fewer parts to merge.
  impl_->db().execute(
      "PRAGMA cache_size = -262144; "
      "INSERT INTO voice_search(voice_search, rank) VALUES('hashsize', 67108864)");
}

std::optional<LedgerWriter::Forgotten> LedgerWriter::forget_voices(const Token& pseudonym) {
  Database& db = impl_->db();
  const auto consumer = consumer_like(db, pseudonym);
  if (!consumer) return std::nullopt;
  std::vector<std::int64_t> voices;
  {
    Query query(db,
                "SELECT v.id FROM voice v LEFT JOIN voice_forgotten f ON f.voice = v.id WHERE "
                "v.consumer = ? AND f.voice IS NULL ORDER BY v.id",
                *consumer);
    while (query.next()) voices.push_back(query.integer(0));
  }
  Forgotten forgotten{.voices = static_cast<std::int64_t>(voices.size())};
  // What is removed must not stay behind in a page.
  db.execute("PRAGMA secure_delete = ON");
  for (const std::int64_t voice : voices) {
    // The index finds what to remove by the text that it was made from.
    db.run(
        "INSERT INTO voice_search(voice_search, rowid, text) SELECT 'delete', voice, text FROM "
        "voice_text WHERE voice = ? AND text <> ''",
        voice);
    db.run("DELETE FROM voice_text WHERE voice = ?", voice);
    {
      Query answers(db,
                    "SELECT count(*) FROM voice_answer_text WHERE answer IN (SELECT id FROM "
                    "voice_answer WHERE voice = ?)",
                    voice);
      answers.next();
      forgotten.answers += answers.integer(0);
    }
    db.run(
        "DELETE FROM voice_answer_text WHERE answer IN (SELECT id FROM voice_answer WHERE voice = "
        "?)",
        voice);
    db.run("INSERT INTO voice_forgotten(voice, operation) VALUES(?,?)", voice, impl_->operation.id);
  }
  db.run("UPDATE voice_consumer SET pseudonym = ? WHERE id = ?", Bytes(random_token()), *consumer);
  return forgotten;
}

bool Ledger::scrub() {
  Impl& ledger = *impl_;
  if (ledger.snapshots > 0 || ledger.writing) {
    throw std::logic_error("a ledger is scrubbed outside of snapshots and operations");
  }
  const WriterLock lock(ledger.path, {.actor = {}, .verb = "forget"}, ledger.options.timeout);
  Database& db = ledger.db();
  // Merging drops the words of removed texts; VACUUM what pages held of rows that moved.
  db.execute(
      "PRAGMA secure_delete = ON; INSERT INTO voice_search(voice_search) VALUES('optimize')");
  db.execute("VACUUM");
  ledger.wrote = true;
  Query truncate(db, "PRAGMA wal_checkpoint(TRUNCATE)");
  return truncate.next() && truncate.integer(0) == 0;
}

}  // namespace collab
