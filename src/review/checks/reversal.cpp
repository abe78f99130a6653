#include <fmt/format.h>

#include <set>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "review/comparison.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

/// Which side of 0 the effect clears: -1, 0 (neither, or not to be judged), 1.
int side(const Effect& effect) {
  if (!effect.judged) return 0;
  if (effect.absolute.low && *effect.absolute.low > 0) return 1;
  if (effect.absolute.high && *effect.absolute.high < 0) return -1;
  return 0;
}

/// Simpson's paradox: the total says one thing, every level the other, because the variants' mix of
/// levels differs.
std::optional<TrustFinding> find(const TrustContext& context) {
  const Experiment& plan = context.plan;
  if (plan.control.empty()) return std::nullopt;
  const int look = last_due(context);
  const double alpha = split_alpha(plan).plain;
  std::set<std::string> levels;
  for (const Cell& cell : context.cells) {
    if (cell.look == look && !cell.segment.empty()) levels.insert(cell.segment);
  }
  std::string text;
  for (const Metric& metric : plan.metrics) {
    if (metric.role == Role::secondary) continue;
    for (const std::string& variant : plan.treatments()) {
      const auto sign = [&](const std::string& level) {
        return side(compare_cells(metric, find_cell(context.cells, look, metric.id, variant, level),
                                  find_cell(context.cells, look, metric.id, plan.control, level),
                                  variant, plan.control, alpha)
                        .effect);
      };
      const int total = sign({});
      if (total == 0) continue;
      for (const std::string& segment : plan.segments) {
        int against = 0, others = 0;
        for (const std::string& level : levels) {
          const auto parsed = parse_segment_set(level);
          if (parsed.size() != 1 || parsed.front().first != segment) continue;
          ++(sign(level) == -total ? against : others);
        }
        if (against == 0 || others > 0) continue;
        text += fmt::format("{}{} of {} is {} in total and {} in every level of {}",
                            text.empty() ? "" : "; ", metric.id, variant, total > 0 ? "up" : "down",
                            total > 0 ? "down" : "up", segment);
      }
    }
  }
  if (text.empty()) return std::nullopt;
  return TrustFinding{.check = "reversal",
                      .status = TrustFinding::Status::warning,
                      .message = text +
                                 ": the variants differ in their mix of levels; read the "
                                 "levels, and check how units were assigned",
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck reversal_check;
const TrustCheck reversal_check{12, find};

}  // namespace collab
