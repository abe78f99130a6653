#pragma once
// Summary rows to moments: how rows of a metric of a variant add up (product.md, section 5).
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/cell.hpp"
#include "collab/model/observation.hpp"

namespace collab {

/// What some rows stand for together.
struct SummaryPart {
  Moments moments;
  std::optional<double> units;  ///< distinct units, where every row says so
};

/// A row read by its metric's kind.
struct SummaryRow {
  std::string metric, variant;
  std::vector<std::pair<std::string, std::string>> levels;  ///< sorted by name
  std::string location;
  std::optional<Day> period;
  Day dated{};
  Counts counts = Counts::once;
  SummaryPart part;
};

/// Read by the kinds of the plan's metrics; rows of metrics that it no longer has are left out. In
/// an order that does not depend on the order of recording.
std::vector<SummaryRow> summary_rows(const std::vector<Observation>& observations,
                                     const Experiment& plan);

/// The cells of one look from the rows dated up to its day, total and each level of the plan's
/// segments; and the "units" cells. rows as from summary_rows().
std::vector<Cell> summary_cells(std::span<const SummaryRow> rows, const Experiment& plan, int look,
                                std::optional<Day> up_to);

}  // namespace collab
