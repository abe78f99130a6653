#include "statistics/rules.hpp"

#include "collab/statistics/chart.hpp"

namespace collab {

std::span<const RuleSet* const> rule_sets() {
  static const RuleSet* const all[] = {
#define ENTRY(name) &name##_rules,
#include "rule_sets.inc"
#undef ENTRY
  };
  return all;
}

const RuleSet* find_rule_set(std::string_view name) {
  for (const RuleSet* rules : rule_sets()) {
    if (rules->name == name) return rules;
  }
  return nullptr;
}

std::span<const std::string_view> rule_set_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const RuleSet* rules : rule_sets()) all.push_back(rules->name);
    return all;
  }();
  return names;
}

void mark(std::vector<Signal>& signals, std::string_view rule, std::size_t before,
          std::size_t point, int direction) {
  if (!signals.empty()) {
    Signal& last = signals.back();
    if (last.rule == rule && last.direction == direction && last.last == before) {
      last.last = point;
      return;
    }
  }
  signals.push_back({rule, point, point, direction});
}

std::string_view without_zones(const Chart& chart) {
  if (!chart.settings.ordered) return "no-order";
  std::string_view reason = "no-data";
  for (const ChartPhase& phase : chart.phases) {
    for (std::size_t i = phase.first; i < phase.end; ++i) {
      const ChartPoint& point = chart.points[i];
      if (!point.value) continue;
      if (point.sigma && *point.sigma > 0) return "";
      if (!phase.reason.empty()) {
        reason = phase.reason;
      } else {
        reason = "no-sigma";
      }
      break;
    }
  }
  return reason;
}

}  // namespace collab
