// What a sealing tells: days and looks, other experiments in the way, the command that comes next.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "collab/review/alpha.hpp"
#include "collab/review/review.hpp"
#include "loop/sealing_steps.hpp"

namespace collab {

std::string listed(const std::vector<SealChange>& changes) {
  std::vector<std::string> paths;
  for (const SealChange& change : changes) {
    if (paths.size() == 4) {
      paths.push_back(fmt::format("and {} more", changes.size() - 4));
      break;
    }
    paths.push_back(change.path);
  }
  return fmt::format("{}", fmt::join(paths, ", "));
}

std::vector<std::string> overlaps(const Ledger* ledger, const Experiment& mine, Day first, Day last,
                                  Day today) {
  std::vector<std::string> warnings;
  if (!ledger || mine.touch_point.empty()) return warnings;
  for (const Cycle& cycle : ledger->latest_cycles()) {
    if (cycle.experiment == mine.id || cycle.decision || cycle.last < first || cycle.first > last)
      continue;
    if (cycle.state(today) == CycleState::due) continue;
    const auto plan = ledger->plan_in_force(cycle.id);
    if (!plan || plan->touch_point != mine.touch_point) continue;
    const Experiment other = plan->experiment();
    std::vector<std::string> shared;
    for (const std::string& segment : mine.segments)
      if (std::ranges::find(other.segments, segment) != other.segments.end())
        shared.push_back(segment);
    const bool apart = !mine.segments.empty() && !other.segments.empty() && shared.empty();
    if (apart) continue;
    warnings.push_back(fmt::format(
        "{} runs at the same touch point '{}' until {}{}: each may change what the other measures",
        cycle.experiment, mine.touch_point, to_string(cycle.last),
        shared.empty() ? ""
                       : fmt::format(" with the same segments ({})", fmt::join(shared, ", "))));
  }
  return warnings;
}

void describe(Sealing& sealing, const Experiment& agreed, Day today) {
  PlanReport& report = sealing.report;
  report.experiment = agreed.id;
  report.title = agreed.title;
  report.cycle = sealing.number;
  report.first = sealing.first;
  report.last = sealing.last;
  report.state = Cycle{.first = sealing.first, .last = sealing.last}.state(today);
  const std::vector<Days> looks = look_days(agreed.looks, agreed.cycle);
  for (const Days look : looks) report.looks.push_back(sealing.first + look - Days{1});
  for (const Metric& metric : agreed.metrics) {
    if (metric.target) report.goals.push_back(metric.id + " " + metric.target->text());
    if (metric.limit) report.guardrails.push_back(metric.id + " " + metric.limit->text());
  }
  report.notes = alpha_notes(agreed);
}

std::string next_command(const PlanReport& report, const Experiment& defined, bool rows_are_there) {
  if (rows_are_there) return "collab review " + report.experiment;
  if (!defined.feeds.empty()) return "collab run " + report.experiment;
  const std::string value =
      defined.metrics.empty() ? "NAME=VALUE" : defined.metrics.front().id + "=VALUE";
  const std::string variant = defined.variants.size() > 1 ? " --variant V" : "";
  return fmt::format("collab record {} {}{} --period {}", report.experiment, value, variant,
                     to_string(report.first));
}

}  // namespace collab
