#include "collab/review/fidelity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace collab {
namespace {

FidelityPoint prediction(const FidelityInput& input) {
  const bool any = std::ranges::any_of(
      input.plan.metrics, [](const Metric& metric) { return metric.predict.has_value(); });
  FidelityPoint point{"prediction-before-data", any && !input.retrospective, {}};
  if (!any)
    point.said =
        "nothing was predicted: predict: {change: +8%, between: [+3%, +12%], confidence: 80%}";
  else
    point.said = input.retrospective ? "predicted, but sealed after data began"
                                     : "predicted and sealed before data began";
  return point;
}

FidelityPoint iteration(const FidelityInput& input) {
  FidelityPoint point{"iteration", std::nullopt, "the first cycle: one is no iteration"};
  const bool ended = input.cycle.decision && (input.cycle.decision->kind == DecisionKind::adopt ||
                                              input.cycle.decision->kind == DecisionKind::abandon);
  if (input.cycles > 1) {
    point.kept = true;
    point.said = fmt::format("{} cycles", input.cycles);
  } else if (ended) {
    point.kept = false;
    point.said = "ended after one cycle";
  }
  return point;
}

FidelityPoint data_points(const FidelityInput& input) {
  FidelityPoint point{"enough-data-points", std::nullopt,
                      fmt::format("{} {} with data, {} show a course over time", input.periods,
                                  input.periods == 1 ? "period" : "periods", fidelity_periods)};
  if (input.periods >= fidelity_periods) {
    point.kept = true;
    point.said = fmt::format("{} periods with data", input.periods);
  } else if (input.cycle.state(input.today) == CycleState::due ||
             input.cycle.state(input.today) == CycleState::closed) {
    point.kept = false;
  }
  return point;
}

FidelityPoint small_first(const FidelityInput& input) {
  const bool small = input.first_share <= 0.5 + 1e-9;
  return {"small-first", small,
          fmt::format("the first cycle gave the change to {:.3g} % of units{}",
                      100 * input.first_share, small ? "" : "; a small part shows as much")};
}

int words_in(const std::string& text) {
  std::istringstream in(text);
  int words = 0;
  for (std::string word; in >> word;) ++words;
  return words;
}

FidelityPoint theory(const FidelityInput& input) {
  const bool stated = words_in(input.plan.problem) >= fidelity_words &&
                      words_in(input.plan.hypothesis) >= fidelity_words;
  return {"stated-theory", stated,
          stated
              ? "problem and hypothesis are stated"
              : fmt::format("problem and hypothesis: at least {} words each say what is expected "
                            "and why",
                            fidelity_words)};
}

FidelityPoint balancing(const FidelityInput& input) {
  const auto guardrail = std::ranges::find(input.plan.metrics, Role::guardrail, &Metric::role);
  const bool any = guardrail != input.plan.metrics.end();
  return {"balancing-measure", any,
          any ? "guardrail " + guardrail->id : "no guardrail: what must not get worse?"};
}

FidelityPoint in_time(const FidelityInput& input) {
  FidelityPoint point{
      "decision-in-time", std::nullopt,
      fmt::format("to be decided by {}", to_string(input.cycle.last + fidelity_days))};
  const Day decided = input.cycle.decision ? input.cycle.decision->day : input.today;
  const Days after = decided - input.cycle.last;
  if (input.cycle.decision) {
    point.kept = after <= fidelity_days;
    point.said = after.count() <= 0 ? fmt::format("decided on {}", to_string(decided))
                                    : fmt::format("decided {} {} after the last one", after.count(),
                                                  after.count() == 1 ? "day" : "days");
  } else if (after > fidelity_days) {
    point.kept = false;
    point.said = fmt::format("undecided {} days after the last one", after.count());
  }
  return point;
}

/// The share of units that the plan gives a treatment; 1 without a control.
double treated_share(const Experiment& plan) {
  for (const Variant& variant : plan.variants) {
    if (!plan.control.empty() && variant.id == plan.control) return 1 - variant.share.value_or(0);
  }
  return 1;
}

}  // namespace

std::vector<FidelityPoint> fidelity(const FidelityInput& input) {
  return {prediction(input), iteration(input), data_points(input), small_first(input),
          theory(input),     balancing(input), in_time(input)};
}

std::vector<FidelityPoint> fidelity_of(const Ledger& ledger, const Cycle& cycle,
                                       const std::vector<Cycle>& cycles,
                                       const std::vector<Plan>& plans,
                                       const std::vector<Cell>& cells, Day today) {
  const Experiment plan = plans.back().experiment();
  int periods = 0;
  for (const Cell& cell : cells) periods = std::max(periods, cell.look == 0 ? cell.periods : 0);
  const Cycle& first = cycles.front();
  const Experiment first_plan =
      first.id == cycle.id ? plan : ledger.plan_in_force(first.id).value().experiment();
  return fidelity({.cycle = cycle,
                   .plan = plan,
                   .retrospective = plans.front().retrospective,
                   .cycles = static_cast<int>(cycles.size()),
                   .first_share = treated_share(first_plan),
                   .periods = periods,
                   .today = today});
}

}  // namespace collab
