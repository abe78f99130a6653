// Caches: cells and holdings of a cycle, stamps of files. Rebuilt at will, outside the chain.
#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

#define CELL_COLUMNS                                                                         \
  "SELECT look, metric, variant, segment, basis, unit_rows, repeated, through, periods, n, " \
  "sum_0, "                                                                                  \
  "sum_1, sum_2, sum_3, centred_00, centred_01, centred_02, centred_03, centred_11, "        \
  "centred_12, centred_13, centred_22, centred_23, centred_33 FROM cell WHERE cycle = ? "

std::vector<Cell> read_cells(Query&& query) {
  std::vector<Cell> cells;
  while (query.next()) {
    Cell& cell = cells.emplace_back();
    cell.look = query.small(0);
    cell.metric = query.text(1);
    cell.variant = query.text(2);
    cell.segment = query.text(3);
    cell.basis = parse_basis(query.text(4)).value_or(Basis::unit);
    cell.unit_rows = query.flag(5);
    cell.repeated = query.flag(6);
    cell.through = query.maybe_day(7).value_or(Day{});
    cell.periods = query.small(8);
    cell.moments.n = query.real(9);
    int column = 10;
    for (double& sum : cell.moments.sum) sum = query.real(column++);
    for (double& centred : cell.moments.centred) centred = query.real(column++);
  }
  return cells;
}

void add_cell(Database& db, std::int64_t cycle, const Cell& cell) {
  Query query(db,
              "INSERT INTO cell(cycle, look, metric, variant, segment, basis, unit_rows, repeated, "
              "through, "
              "periods, n, sum_0, sum_1, sum_2, sum_3, centred_00, centred_01, centred_02, "
              "centred_03, centred_11, centred_12, centred_13, centred_22, centred_23, centred_33) "
              "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
              cycle, cell.look, cell.metric, cell.variant, cell.segment, name_of(cell.basis),
              cell.unit_rows, cell.repeated,
              cell.through == Day{} ? std::optional<Day>{} : cell.through, cell.periods,
              cell.moments.n);
  for (const double sum : cell.moments.sum) query.bind(sum);
  for (const double centred : cell.moments.centred) query.bind(centred);
  query.run();
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
  Query query(
      impl_->db(),
      "SELECT generation, observations, units, in_two_variants, late, after_close, expect, recent "
      "FROM holding WHERE cycle = ?",
      cycle);
  if (!query.next()) return {};
  return {.generation = query.integer(0),
          .observations = query.integer(1),
          .units = query.integer(2),
          .in_two_variants = query.integer(3),
          .late = query.integer(4),
          .after_close = query.integer(5),
          .expect = query.text(6),
          .recent = query.text(7)};
}

void LedgerWriter::replace_cells(std::int64_t cycle, const std::vector<Cell>& cells,
                                 const Holdings& holdings) {
  Database& db = impl_->db();
  Query(db, "DELETE FROM cell WHERE cycle = ?", cycle).run();
  std::optional<Day> through;
  for (const Cell& cell : cells) {
    add_cell(db, cycle, cell);
    if (cell.periods > 0 && (!through || cell.through > *through)) through = cell.through;
  }
  Query(db,
        "INSERT INTO holding(cycle, generation, observations, units, in_two_variants, late, "
        "after_close, data_through, expect, recent) VALUES(?,?,?,?,?,?,?,?,?,?) ON CONFLICT(cycle) "
        "DO UPDATE "
        "SET "
        "generation = max(excluded.generation, generation + 1), "
        "observations = excluded.observations, units = excluded.units, "
        "in_two_variants = excluded.in_two_variants, late = excluded.late, "
        "after_close = excluded.after_close, data_through = excluded.data_through, "
        "expect = excluded.expect, recent = excluded.recent",
        cycle, std::max<std::int64_t>(holdings.generation, 1), holdings.observations,
        holdings.units, holdings.in_two_variants, holdings.late, holdings.after_close, through,
        holdings.expect, holdings.recent)
      .run();
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
  Query(impl_->db(),
        "INSERT INTO file_stamp(experiment, feed, file, size, modified, digest, rows) "
        "VALUES(?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET size = excluded.size, "
        "modified = excluded.modified, digest = excluded.digest, "
        "rows = excluded.rows",
        experiment, feed, file, static_cast<std::int64_t>(stamp.size), stamp.modified, stamp.digest,
        stamp.rows)
      .run();
}

}  // namespace collab
