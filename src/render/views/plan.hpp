#pragma once
// A plan's report, also inside a decision's.
#include "collab/model/report.hpp"
#include "render/data.hpp"

namespace collab {

Json plan_report_data(const PlanReport& plan);
void add_plan_page(Page& page, const PlanReport& plan);

}  // namespace collab
