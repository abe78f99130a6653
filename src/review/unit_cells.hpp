#pragma once
// Unit batches to moments: each unit once, with its latest values, in exact sums.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/cells.hpp"

namespace collab {

class UnitFold;

/// A look with its day; look 0 has none: everything.
using LookDays = std::vector<std::pair<int, std::optional<Day>>>;

struct UnitCells {
  std::vector<Cell> cells;
  std::set<std::string> metrics;  ///< those that the unit rows give
  std::int64_t units = 0;
  std::int64_t in_two_variants = 0;
};

/// looks in the order of their days, look 0 last. previous: the cycle before, for covariates.
/// Metrics whose values are no values of their kind go to other_kind; without it throws
/// Error(invalid, "other-kind-recorded").
UnitCells unit_cells(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan,
                     const LookDays& looks, const UnitFold* previous = nullptr,
                     OtherKind* other_kind = nullptr);

/// All batches folded, under the plan they were recorded for, which the fold keeps.
UnitFold folded(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan);

}  // namespace collab
