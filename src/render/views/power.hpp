#pragma once
// What a design can show, also inside a plan's answer.
#include "collab/model/power.hpp"
#include "render/data.hpp"

namespace collab {

Json metric_power_data(const MetricPower& metric);
/// Sentences to act on: what each claim needs, what the planned cycle can do, what is not known.
std::vector<std::string> power_lines(const PowerReport& report, const MetricPower& metric);
/// `visit >= +5%, from 31.9% (control of cycle 1), 1,000 consumers a day`.
std::string power_heading(const MetricPower& metric);

}  // namespace collab
