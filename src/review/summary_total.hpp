#pragma once
// The total of summary rows: of rows that say it all, or of a segmentation that is complete.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "review/summary_rows.hpp"

namespace collab {

/// Rows of one metric of one variant, cycle to date; nullopt where there are none.
std::optional<SummaryPart> accumulate(const std::vector<SummaryRow>& rows);

/// Rows that may add up to a total: those that are one, and those of a complete segmentation that
/// has the same levels in every variant. Variants summed over different levels, or over different
/// segmentations, would not be compared like with like.
std::map<std::string, std::vector<SummaryRow>> adding_up(
    const std::map<std::string, const std::vector<SummaryRow>*>& by_variant);

}  // namespace collab
