#pragma once
// A plan's report, also inside a decision's.
#include "collab/model/power.hpp"
#include "collab/model/report.hpp"
#include "render/data.hpp"

namespace collab {

Json plan_report_data(const PlanReport& plan);
/// power  what its cycle can show; nullptr: nothing is said of that
void add_plan_page(Page& page, const PlanReport& plan, const PowerReport* power = nullptr);

}  // namespace collab
