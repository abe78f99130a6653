#pragma once
// `status`: the pieces of its answer.
#include <vector>

#include "collab/model/report.hpp"
#include "collab/render/document.hpp"

namespace collab {

Table board_table(const std::vector<StatusLine>& lines);
/// A line for each pair of experiments that overlap at one touch point.
void add_overlaps(Page& page, const std::vector<StatusLine>& lines);

}  // namespace collab
