// Voices as they are read: one, those of a filter, those that words are found in.
#include <fmt/format.h>

#include <algorithm>

#include "collab/ledger/ledger.hpp"
#include "collab/ledger/text_search.hpp"
#include "collab/model/error.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

#define VOICE_COLUMNS                                                                      \
  "SELECT v.id, v.operation, v.key, v.reference, v.kind, v.said, v.day, v.touch_point, "   \
  "v.location, v.segment, v.variant, v.theme, v.nps, v.csat, v.ces, c.pseudonym, t.text, " \
  "f.voice IS NOT NULL FROM voice v LEFT JOIN voice_consumer c ON c.id = v.consumer "      \
  "LEFT JOIN voice_text t ON t.voice = v.id LEFT JOIN voice_forgotten f ON f.voice = v.id "

Token token_of(std::span<const std::uint8_t> bytes) {
  Token token{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), token.size()), token.begin());
  return token;
}

std::optional<int> maybe_small(const Query& query, int column) {
  return query.is_null(column) ? std::nullopt : std::optional(query.small(column));
}

Voice read_voice(Database& db, const Query& query) {
  Voice voice{.id = query.integer(0),
              .operation = query.integer(1),
              .key = token_of(query.bytes(2)),
              .reference = query.text(3),
              .kind = parsed(db, "voice", query.view(4), parse_voice_kind),
              .said = query.instant(5),
              .day = query.day(6),
              .touch_point = query.text(7),
              .location = query.text(8),
              .variant = query.text(10),
              .theme = query.text(11),
              .segment = query.text(9),
              .nps = maybe_small(query, 12),
              .csat = maybe_small(query, 13),
              .ces = maybe_small(query, 14),
              .consumer = {},
              .text = query.text(16),
              .forgotten = query.flag(17)};
  if (!query.is_null(15)) voice.consumer = token_of(query.bytes(15));
  return voice;
}

void add_what_became(Database& db, VoiceRecord& record) {
  Query answers(
      db,
      "SELECT a.id, a.operation, a.at, a.answered_by, a.closes, a.competitor, t.text FROM "
      "voice_answer a LEFT JOIN voice_answer_text t ON t.answer = a.id WHERE a.voice = ? "
      "ORDER BY a.at, a.id",
      record.voice.id);
  while (answers.next()) {
    record.answers.push_back({.id = answers.integer(0),
                              .operation = answers.integer(1),
                              .voice = record.voice.id,
                              .at = answers.instant(2),
                              .by = answers.text(3),
                              .closes = answers.flag(4),
                              .competitor = answers.text(5),
                              .text = answers.text(6)});
  }
  Query links(db,
              "SELECT l.id, l.operation, l.experiment, l.cycle_number, l.role, l.reason, o.actor, "
              "o.now, (SELECT d.kind FROM cycle c JOIN decision d ON d.cycle = c.id WHERE "
              "c.experiment = l.experiment AND c.number >= l.cycle_number ORDER BY c.number DESC "
              "LIMIT 1) FROM voice_link l JOIN operation o ON o.id = l.operation WHERE l.voice = ? "
              "ORDER BY l.id",
              record.voice.id);
  while (links.next()) {
    record.links.push_back({.id = links.integer(0),
                            .operation = links.integer(1),
                            .voice = record.voice.id,
                            .experiment = links.text(2),
                            .cycle = links.small(3),
                            .role = parsed(db, "voice_link", links.view(4), parse_voice_role),
                            .reason = links.text(5),
                            .actor = links.text(6),
                            .at = links.instant(7),
                            .decision = links.text(8)});
  }
}

struct Conditions {
  std::string sql;
  std::vector<std::string> values;
  void add(std::string_view condition, std::string value) {
    add(condition);
    values.push_back(std::move(value));
  }
  void add(std::string_view condition) {
    sql += sql.empty() ? "WHERE " : " AND ";
    sql += condition;
  }
};

