#pragma once
// Cells: cycle-to-date moments per look, from the rows that a cycle's days hold.
#include <vector>

#include "collab/ledger/ledger.hpp"

namespace collab {

struct CycleCells {
  std::vector<Cell> cells;
  Holdings holdings;
};

/// Computes them from observations and runs; nothing is stored. The order of recording does not matter.
CycleCells compute_cells(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                         Ledger::AsOf as_of = {});

/// The pre-period before the cycle for a baseline `{last: 28d}`: cells with look 0.
std::vector<Cell> baseline_cells(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                                 Days last, Ledger::AsOf as_of = {});

}  // namespace collab
