// rules: shewhart — a point beyond its limits.
//
// source  Shewhart 1931, Economic Control of Quality of Manufactured Product
#include "statistics/charts.hpp"
#include "statistics/false_alarm.hpp"
#include "statistics/rules.hpp"

namespace collab {
namespace {

AlarmRule alarm_rule(const Chart& chart) {
  if (chart.settings.kind == "ewma") return AlarmRule::ewma;
  return chart.settings.kind == "cusum" ? AlarmRule::cusum : AlarmRule::shewhart;
}

RuleFindings judge(const Chart& chart) {
  RuleFindings findings{.rules = "shewhart"};
  bool limits = false;
  for (const ChartPhase& phase : chart.phases) {
    std::size_t before = chart.points.size();
    for (std::size_t i = phase.first; i < phase.end; ++i) {
      const ChartPoint& point = chart.points[i];
      if (!point.value) continue;
      limits |= point.upper.has_value();
      // Excluded points are held against the limits as well.
      if (point.beyond != 0) mark(findings.signals, "beyond-limit", before, i, point.beyond);
      before = i;
    }
  }
  if (!limits) {
    findings.reason = "no-data";
    for (const ChartPhase& phase : chart.phases) {
      if (!phase.reason.empty()) findings.reason = phase.reason;
    }
    findings.basis = findings.reason;
    return findings;
  }
  const FalseAlarm alarm = false_alarm(chart, alarm_rule(chart));
  findings.false_alarm = alarm.probability;
  findings.basis = alarm.basis;
  return findings;
}

}  // namespace

const RuleSet shewhart_rules{
    .name = "shewhart", .summary = "a point beyond the limits", .judge = judge};

}  // namespace collab
