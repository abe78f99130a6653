// Reading batches, and the bytes of runs and unit segments.
#include <fmt/format.h>

#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "ledger/impl.hpp"
#include "ledger/json.hpp"

namespace collab {
namespace {

#define BATCH_COLUMNS                                                                           \
  "SELECT b.id, b.operation, b.experiment, b.feed, b.period, b.cycle_number, b.dated, b.name, " \
  "b.grain, b.counts, b.digest, b.rows, b.source, b.late, b.reason FROM batch b "

std::vector<Batch> read_batches(const Database& database, Query&& query) {
  std::vector<Batch> batches;
  while (query.next()) {
    batches.push_back({.id = query.integer(0),
                       .operation = query.integer(1),
                       .experiment = query.text(2),
                       .feed = query.text(3),
                       .period = query.maybe_day(4),
                       .cycle = query.small(5),
                       .dated = query.day(6),
                       .name = query.text(7),
                       .grain = parsed(database, "batch.grain", query.view(8), parse_grain),
                       .counts = parsed(database, "batch.counts", query.view(9), parse_counts),
                       .digest = query.text(10),
                       .rows = query.integer(11),
                       .source = query.text(12),
                       .late = query.flag(13),
                       .reason = query.text(14)});
  }
  return batches;
}

std::vector<std::uint8_t> copy_of(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::vector<Batch> Ledger::batches(std::string_view experiment, Day first, Day last, int cycle,
                                   AsOf as_of) const {
  Database& db = impl_->db();
  return read_batches(
      db, Query(db,
                BATCH_COLUMNS
                "WHERE b.experiment = ?2 AND (b.period BETWEEN ?3 AND ?4 OR (b.period IS NULL AND "
                "b.cycle_number = ?5)) AND b.grain <> 'summary' AND +b.operation <= ?1 AND NOT "
                "EXISTS (SELECT 1 FROM batch later WHERE later.replaces = b.id AND "
                "+later.operation <= ?1) AND b.digest <> '' ORDER BY b.dated, b.id",
                bound_of(as_of), experiment, first, last, cycle));
}

std::optional<Batch> Ledger::batch_like(const Batch& key) const {
  Database& db = impl_->db();
  std::vector<Batch> found = read_batches(
      db, Query(db,
                BATCH_COLUMNS
                "WHERE b.experiment = ? AND b.feed = ? AND b.period IS ? AND b.cycle_number = ? "
                "AND b.name = ? ORDER BY b.id DESC LIMIT 1",
                key.experiment, key.feed, key.period, key.period ? 0 : key.cycle, key.name));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Batch> Ledger::batch_before(std::int64_t id) const {
  Database& db = impl_->db();
  std::vector<Batch> found = read_batches(
      db, Query(db, BATCH_COLUMNS "WHERE b.id = (SELECT replaces FROM batch WHERE id = ?)", id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Batch> Ledger::batches_of_operation(std::int64_t operation) const {
  Database& db = impl_->db();
  return read_batches(db,
                      Query(db, BATCH_COLUMNS "WHERE b.operation = ? ORDER BY b.id", operation));
}

std::vector<Day> Ledger::recorded_periods(std::string_view experiment,
                                          std::string_view feed) const {
  Query query(impl_->db(),
              "SELECT DISTINCT period FROM batch WHERE experiment = ? AND feed = ? AND "
              "period IS NOT NULL ORDER BY period",
              experiment, feed);
  std::vector<Day> days;
  while (query.next()) days.push_back(query.day(0));
  return days;
}

StoredRun Ledger::run(std::int64_t batch) const {
  Query query(impl_->db(),
              "SELECT digest, units, bytes, contested FROM current_run WHERE batch = ?", batch);
  if (!query.next()) {
    throw Error(ExitCode::ledger_format, "damaged-ledger",
                fmt::format("{} holds no unit rows for batch {}", impl_->shown.string(), batch),
                "run `collab verify` to see what else was touched");
  }
  return {.batch = batch,
          .digest = query.text(0),
          .units = query.integer(1),
          .bytes = copy_of(query.bytes(2)),
          .contested = query.flag(3)};
}

std::vector<StoredSegment> Ledger::unit_segments() const {
  Query query(impl_->db(), "SELECT base, units, bytes FROM unit_segment ORDER BY base");
  std::vector<StoredSegment> segments;
  while (query.next()) {
    segments.push_back({.base = static_cast<std::uint32_t>(query.integer(0)),
                        .count = static_cast<std::uint32_t>(query.integer(1)),
                        .bytes = copy_of(query.bytes(2))});
  }
  return segments;
}

bool Ledger::has_joined_units() const {
  // Of two such segments one could not keep its number.
  Query query(impl_->db(), "SELECT EXISTS (SELECT 1 FROM unit_segment WHERE base <> origin_base)");
  query.next();
  return query.integer(0) != 0;
}

std::vector<DeclaredLevels> Ledger::declared_levels() const {
  constexpr std::string_view mark = "levels of ";
  Query query(impl_->db(),
              "SELECT operation, name, value FROM setting WHERE name LIKE 'levels of %' "
              "ORDER BY id");
  std::vector<DeclaredLevels> declared;
  while (query.next()) {
    declared.push_back(
        {.operation = query.integer(0),
         .segment = query.text(1).substr(mark.size()),
         .levels = parsed(impl_->db(), "setting.value", query.view(2), parse_texts)});
  }
  return declared;
}

std::optional<std::string> Ledger::key_fingerprint() const {
  Query query(impl_->db(),
              "SELECT value FROM setting WHERE name = 'key_fingerprint' ORDER BY id DESC LIMIT 1");
  if (!query.next()) return std::nullopt;
  return query.text(0);
}

std::map<std::string, std::int64_t> Ledger::archived() const {
  constexpr std::string_view mark = "archived ";
  Query query(impl_->db(),
              "SELECT name, operation, value FROM setting s WHERE name LIKE 'archived %' AND id = "
              "(SELECT max(id) FROM setting WHERE name = s.name) AND value = 'yes'");
  std::map<std::string, std::int64_t> archived;
  while (query.next()) archived.emplace(query.text(0).substr(mark.size()), query.integer(1));
  return archived;
}

std::vector<Batch> Ledger::unit_batches() const {
  Database& db = impl_->db();
  return read_batches(
      db, Query(db, BATCH_COLUMNS "WHERE b.id IN (SELECT batch FROM run) ORDER BY b.id"));
}

std::int64_t Ledger::cells_made_by(const Cycle& cycle) const {
  const std::int64_t decided = cycle.decision ? cycle.decision->operation : INT64_MAX;
  Query query(impl_->db(),
              "SELECT max(coalesce((SELECT max(operation) FROM plan WHERE cycle = ?1), 0), "
              "coalesce((SELECT max(operation) FROM batch WHERE experiment = ?2 AND operation <= "
              "?3 AND (period BETWEEN ?4 AND ?5 OR (period IS NULL AND cycle_number = ?6))), 0))",
              cycle.id, cycle.experiment, decided, cycle.first, cycle.end(), cycle.number);
  query.next();
  // A decision before the last day takes days away.
  return cycle.decision && cycle.end() < cycle.last ? decided : query.integer(0);
}

std::int64_t Ledger::rows_after_decision(const Cycle& cycle) const {
  if (!cycle.decision) return 0;
  // A batch says how many rows it brought; those that another ledger had brought before are none.
  Query query(impl_->db(),
              "SELECT coalesce(sum(CASE WHEN b.grain = 'summary' THEN (SELECT count(*) FROM "
              "observation o WHERE o.operation = b.operation AND o.batch = b.id) ELSE b.rows END), "
              "0) FROM batch b WHERE b.experiment = ? AND b.operation > ? AND (b.period BETWEEN ? "
              "AND ? OR (b.period IS NULL AND b.cycle_number = ?))",
              cycle.experiment, cycle.decision->operation, cycle.first, cycle.end(), cycle.number);
  query.next();
  return query.integer(0);
}

}  // namespace collab
