#include "loop/target_warnings.hpp"

#include <fmt/format.h>

namespace collab {

std::vector<std::string> target_warnings(const Experiment& plan) {
  std::vector<std::string> warnings;
  for (const Metric& metric : plan.metrics) {
    const std::optional<Target>& target = metric.target ? metric.target : metric.limit;
    if (!target || target->quantity.is_change() || !metric.predict) continue;
    if (!metric.predict->change.is_change()) continue;
    const std::string& level = target->quantity.text;
    warnings.push_back(fmt::format(
        "{}: {} is a level that the variant itself must reach, while its prediction {} is a "
        "change; a change is written {}",
        metric.id, level, metric.predict->change.text,
        level.starts_with('-') ? level : "+" + level));
  }
  return warnings;
}

}  // namespace collab
