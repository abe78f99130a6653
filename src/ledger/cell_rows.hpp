#pragma once
// Cells as rows, where more than one table has them.
#include "collab/model/cell.hpp"
#include "ledger/sqlite.hpp"

#define CELL_VALUES                                                                           \
  "metric, variant, segment, basis, unit_rows, repeated, through, periods, n, sum_0, sum_1, " \
  "sum_2, sum_3, centred_00, centred_01, centred_02, centred_03, centred_11, centred_12, "    \
  "centred_13, centred_22, centred_23, centred_33"
#define CELL_MARKS "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?"

namespace collab {

constexpr int cell_values = 23;

/// Columns 0 to 22, as CELL_VALUES has them.
Cell read_cell(const Query& query);
void bind_cell(Query& query, const Cell& cell);

}  // namespace collab
