#include "collab/ledger/importer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "collab/ledger/exporter.hpp"
#include "collab/model/error.hpp"
#include "ledger/chain.hpp"
#include "ledger/impl.hpp"
#include "ledger/imported.hpp"
#include "ledger/migrate.hpp"
#include "ledger/row_import.hpp"
#include "ledger/unload.hpp"
#include "ledger/verify.hpp"
#include "ledger/voice_pages.hpp"

namespace collab {
namespace {

/// Operations of a ledger and those offered to it, each once.
struct Union {
  std::vector<History::Link> links;
  std::map<ChainPlace, std::string> digests;
};

std::optional<std::string> key_fingerprint_of(Database& db) {
  Query query(db,
              "SELECT value FROM setting WHERE name = 'key_fingerprint' ORDER BY id DESC LIMIT 1");
  return query.next() ? std::optional(query.text(0)) : std::nullopt;
}

std::string name_of(const ChainPlace& place) {
  return fmt::format("operation {} of {}", place.second, place.first);
}

Union load(Database& db) {
  Union all;
  Query query(db, "SELECT id, origin, sequence, now, seen, digest FROM operation ORDER BY id");
  while (query.next()) {
    all.links.push_back({.origin = query.text(1),
                         .sequence = query.integer(2),
                         .now = query.text(3),
                         .seen = query.text(4),
                         .id = query.integer(0)});
    all.digests.emplace(ChainPlace{query.text(1), query.integer(2)}, query.text(5));
  }
  return all;
}

/// One operation with two contents: a ledger was copied, and both copies were written to.
ImportConflict fork_of(Database& db, const ImportOffer& offer, const OfferedOperation& offered,
                       const std::string& digest) {
  const Operation& one = offered.operation;
  ImportConflict fork{.kind = "operation",
                      .what = name_of(ChainPlace{one.origin, one.sequence}),
                      .first = {.value = digest, .origin = one.origin, .sequence = one.sequence},
                      .second = {.value = one.digest,
                                 .actor = one.actor,
                                 .now = one.now,
                                 .origin = one.origin,
                                 .sequence = one.sequence}};
  Query here(db, "SELECT actor, now FROM operation WHERE origin = ? AND sequence = ?", one.origin,
             one.sequence);
  if (here.next()) {
    fork.first.actor = here.text(0);
    fork.first.now = here.instant(1);
  } else {
    for (const OfferedOperation& other : offer.operations)
      if (other.operation.digest == digest) {
        fork.first.actor = other.operation.actor;
        fork.first.now = other.operation.now;
      }
  }
  return fork;
}

void add_offered(Database& db, const ImportOffer& offer, Union& all, ImportReport& report) {
  for (const OfferedOperation& offered : offer.operations) {
    const Operation& one = offered.operation;
    if (chain_digest(one, offered.seen, offered.content) != one.digest)
      throw Error(ExitCode::invalid, "digests-differ",
                  fmt::format("{} is not what its digest says",
                              name_of(ChainPlace{one.origin, one.sequence})),
                  "the file was changed on its way: export it again");
    const auto [there, is_new] =
        all.digests.emplace(ChainPlace{one.origin, one.sequence}, one.digest);
    if (!is_new) {
      if (there->second != one.digest) {
        // Of a fork the first operation says it all.
        const bool known = std::ranges::any_of(report.conflicts, [&](const ImportConflict& fork) {
          return fork.first.origin == one.origin;
        });
        if (!known) report.conflicts.push_back(fork_of(db, offer, offered, there->second));
      }
      continue;
    }
    all.links.push_back({.origin = one.origin,
                         .sequence = one.sequence,
                         .now = stored_instant(one.now),
                         .seen = offered.seen,
                         .place = offered.place});
  }
}

[[noreturn]] void fail_slice(const std::string& experiment) {
  throw Error(
      ExitCode::invalid, "export-slice",
      fmt::format("an export of '{}' alone does not hold all operations of its ledger", experiment),
      "import an export of the whole ledger: collab export -o FILE");
}

void check_heads(const Database& db, std::optional<std::string> key, const ImportOffer& offer,
                 const Union& all) {
  for (const ExportHead& head : offer.heads) {
    if (head.format > current_version())
      throw Error(ExitCode::ledger_format, "newer-export",
                  fmt::format("the export is of format {}; this program knows formats up to {}",
                              head.format, current_version()),
                  "use the collab that wrote it, or a later one");
    if (key && head.key_fingerprint && *key != *head.key_fingerprint)
      throw Error(ExitCode::conflict, "other-key",
                  fmt::format("the export's units and consumers are under the key {}, those of {} "
                              "under {}: the same one would be two",
                              *head.key_fingerprint, db.path().string(), *key),
                  "record them with one key in every ledger (COLLAB_KEY_FILE)");
    if (!key) key = head.key_fingerprint;
    for (const ExportHead::Head& end : head.heads) {
      const auto found = all.digests.find({end.origin, end.sequence});
      if (found != all.digests.end() && found->second == end.digest) continue;
      if (found != all.digests.end())
        throw Error(ExitCode::invalid, "digests-differ",
                    fmt::format("{} has another digest than the export's first line says",
                                name_of(ChainPlace{end.origin, end.sequence})),
                    "the file was changed on its way: export it again");
      if (!head.experiment.empty()) fail_slice(head.experiment);
      throw Error(ExitCode::invalid, "export-cut-off",
                  fmt::format("{} is missing, which the export's first line names",
                              name_of(ChainPlace{end.origin, end.sequence})),
                  "the file is not whole: export it again");
    }
  }
}

void check_links(const Union& all, const ImportOffer& offer) {
  for (const OfferedOperation& offered : offer.operations) {
    const Operation& one = offered.operation;
    std::string before;
    if (one.sequence > 1) before = all.digests.at({one.origin, one.sequence - 1});
    if (one.previous != before)
      throw Error(ExitCode::invalid, "digests-differ",
                  fmt::format("{} does not follow the operation before it",
                              name_of(ChainPlace{one.origin, one.sequence})),
                  "the file was changed on its way: export it again");
  }
}

void check_whole(const History& history, const ImportOffer& offer) {
  const auto gap = history.gap();
  if (!gap) return;
  for (const ExportHead& head : offer.heads)
    if (!head.experiment.empty()) fail_slice(head.experiment);
  throw Error(ExitCode::invalid, "operations-missing",
              fmt::format("{} is in neither the ledger nor the files, and {} rests on it",
                          name_of(gap->missing), name_of(gap->needed_by)),
              "import the export that holds it, first or in the same command");
}

void check_texts(Database& db) {
  Query query(
      db,
      "SELECT (SELECT count(*) FROM voice v WHERE length(v.seal) > 0 AND NOT EXISTS (SELECT "
      "1 FROM voice_text WHERE voice = v.id) AND NOT EXISTS (SELECT 1 FROM voice_forgotten "
      "WHERE voice = v.id)) + (SELECT count(*) FROM voice_answer a WHERE length(a.seal) > 0 "
      "AND NOT EXISTS (SELECT 1 FROM voice_answer_text WHERE answer = a.id) AND NOT EXISTS "
      "(SELECT 1 FROM voice_forgotten WHERE voice = a.voice))");
  query.next();
  if (query.integer(0) == 0) return;
  throw Error(
      ExitCode::invalid, "texts-missing",
      fmt::format("the texts of {} voices or answers are not in the export", query.integer(0)),
      "it was made with --without-text, to be read, not to be imported");
}

/// What single operations may say, and two ledgers together may not.
void check_sound(Database& db) {
  std::vector<LedgerFinding> found;
  Findings findings(found);
  check_plans(db, findings);
  check_rows(db, findings);
  if (found.empty()) return;
  std::vector<Diagnostic> faults;
  for (const LedgerFinding& finding : found)
    faults.push_back({.slug = "does-not-join",
                      .message = fmt::format("the ledgers together would not be sound: {}: {}",
                                             finding.where, finding.what),
                      .hint = "collab verify says whether one of them is damaged; else their "
                              "operations exclude each other: leave one out, and do again in one "
                              "ledger what was done in it"});
  throw Error(ExitCode::conflict, std::move(faults));
}

std::string origin_of(Database& db) {
  Query query(db, "SELECT value FROM setting WHERE name = 'origin' ORDER BY id DESC LIMIT 1");
  if (!query.next()) fail_value(db, "setting", "no origin");
  return query.text(0);
}

void note_unseen(Database& db, const History& history) {
  db.run("DELETE FROM unseen");
  for (const auto& [origin, sequence] : history.unseen_by(origin_of(db)))
    db.run("INSERT INTO unseen(origin, sequence) VALUES(?,?)", origin, sequence);
}

/// A segment of units as an export has it.
struct OfferedSegment {
  std::size_t head = 0;
  UnitSegmentName name;
  std::int64_t first = 0, units = 0;
  RecordBytes bytes;
};

std::vector<OfferedSegment> offered_segments(const ImportOffer& offer) {
  std::vector<OfferedSegment> segments;
  for (const OfferedOperation& offered : offer.operations) {
    if (!offered.has_units) continue;
    for (LedgerRecord& record : offer.records(offered.place)) {
      if (record.kind != "unit_segment") continue;
      complete_segment(record);
      const auto* bytes = std::get_if<RecordBytes>(&value_of(record, "bytes"));
      segments.push_back({.head = offered.head,
                          .name = {{offered.operation.origin, offered.operation.sequence},
                                   integer_of(record, "base")},
                          .first = integer_of(record, "first"),
                          .units = integer_of(record, "units"),
                          .bytes = bytes != nullptr ? *bytes : RecordBytes{}});
    }
  }
  return segments;
}

/// Numbers for the units of every operation that is offered: those that they have here, or the next
/// ones, in the order of the operations.
UnitBases place_units(Database& db, const ImportOffer& offer,
                      const std::vector<History::Link>& order, UnitNumbers& numbers) {
  const std::vector<OfferedSegment> segments = offered_segments(offer);
  UnitBases bases;
  if (segments.empty()) return bases;
  std::int64_t next = 0;
  {
    Query there(db,
                "SELECT o.origin, o.sequence, s.origin_base, s.base, s.base + s.units FROM "
                "unit_segment s JOIN operation o ON o.id = s.operation");
    while (there.next()) {
      bases[{{there.text(0), there.integer(1)}, there.integer(2)}] = there.integer(3);
      next = std::max(next, there.integer(4));
    }
  }
  constexpr std::int64_t most_units = std::int64_t{1} << 27U;  // as a segment may have
  std::set<std::pair<std::size_t, UnitSegmentName>> seen;
  for (const OfferedSegment& segment : segments)
    if (segment.name.second < 0 || segment.units < 1 || segment.units > most_units ||
        !seen.emplace(segment.head, segment.name).second)
      throw Error(ExitCode::invalid, "bad-export",
                  fmt::format("units of {} have no numbers, or those of others",
                              name_of(segment.name.first)));
  std::map<ChainPlace, std::vector<const OfferedSegment*>> of;
  for (const OfferedSegment& segment : segments) of[segment.name.first].push_back(&segment);
  for (const History::Link& link : order) {
    const auto found = link.id == 0 ? of.find({link.origin, link.sequence}) : of.end();
    if (found == of.end()) continue;
    for (const OfferedSegment* segment : found->second)
      if (bases.emplace(segment->name, next).second) next += segment->units;
  }
  for (const OfferedSegment& segment : segments) {
    const auto here = bases.find(segment.name);
    if (here != bases.end() &&
        numbers.place(segment.head, segment.first, here->second, segment.units, segment.bytes))
      continue;
    throw Error(
        ExitCode::invalid, "bad-export",
        fmt::format("units of {} come without their pseudonyms", name_of(segment.name.first)));
  }
  return bases;
}

/// Segments that units were taken out of, as the offer has them.
void add_fewer(const ImportOffer& offer, const RowImport& rows, const UnitBases& bases,
               ImportReport& report) {
  for (const UnitSegmentName& name : rows.fewer())
    for (const OfferedOperation& offered : offer.operations) {
      if (ChainPlace{offered.operation.origin, offered.operation.sequence} != name.first) continue;
      for (LedgerRecord& record : offer.records(offered.place)) {
        if (record.kind != "unit_segment" || integer_of(record, "base") != name.second) continue;
        if (const auto* bytes = std::get_if<RecordBytes>(&value_of(record, "bytes")))
          report.fewer.push_back({.base = bases.at(name), .bytes = *bytes});
      }
    }
}

Instant instant_of(const LedgerRecord& record, std::string_view column) {
  const auto instant = parse_instant(text_of(record, column));
  if (!instant || stored_instant(*instant) != text_of(record, column))
    throw Error(ExitCode::invalid, "bad-export",
                fmt::format("'{}' is no instant as ledgers have them", text_of(record, column)));
  return *instant;
}

}  // namespace

OfferedOperation offered_operation(const LedgerRecord& record, std::size_t place,
                                   std::size_t head) {
  // Each on its own: GCC 12 destroys the members of an aggregate inside an aggregate twice when a
  // later one throws.
  Operation operation{.origin = text_of(record, "origin"),
                      .sequence = integer_of(record, "sequence"),
                      .verb = text_of(record, "verb"),
                      .command = text_of(record, "command"),
                      .actor = text_of(record, "actor"),
                      .reason = text_of(record, "reason"),
                      .now = instant_of(record, "now"),
                      .wall = instant_of(record, "wall"),
                      .digest = text_of(record, "digest"),
                      .previous = text_of(record, "previous")};
  std::string seen = text_of(record, "seen"), content = text_of(record, "content");
  return {.operation = std::move(operation),
          .seen = std::move(seen),
          .content = std::move(content),
          .place = place,
          .head = head};
}

ImportReport LedgerWriter::take_in(const ImportOffer& offer, UnitNumbers& numbers) {
  Database& db = impl_->db();
  ImportReport report;
  Union all = load(db);
  const std::size_t there = all.links.size();
  add_offered(db, offer, all, report);
  if (!report.conflicts.empty()) return report;
  check_heads(db, key_fingerprint_of(db), offer, all);
  History history(std::move(all.links));
  check_whole(history, offer);
  check_links(all, offer);
  const std::vector<History::Link>& order = history.in_order();
  report.imported = static_cast<std::int64_t>(order.size() - there);
  {
    std::set<ChainPlace> offered;
    for (const OfferedOperation& one : offer.operations)
      offered.emplace(one.operation.origin, one.operation.sequence);
    report.unchanged = static_cast<std::int64_t>(offered.size()) - report.imported;
  }
  report.head = order.empty() ? "" : all.digests.at({order.back().origin, order.back().sequence});
  if (report.imported == 0) return report;

  std::size_t kept = 0;
  while (kept < there && order[kept].id == static_cast<std::int64_t>(kept) + 1) ++kept;
  report.moved = static_cast<std::int64_t>(there - kept);
  // What is moved is read from the ledger as it was: a reader does not see what is written here.
  std::optional<LedgerExporter> before;
  if (report.moved > 0)
    before.emplace(impl_->ledger->path, impl_->ledger->options, ExportRequest{});
  const UnitBases bases = place_units(db, offer, order, numbers);
  std::map<std::size_t, std::size_t> heads;
  for (const OfferedOperation& offered : offer.operations) heads[offered.place] = offered.head;
  Unloaded unloaded(db, static_cast<std::int64_t>(kept));
  RowImport rows(db, history, report, bases, numbers);
  for (std::size_t place = kept; place < order.size(); ++place) {
    const bool is_new = order[place].id == 0;
    std::vector<LedgerRecord> records =
        is_new ? offer.records(order[place].place) : before->records(order[place].id);
    rows.add(place, records, is_new ? std::optional(heads.at(order[place].place)) : std::nullopt);
  }
  rows.settle();
  add_fewer(offer, rows, bases, report);
  report.experiments.assign(rows.experiments().begin(), rows.experiments().end());
  if (!report.conflicts.empty()) return report;
  unloaded.restore_caches();
  impl_->voice_pages.insert(rows.voice_pages().begin(), rows.voice_pages().end());
  impl_->voice_pages.insert(unloaded.voice_pages().begin(), unloaded.voice_pages().end());
  check_texts(db);
  check_sound(db);
  note_unseen(db, history);
  return report;
}

}  // namespace collab
