// Caches: cells and holdings of a cycle, stamps of files. Rebuilt at will, outside the chain.
#include "collab/ledger/ledger.hpp"
#include "ledger/cell_rows.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

#define CELL_COLUMNS "SELECT " CELL_VALUES ", look FROM cell WHERE cycle = ? "

std::vector<Cell> read_cells(Query&& query) {
  std::vector<Cell> cells;
  while (query.next()) {
    cells.push_back(read_cell(query));
    cells.back().look = query.small(cell_values);
  }
  return cells;
}

}  // namespace

std::vector<Cell> Ledger::cells(std::int64_t cycle) const {
  return read_cells(
      Query(impl_->db(), CELL_COLUMNS "ORDER BY look, metric, variant, segment, basis", cycle));
}

std::vector<Cell> Ledger::cells(std::int64_t cycle, int look) const {
  return read_cells(Query(impl_->db(),
                          CELL_COLUMNS "AND look = ? ORDER BY metric, variant, segment, basis",
                          cycle, look));
}

Holdings Ledger::holdings(std::int64_t cycle) const {
  Query query(impl_->db(),
              "SELECT generation, observations, units, in_two_variants, late, after_close, expect, "
              "recent, exposure_unknown, event_rows FROM holding WHERE cycle = ?",
              cycle);
  if (!query.next()) return {};
  return {.generation = query.integer(0),
          .observations = query.integer(1),
          .units = query.integer(2),
          .in_two_variants = query.integer(3),
          .late = query.integer(4),
          .after_close = query.integer(5),
          .event_rows = query.flag(9),
          .exposure_unknown = query.flag(8),
          .expect = query.text(6),
          .recent = query.text(7)};
}

void LedgerWriter::replace_cells(std::int64_t cycle, const std::vector<Cell>& cells,
                                 const Holdings& holdings) {
  Database& db = impl_->db();
  db.run("DELETE FROM cell WHERE cycle = ?", cycle);
  keep_units(cycle, std::nullopt, {});
  std::optional<Day> through;
  for (const Cell& cell : cells) {
    Query query(db, "INSERT INTO cell(cycle, look, " CELL_VALUES ") VALUES(?,?," CELL_MARKS ")",
                cycle, cell.look);
    bind_cell(query, cell);
    query.run();
    if (cell.periods > 0 && (!through || cell.through > *through)) through = cell.through;
  }
  db.run(
      "INSERT INTO holding(cycle, generation, observations, units, in_two_variants, late, "
      "after_close, data_through, expect, recent, exposure_unknown, event_rows) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(cycle) "
      "DO UPDATE "
      "SET "
      "generation = max(excluded.generation, generation + 1), "
      "observations = excluded.observations, units = excluded.units, "
      "in_two_variants = excluded.in_two_variants, late = excluded.late, "
      "after_close = excluded.after_close, data_through = excluded.data_through, "
      "expect = excluded.expect, recent = excluded.recent, "
      "exposure_unknown = excluded.exposure_unknown, event_rows = excluded.event_rows",
      cycle, std::max<std::int64_t>(holdings.generation, 1), holdings.observations, holdings.units,
      holdings.in_two_variants, holdings.late, holdings.after_close, through, holdings.expect,
      holdings.recent, holdings.exposure_unknown, holdings.event_rows);
}

void LedgerWriter::set_recent(std::int64_t cycle, const std::string& recent) {
  impl_->db().run("UPDATE holding SET recent = ? WHERE cycle = ?", recent, cycle);
}

std::optional<FileStamp> Ledger::file_stamp(std::string_view experiment, std::string_view feed,
                                            std::string_view file) const {
  Query query(impl_->db(),
              "SELECT size, modified, digest, rows FROM file_stamp "
              "WHERE experiment = ? AND feed = ? AND file = ?",
              experiment, feed, file);
  if (!query.next()) return std::nullopt;
  return FileStamp{.size = static_cast<std::uint64_t>(query.integer(0)),
                   .modified = query.integer(1),
                   .digest = query.text(2),
                   .rows = query.integer(3)};
}

void LedgerWriter::set_file_stamp(std::string_view experiment, std::string_view feed,
                                  std::string_view file, const FileStamp& stamp) {
  impl_->db().run(
      "INSERT INTO file_stamp(experiment, feed, file, size, modified, digest, rows) "
      "VALUES(?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET size = excluded.size, "
      "modified = excluded.modified, digest = excluded.digest, "
      "rows = excluded.rows",
      experiment, feed, file, static_cast<std::int64_t>(stamp.size), stamp.modified, stamp.digest,
      stamp.rows);
}

}  // namespace collab
