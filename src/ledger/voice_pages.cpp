#include "ledger/voice_pages.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

static_assert(std::is_trivially_copyable_v<VoiceFact> && sizeof(VoiceFact) == 56);
static_assert(std::endian::native == std::endian::little);  // as collab-ledger(5) says

/// Numbers of names; a new one is stored when it is first met.
class Names {
 public:
  explicit Names(Database& db) : db_(db) {
    Query query(db, "SELECT number, name FROM voice_name");
    while (query.next()) numbers_[query.text(1)] = static_cast<std::uint32_t>(query.integer(0));
  }
  /// read_only: a new name gets 0, and is_missing() says so.
  explicit Names(Database& db, bool read_only) : Names(db) { read_only_ = read_only; }
  bool is_missing() const { return missing_; }
  std::uint32_t number(std::string_view name) {
    if (name.empty()) return 0;
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    missing_ = missing_ || read_only_;
    if (read_only_) return 0;
    const auto next = static_cast<std::uint32_t>(numbers_.size() + 1);
    db_.run("INSERT INTO voice_name(number, name) VALUES(?,?)", static_cast<std::int64_t>(next),
            name);
    numbers_.emplace(name, next);
    return next;
  }

 private:
  Database& db_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  bool read_only_ = false, missing_ = false;
};

std::int64_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::int8_t rating(const Query& query, int column) {
  return query.is_null(column) ? std::int8_t{-1} : static_cast<std::int8_t>(query.small(column));
}

std::int32_t wait(const VoiceFact& fact, Instant until) {
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>(seconds_of(until) - fact.said, 0, INT32_MAX));
}

std::vector<VoiceFact> facts_of(Database& db, std::int64_t page, Names& names) {
  const std::int64_t first = page * voices_in_page + 1;
  const std::int64_t last = first + voices_in_page - 1;
  std::vector<VoiceFact> facts;
  Query voices(db,
               "SELECT kind, said, day, touch_point, location, segment, variant, theme, nps, csat, "
               "ces, consumer FROM voice WHERE id BETWEEN ? AND ? ORDER BY id",
               first, last);
  while (voices.next()) {
    VoiceFact& fact = facts.emplace_back();
    fact.kind = parsed(db, "voice", voices.view(0), parse_voice_kind);
    fact.said = seconds_of(voices.instant(1));
    fact.day = static_cast<std::int32_t>(voices.day(2).time_since_epoch().count());
    fact.touch_point = names.number(voices.view(3));
    fact.location = names.number(voices.view(4));
    fact.segment = names.number(voices.view(5));
    fact.variant = names.number(voices.view(6));
    fact.theme = names.number(voices.view(7));
    fact.nps = rating(voices, 8);
    fact.csat = rating(voices, 9);
    fact.ces = rating(voices, 10);
    fact.consumer = static_cast<std::uint32_t>(voices.integer(11));
  }
  Query answers(
      db,
      "SELECT voice, min(at), min(CASE WHEN closes = 1 THEN at END), "
      "max(competitor <> '') FROM voice_answer WHERE voice BETWEEN ? AND ? GROUP BY voice",
      first, last);
  while (answers.next()) {
    const auto place = static_cast<std::size_t>(answers.integer(0) - first);
    if (place >= facts.size()) fail_value(db, "voice_answer.voice", answers.view(0));
    VoiceFact& fact = facts[place];
    fact.first_answer = wait(fact, answers.instant(1));
    if (!answers.is_null(2)) fact.told = wait(fact, answers.instant(2));
    fact.competitor = answers.flag(3) ? 1 : 0;
  }
  return facts;
}

std::span<const std::uint8_t> bytes_of(const std::vector<VoiceFact>& facts) {
  return {reinterpret_cast<const std::uint8_t*>(facts.data()), facts.size() * sizeof(VoiceFact)};
}

}  // namespace

std::optional<std::vector<std::uint8_t>> voice_page_facts(Database& db, std::int64_t page) {
  Names names(db, true);
  const std::vector<VoiceFact> facts = facts_of(db, page, names);
  if (names.is_missing()) return std::nullopt;
  const auto bytes = bytes_of(facts);
  return std::vector<std::uint8_t>{bytes.begin(), bytes.end()};
}

void refresh_voice_pages(Database& db, const std::set<std::int64_t>& pages) {
  if (pages.empty()) return;
  Names names(db);
  for (const std::int64_t page : pages) {
    const std::vector<VoiceFact> facts = facts_of(db, page, names);
    db.run("INSERT OR REPLACE INTO voice_page(number, facts) VALUES(?,?)", page, bytes_of(facts));
  }
}

std::vector<std::string> Ledger::voice_names() const {
  Database& db = impl_->db();
  std::vector<std::string> all{""};
  Query names(db, "SELECT number, name FROM voice_name ORDER BY number");
  while (names.next()) {
    if (names.integer(0) != static_cast<std::int64_t>(all.size()))
      fail_value(db, "voice_name", names.view(1));
    all.push_back(names.text(1));
  }
  return all;
}

void Ledger::each_voice(const std::function<void(std::span<const VoiceFact>)>& visit) const {
  Database& db = impl_->db();
  std::vector<VoiceFact> facts;
  std::int64_t next = 0;
  bool partial = false;
  Query pages(db, "SELECT number, facts FROM voice_page ORDER BY number");
  while (pages.next()) {
    const std::span<const std::uint8_t> bytes = pages.bytes(1);
    if (bytes.size() % sizeof(VoiceFact) != 0 || pages.integer(0) != next++ || partial)
      fail_value(db, "voice_page", std::to_string(pages.integer(0)));
    facts.resize(bytes.size() / sizeof(VoiceFact));
    partial = facts.size() != static_cast<std::size_t>(voices_in_page);
    std::memcpy(facts.data(), bytes.data(), bytes.size());
    visit(facts);
  }
}

}  // namespace collab
