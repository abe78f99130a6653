#pragma once
// Summary rows to moments: how rows of a metric of a variant add up (product.md, section 5).
#include <optional>
#include <span>
#include <vector>

#include "review/summary_rows.hpp"

namespace collab {

/// The cells of one look from the rows dated up to its day, total and each level of the plan's
/// segments; and the "units" cells. rows as from summary_rows().
std::vector<Cell> summary_cells(std::span<const SummaryRow> rows, const Experiment& plan, int look,
                                std::optional<Day> up_to);

}  // namespace collab
