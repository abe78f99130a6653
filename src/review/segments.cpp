#include <map>
#include <set>

#include "collab/review/alpha.hpp"
#include "review/sections.hpp"

namespace collab {

int look_shown(const Outcome& outcome) {
  if (outcome.always_valid) return 0;
  return outcome.role == Role::secondary ? outcome.days_of : outcome.look;
}

std::vector<SegmentOutcome> segment_outcomes(const ReviewInput& input,
                                             const std::vector<Outcome>& outcomes) {
  const double alpha = split_alpha(input.plan).plain;
  Baselines baselines(input.ledger, input.cycle, input.plan, input.known);
  std::set<std::string> levels;
  for (const Cell& cell : input.cells) {
    if (!cell.segment.empty()) levels.insert(cell.segment);
  }
  std::vector<SegmentOutcome> results;
  for (const std::string& segment : input.plan.segments) {
    std::map<std::string, std::string> of_cut;  // segment sets by what is shown of them
    for (const std::string& level : levels)
      if (const auto shown = level_in_cut(level, segment)) of_cut.emplace(*shown, level);
    for (const auto& [shown, level] : of_cut) {
      for (const Outcome& outcome : outcomes) {
        Comparison found = baselines.compare(input.cells, *input.plan.metric(outcome.metric),
                                             outcome.variant, look_shown(outcome), alpha, level);
        if (!found.missing.empty() && found.arm.n <= 0 && found.base.n <= 0) continue;
        results.push_back({.segment = segment,
                           .level = shown,
                           .metric = outcome.metric,
                           .variant = outcome.variant,
                           .arm = std::move(found.arm),
                           .base = std::move(found.base),
                           .effect = std::move(found.effect),
                           .confidence = 1 - alpha});
      }
    }
  }
  return results;
}

}  // namespace collab
