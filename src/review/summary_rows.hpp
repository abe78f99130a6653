#pragma once
// Summary rows read by their metrics' kinds.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/cells.hpp"

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
  std::size_t complete = 0;  ///< rows that a complete segmentation like its own has; 0: not known
  SummaryPart part;
};

/// Read by the kinds of the plan's metrics; rows of metrics that it no longer has are left out. In
/// an order that does not depend on the order of recording. Rows of another kind go to other_kind,
/// and without it end the reading: throws Error(invalid, "other-kind-recorded").
std::vector<SummaryRow> summary_rows(const std::vector<Observation>& observations,
                                     const Experiment& plan,
                                     const std::vector<DeclaredLevels>& declared = {},
                                     OtherKind* other_kind = nullptr);

}  // namespace collab
