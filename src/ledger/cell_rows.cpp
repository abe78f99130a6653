#include "ledger/cell_rows.hpp"

namespace collab {

Cell read_cell(const Query& query) {
  Cell cell;
  cell.metric = query.text(0);
  cell.variant = query.text(1);
  cell.segment = query.text(2);
  cell.basis = parse_basis(query.text(3)).value_or(Basis::unit);
  cell.unit_rows = query.flag(4);
  cell.repeated = query.flag(5);
  cell.through = query.maybe_day(6).value_or(Day{});
  cell.periods = query.small(7);
  cell.moments.n = query.real(8);
  int column = 9;
  for (double& sum : cell.moments.sum) sum = query.real(column++);
  for (double& centred : cell.moments.centred) centred = query.real(column++);
  return cell;
}

void bind_cell(Query& query, const Cell& cell) {
  query.bind(cell.metric);
  query.bind(cell.variant);
  query.bind(cell.segment);
  query.bind(name_of(cell.basis));
  query.bind(cell.unit_rows);
  query.bind(cell.repeated);
  query.bind(cell.through == Day{} ? std::optional<Day>{} : cell.through);
  query.bind(cell.periods);
  query.bind(cell.moments.n);
  for (const double sum : cell.moments.sum) query.bind(sum);
  for (const double centred : cell.moments.centred) query.bind(centred);
}

}  // namespace collab
