// Caches of unit and event rows: a cycle's folded units, and the cells of its days.
#include "collab/ledger/ledger.hpp"
#include "ledger/cell_rows.hpp"
#include "ledger/impl.hpp"

namespace collab {

std::optional<UnitState> Ledger::unit_state(std::int64_t cycle) const {
  Query query(impl_->db(), "SELECT folded, about, bytes FROM unit_state WHERE cycle = ?", cycle);
  if (!query.next()) return std::nullopt;
  const auto bytes = query.bytes(2);
  return UnitState{
      .folded = query.text(0), .about = query.text(1), .bytes = {bytes.begin(), bytes.end()}};
}

std::map<Day, std::vector<Cell>> Ledger::day_cells(std::int64_t cycle) const {
  Query query(impl_->db(),
              "SELECT " CELL_VALUES
              ", day FROM day_cell WHERE cycle = ? "
              "ORDER BY day, metric, variant, segment, basis",
              cycle);
  std::map<Day, std::vector<Cell>> days;
  while (query.next()) days[query.day(cell_values)].push_back(read_cell(query));
  return days;
}

void LedgerWriter::keep_units(std::int64_t cycle, const std::optional<UnitState>& state,
                              const std::map<Day, std::vector<Cell>>& days) {
  Database& db = impl_->db();
  db.run("DELETE FROM unit_state WHERE cycle = ?", cycle);
  db.run("DELETE FROM day_cell WHERE cycle = ?", cycle);
  if (state)
    db.run("INSERT INTO unit_state(cycle, folded, about, bytes) VALUES(?,?,?,?)", cycle,
           state->folded, state->about, std::span<const std::uint8_t>(state->bytes));
  for (const auto& [day, cells] : days) {
    for (const Cell& cell : cells) {
      Query query(db,
                  "INSERT INTO day_cell(cycle, day, " CELL_VALUES ") VALUES(?,?," CELL_MARKS ")",
                  cycle, day);
      bind_cell(query, cell);
      query.run();
    }
  }
}

}  // namespace collab
