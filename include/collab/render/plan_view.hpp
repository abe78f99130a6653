#pragma once
// `plan`: what was sealed, and what the sealed cycles can show.
#include <vector>

#include "collab/model/power.hpp"
#include "collab/model/report.hpp"
#include "collab/render/document.hpp"

namespace collab {

/// powers  one for each plan, or none: nothing is said of what they can show
Document view(const std::vector<PlanReport>& plans, const std::vector<PowerReport>& powers);

/// power  of the next cycle, where the decision planned one
Document view(const DecideReport& report, const PowerReport* power);

}  // namespace collab
