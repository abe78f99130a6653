#pragma once
// Unit batches to moments: each unit once, with its latest values, in exact sums.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/cells.hpp"

namespace collab {

class UnitFold;
struct KeptFold;

/// What the nights before left, and what this one leaves.
struct Nights {
  const FreshRuns* fresh = nullptr;
  std::shared_ptr<const KeptFold> kept;  ///< of the first `folded` batches; then of all
  std::size_t folded = 0;
  std::vector<Cell> cells;                ///< as they were computed then
  std::map<Day, std::vector<Cell>> days;  ///< of single days; then with the new ones
};

/// A look with its day; look 0 has none: everything.
using LookDays = std::vector<std::pair<int, std::optional<Day>>>;

struct UnitCells {
  std::vector<Cell> cells;
  std::set<std::string> metrics;  ///< those that the unit rows give
  std::int64_t units = 0;
  std::int64_t in_two_variants = 0;
  bool event_rows = false;
  bool exposure_unknown = false;  ///< events without anything that says who could have acted
};

/// looks in the order of their days, look 0 last. previous: the cycle before, for covariates.
/// Metrics whose values are no values of their kind go to other_kind; without it throws
/// Error(invalid, "other-kind-recorded"). before: event batches of days before the cycle, for
/// covariates that ask for what units did before. nights: what is known already; completed.
UnitCells unit_cells(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan,
                     const LookDays& looks, const UnitFold* previous = nullptr,
                     OtherKind* other_kind = nullptr, std::vector<Batch> before = {},
                     Nights* nights = nullptr);

/// The figures of each day with event rows, alone: what the units exposed by then did on it.
/// batches: of one cycle; others than event rows are passed over.
std::map<Day, std::vector<Cell>> event_day_cells(const Ledger& ledger, std::vector<Batch> batches,
                                                 const Experiment& plan, OtherKind* other_kind);

/// All batches folded, under the plan they were recorded for, which the fold keeps.
UnitFold folded(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan);

}  // namespace collab
