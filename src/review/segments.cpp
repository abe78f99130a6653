#include <set>

#include "collab/review/alpha.hpp"
#include "review/sections.hpp"

namespace collab {

std::vector<SegmentOutcome> segment_outcomes(const ReviewInput& input) {
  const int look = input.last_due();
  const double alpha = split_alpha(input.plan).plain;
  Baselines baselines(input.ledger, input.cycle, input.plan, input.known);
  std::set<std::string> levels;
  for (const Cell& cell : input.cells) {
    if (cell.look == look && !cell.segment.empty()) levels.insert(cell.segment);
  }
  std::vector<SegmentOutcome> results;
  for (const std::string& segment : input.plan.segments) {
    for (const std::string& level : levels) {
      const auto parsed = parse_segment_set(level);
      if (parsed.size() != 1 || parsed.front().first != segment) continue;
      for (const Metric& metric : input.plan.metrics) {
        for (const std::string& variant : input.plan.treatments()) {
          Comparison found = baselines.compare(input.cells, metric, variant, look, alpha, level);
          if (!found.missing.empty() && found.arm.n <= 0 && found.base.n <= 0) continue;
          results.push_back({.segment = segment,
                             .level = parsed.front().second,
                             .metric = metric.id,
                             .variant = variant,
                             .arm = std::move(found.arm),
                             .base = std::move(found.base),
                             .effect = std::move(found.effect),
                             .confidence = 1 - alpha});
        }
      }
    }
  }
  return results;
}

}  // namespace collab
