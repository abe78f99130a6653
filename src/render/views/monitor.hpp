#pragma once
// `monitor`: the pieces of its answer.
#include "collab/model/monitor.hpp"
#include "render/data.hpp"
#include "render/figures.hpp"

namespace collab {

Json monitor_data(const MonitorReport& report);

/// Its picture, its signals, and what the limits allow for.
void add_chart(Page& page, const MonitorLine& line);

/// How a line's figures are shown.
Notation notation_of(const MonitorLine& line);

}  // namespace collab