Conditions conditions_of(const VoiceFilter& filter) {
  Conditions all;
  if (!filter.words.empty()) {
    all.add("v.id IN (SELECT rowid FROM voice_search WHERE voice_search MATCH ?)",
            search_terms(filter.words));
  }
  // Days are of the program's zone, instants are not: none is further away than a day.
  if (filter.first) {
    all.add("v.said >= ?", stored_instant(*filter.first - Days{1}));
    all.add("v.day >= ?", to_string(*filter.first));
  }
  if (filter.last) {
    all.add("v.said < ?", stored_instant(*filter.last + Days{2}));
    all.add("v.day <= ?", to_string(*filter.last));
  }
  if (!filter.kinds.empty()) {
    std::string kinds;
    for (const VoiceKind kind : filter.kinds)
      kinds += fmt::format("{}'{}'", kinds.empty() ? "" : ",", name_of(kind));
    all.add(fmt::format("v.kind IN ({})", kinds));
  }
  const auto equal = [&](std::string_view column, const std::optional<std::string>& value) {
    if (value) all.add(fmt::format("v.{} = ?", column), *value);
  };
  equal("touch_point", filter.touch_point);
  equal("location", filter.location);
  equal("variant", filter.variant);
  equal("theme", filter.theme);
  equal("segment", filter.segment);
  if (!filter.experiment.empty())
    all.add("v.id IN (SELECT voice FROM voice_link WHERE experiment = ?)", filter.experiment);
  if (filter.answered)
    all.add(*filter.answered ? "EXISTS (SELECT 1 FROM voice_answer a WHERE a.voice = v.id)"
                             : "NOT EXISTS (SELECT 1 FROM voice_answer a WHERE a.voice = v.id)");
  if (filter.closed)
    all.add(
        *filter.closed
            ? "EXISTS (SELECT 1 FROM voice_answer a WHERE a.voice = v.id AND a.closes = 1)"
            : "NOT EXISTS (SELECT 1 FROM voice_answer a WHERE a.voice = v.id AND a.closes = 1)");
  return all;
}

}  // namespace

std::optional<Voice> Ledger::voice_like(const Token& key) const {
  // Most voices of an import are new: the index alone knows that.
  Query known(impl_->db(), "SELECT id FROM voice WHERE key = ?",
              std::span<const std::uint8_t>(key));
  if (!known.next()) return std::nullopt;
  Query query(impl_->db(), VOICE_COLUMNS "WHERE v.id = ?", known.integer(0));
  if (!query.next()) return std::nullopt;
  return read_voice(impl_->db(), query);
}

std::optional<VoiceRecord> Ledger::voice(std::int64_t id) const {
  std::optional<VoiceRecord> record;
  {
    Query query(impl_->db(), VOICE_COLUMNS "WHERE v.id = ?", id);
    if (!query.next()) return std::nullopt;
    record = VoiceRecord{.voice = read_voice(impl_->db(), query), .answers = {}, .links = {}};
  }
  add_what_became(impl_->db(), *record);
  return record;
}

VoicePage Ledger::voices(const VoiceFilter& filter, std::int64_t limit) const {
  Database& db = impl_->db();
  const Conditions conditions = conditions_of(filter);
  VoicePage page;
  const bool words_alone = !filter.words.empty() && conditions.values.size() == 1 &&
                           conditions.sql.find(" AND ") == std::string::npos;
  if (words_alone) {
    Query count(db, "SELECT count(*) FROM voice_search WHERE voice_search MATCH ?",
                conditions.values.front());
    count.next();
    page.matches = count.integer(0);
  }
  // The index of words knows ids alone, and the last of them cost nothing to find.
  const std::string sql =
      words_alone ? std::string(VOICE_COLUMNS
                                "WHERE v.id IN (SELECT rowid FROM voice_search WHERE voice_search "
                                "MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY v.id DESC")
                  : fmt::format(VOICE_COLUMNS "{} ORDER BY {} DESC, v.id DESC LIMIT ?",
                                conditions.sql, filter.words.empty() ? "v.said" : "+v.id");
  Query query(db, sql);
  for (const std::string& value : conditions.values) query.bind(value);
  query.bind(limit + 1);
  while (query.next()) {
    if (static_cast<std::int64_t>(page.voices.size()) == limit) {
      page.more = true;
      break;
    }
    page.voices.push_back({.voice = read_voice(db, query), .answers = {}, .links = {}});
  }
  for (VoiceRecord& record : page.voices) add_what_became(db, record);
  return page;
}

std::vector<std::int64_t> Ledger::adopted_voices() const {
  Query query(impl_->db(),
              "SELECT DISTINCT l.voice FROM decision d JOIN cycle c ON c.id = d.cycle JOIN "
              "voice_link l ON l.experiment = c.experiment AND c.number >= l.cycle_number WHERE "
              "d.kind = 'adopt' AND l.role = 'hypothesis' ORDER BY l.voice");
  std::vector<std::int64_t> voices;
  while (query.next()) voices.push_back(query.integer(0));
  return voices;
}

}  // namespace collab
