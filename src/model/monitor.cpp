#include "collab/model/monitor.hpp"

#include <fmt/format.h>

namespace collab {

std::string alarm_text(const MonitorLine& line) {
  if (!line.alarm_since) return {};
  return fmt::format("{} since {}", line.alarm_is_worse ? "worse" : "better",
                     to_string(*line.alarm_since));
}

}  // namespace collab
