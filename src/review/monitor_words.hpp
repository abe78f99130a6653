#pragma once
// What a monitored line says, in words; and what two reports say differently.
#include <string>
#include <vector>

#include "collab/model/monitor.hpp"

namespace collab {

/// One sentence: news, noise, or why nothing can be said.
std::string meaning_of(const MonitorLine& line);

/// Values that were corrected, periods that came, alarms, icons and contingencies that differ.
std::vector<MonitorChange> changes_between(const MonitorReport& then, const MonitorReport& now);

}  // namespace collab
