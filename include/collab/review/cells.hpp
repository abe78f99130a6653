#pragma once
// Cells: cycle-to-date moments per look, from the rows that a cycle's days hold.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/units/run.hpp"

namespace collab {

struct CycleCells {
  std::vector<Cell> cells;
  Holdings holdings;
  /// For LedgerWriter::keep_units(); of refresh_cells() alone.
  std::optional<UnitState> state{};
  std::map<Day, std::vector<Cell>> days{};
};

/// Runs that are in memory because they were just stored, by batch.
using FreshRuns = std::map<std::int64_t, std::shared_ptr<const Run>>;

/// in_time leaves out rows that came after a look or decision that covers them.
enum class WhichRows { all, in_time };

/// Computes them from observations and runs; nothing is stored. The order of recording does not
/// matter: the same rows give the same bits.
///
/// Every look has its cells, also one that is not due yet: look k holds what is dated up to its
/// day. A closed cycle is computed as of its decision unless `as_of` says otherwise; rows that came
/// later are only counted, in holdings.after_close.
///
/// Summary rows: `new` rows add; of `to_date` and `repeated` rows the latest of each variant,
/// segment set and location counts. The total is the row without segment and location, else the sum
/// over the segmentation (or the locations) that holds most. Moments of rows are doubles. Unit
/// rows: each unit once, with its latest values; sums are exact. A unit seen in two variants is
/// counted in holdings and in no cell; a unit without a value does not count for that metric; a
/// unit without a covariate gets the mean of all others', which favours no variant. A unit's
/// segment level is the first one seen; so is its cluster, and a cluster seen in two variants takes
/// its units out as one seen in two variants does. A covariate `previous` is the same unit's value
/// in the cycle before. Where a metric has unit rows, its summary rows are not
/// used. A total is summed only over a segmentation that has every level declared when its rows
/// were recorded, where Ledger::declared_levels() tells.
///
/// throws Error(invalid, "other-kind-recorded") for a row that is not what its metric's kind takes
CycleCells compute_cells(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                         Ledger::AsOf as_of = {}, WhichRows which = WhichRows::all);

/// Metrics with rows that were recorded as another kind, and the first such row:
/// `control on 2026-02-20 (op_3) is n 240 mean 41.2`, `a unit of control (feed members, op_3)
/// has 3.5`.
using OtherKind = std::map<std::string, std::string>;

/// The same cells, bit for bit, for the open cycle under its plan in force: batches of later days
/// than any before are added to the state that the ledger keeps, and only the looks that they
/// concern are computed anew. Without such a state, or after a correction, all is folded anew.
CycleCells refresh_cells(const Ledger& ledger, const Cycle& cycle, const FreshRuns& fresh);

/// What the ledger must hold of a cycle: cells, holdings (but for generation and expect), state and
/// days, folded anew as of the operation that computed them (Ledger::cells_made_by()).
CycleCells cells_as_made(const Ledger& ledger, const Cycle& cycle);

/// The pre-period before the cycle for a baseline `{last: 28d}`: cells with look 0, but none of the
/// metrics that were measured as another kind then.
struct PrePeriod {
  std::vector<Cell> cells;
  OtherKind other_kind;
};
PrePeriod baseline_cells(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                         Days last, Ledger::AsOf as_of = {});

/// A total beside a complete segmentation (or all locations' rows) that adds up to something else,
/// among rows of one experiment: one sentence naming metric, variant and period; nullopt when all
/// agree. levels: each segment's declared levels, which tell a complete segmentation; for one that
/// is not known to be complete, only a sum above the total is a fault.
std::optional<std::string> unequal_totals(
    const std::vector<Observation>& rows,
    const std::vector<std::pair<std::string, std::vector<std::string>>>& levels = {});

/// The cell of a metric, variant, segment and basis at a look; nullptr when there is none. cells in
/// the order that compute_cells() and Ledger::cells() give: a review of thousands of levels asks
/// for thousands of cells.
const Cell* find_cell(const std::vector<Cell>& cells, int look, std::string_view metric,
                      std::string_view variant, std::string_view segment = {},
                      Basis basis = Basis::unit);

}  // namespace collab
