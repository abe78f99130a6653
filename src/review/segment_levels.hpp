#pragma once
// Who is in which level of a segment, where the levels hold everybody.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "collab/model/cell.hpp"

namespace collab {

/// By level, the moments of each variant whose total is in `wholes` (cells of units of one metric
/// at one look), in their order. Empty unless two levels or more hold all units of every one.
std::map<std::string, std::vector<Moments>> segment_levels(const std::vector<Cell>& cells,
                                                           std::span<const Cell* const> wholes,
                                                           const std::string& segment);

}  // namespace collab
