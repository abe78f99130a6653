#include "review/closed_cycle.hpp"

#include <algorithm>

#include "collab/review/looks.hpp"
#include "collab/review/predictions.hpp"
#include "review/trusted.hpp"

namespace collab {
namespace {

std::optional<Outcome> outcome_of(const std::vector<StoredLook>& stored, const Metric& metric,
                                  const std::string& variant) {
  int last = 0;
  for (const StoredLook& look : stored) last = std::max(last, look.look);
  const std::optional<StoredLook> stands = standing(stored, metric.id, variant, last);
  if (!stands) return std::nullopt;
  Outcome outcome{.metric = metric.id,
                  .kind = metric.kind,
                  .measure = metric.measure,
                  .role = metric.role,
                  .higher_is_better = metric.higher_is_better,
                  .variant = variant,
                  .arm = stands->arm,
                  .base = stands->base,
                  .effect = stands->effect,
                  .confidence = stands->confidence,
                  .verdict = stands->verdict,
                  .reason = stands->reason,
                  .look = stands->look};
  const std::optional<Target>& target = metric.role == Role::goal ? metric.target : metric.limit;
  if (target) outcome.target = target->text();
  const StoredLook* whole = nullptr;
  for (const StoredLook& look : stored) {
    if (look.metric == metric.id && look.variant == variant && look.look == last) whole = &look;
  }
  if (whole != nullptr && whole->look > stands->look)
    outcome.alternatives.push_back({.name = "all-data",
                                    .by = {},
                                    .effect = whole->effect,
                                    .confidence = whole->confidence,
                                    .variance_ratio = std::nullopt});
  return outcome;
}

}  // namespace

std::vector<Outcome> looked_outcomes(const std::vector<StoredLook>& stored,
                                     const Experiment& plan) {
  std::vector<Outcome> outcomes;
  for (const Metric& metric : plan.metrics) {
    if (metric.role == Role::secondary) continue;
    for (const std::string& variant : plan.treatments()) {
      std::optional<Outcome> outcome = outcome_of(stored, metric, variant);
      if (!outcome) continue;
      outcome->observational = plan.control.empty();
      outcome->prediction = score_prediction(metric, *outcome);
      outcomes.push_back(std::move(*outcome));
    }
  }
  return outcomes;
}

std::vector<Outcome> closed_outcomes(const Ledger& ledger, const Cycle& cycle,
                                     const Experiment& plan) {
  return looked_outcomes(looks_in_force(ledger, cycle, cycle.decision->operation), plan);
}

std::string spoiled_by(const std::vector<Cell>& cells, const Experiment& plan,
                       const Holdings& holdings) {
  const bool repeated = std::ranges::any_of(cells, [](const Cell& cell) { return cell.repeated; });
  return repeated ? "repeated-units" : distrust(cells, plan, 0, holdings);
}

}  // namespace collab
