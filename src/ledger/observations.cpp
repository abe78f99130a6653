// Reading observations: a row is current unless a later one replaces it.
#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"
#include "ledger/json.hpp"

namespace collab {
namespace {

#define OBSERVATION_COLUMNS                                                                   \
  "SELECT o.id, o.operation, o.batch, o.experiment, o.metric, o.variant, o.period, o.dated, " \
  "o.cycle_number, o.segment, o.location, o.statistics, o.counts, o.late, "                   \
  "(SELECT feed FROM batch WHERE id = o.batch) FROM observation o "
#define NOT_REPLACED                                                              \
  "AND +o.operation <= ?1 AND NOT EXISTS (SELECT 1 FROM observation later WHERE " \
  "later.replaces = o.id AND +later.operation <= ?1) AND o.statistics <> '{}' "

void append(std::vector<Observation>& rows, const Database& database, Query&& query) {
  while (query.next()) {
    rows.push_back(
        {.id = query.integer(0),
         .operation = query.integer(1),
         .batch = query.integer(2),
         .experiment = query.text(3),
         .metric = query.text(4),
         .variant = query.text(5),
         .period = query.maybe_day(6),
         .dated = query.day(7),
         .cycle = query.small(8),
         .segment = query.text(9),
         .location = query.text(10),
         .statistics = parsed(database, "observation.statistics", query.view(11), parse_statistics),
         .counts = parsed(database, "observation.counts", query.view(12), parse_counts),
         .late = query.flag(13),
         .feed = query.text(14)});
  }
}

}  // namespace

std::vector<Observation> Ledger::observations(std::string_view experiment, Day first, Day last,
                                              int cycle, AsOf as_of) const {
  Database& db = impl_->db();
  std::vector<Observation> rows;
  // Both come out of observation_key in the order asked for.
  append(rows, db,
         Query(db,
               OBSERVATION_COLUMNS
               "WHERE o.experiment = ?2 AND o.period BETWEEN ?3 AND ?4 " NOT_REPLACED
               "ORDER BY o.period, o.cycle_number, o.metric, o.variant, o.segment, o.location",
               bound_of(as_of), experiment, first, last));
  append(rows, db,
         Query(db,
               OBSERVATION_COLUMNS
               "WHERE o.experiment = ?2 AND o.period IS NULL AND o.cycle_number = ?3 " NOT_REPLACED
               "ORDER BY o.metric, o.variant, o.segment, o.location",
               bound_of(as_of), experiment, cycle));
  return rows;
}

std::optional<Observation> Ledger::observation_like(const Observation& key) const {
  Database& db = impl_->db();
  std::vector<Observation> rows;
  append(rows, db,
         Query(db,
               OBSERVATION_COLUMNS
               "WHERE o.experiment = ? AND o.period IS ? AND o.cycle_number = ? AND o.metric = ? "
               "AND o.variant = ? AND o.segment = ? AND o.location = ? ORDER BY o.id DESC LIMIT 1",
               key.experiment, key.period, key.period ? 0 : key.cycle, key.metric, key.variant,
               key.segment, key.location));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::optional<Observation> Ledger::observation_before(std::int64_t id) const {
  Database& db = impl_->db();
  std::vector<Observation> rows;
  append(
      rows, db,
      Query(db, OBSERVATION_COLUMNS "WHERE o.id = (SELECT replaces FROM observation WHERE id = ?)",
            id));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::vector<Observation> Ledger::observations_of_operation(std::int64_t operation) const {
  Database& db = impl_->db();
  std::vector<Observation> rows;
  append(rows, db, Query(db, OBSERVATION_COLUMNS "WHERE o.operation = ? ORDER BY o.id", operation));
  return rows;
}

}  // namespace collab
