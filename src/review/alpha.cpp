#include "collab/review/alpha.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace collab {
namespace {

struct Family {
  double looks = 1, goals = 0, level_goals = 0, guardrails = 0, treatments = 1;
};

Family family(const Experiment& plan) {
  Family result;
  result.looks = static_cast<double>(look_days(plan.looks, plan.cycle).size());
  result.treatments = static_cast<double>(plan.treatments().size());
  for (const Metric& metric : plan.metrics) {
    if (metric.role == Role::guardrail) ++result.guardrails;
    if (metric.role != Role::goal) continue;
    ++result.goals;
    if (metric.target && !metric.target->quantity.is_change()) ++result.level_goals;
  }
  return result;
}

std::string count(double number, const char* one, const char* many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace

std::string percent(double fraction) { return fmt::format("{:.3g}%", 100 * fraction); }

Alphas split_alpha(const Experiment& plan) {
  const Family of = family(plan);
  const double error = 1 - plan.confidence;
  const double tests = std::max(1.0, of.goals * of.treatments);
  Alphas alphas;
  alphas.plain = error;
  alphas.goal = error / (of.looks * (plan.multiplicity == "none" ? 1 : tests));
  alphas.guardrail = error / of.looks;
  const double intervals = (of.goals + of.level_goals) * of.treatments;
  const double goals = intervals * of.looks * alphas.goal;
  const double guardrails = of.guardrails * of.treatments * of.looks * alphas.guardrail;
  alphas.family_wise = std::min(1.0, goals);
  alphas.family_wise_all = std::min(1.0, goals + guardrails);
  return alphas;
}

std::vector<std::string> alpha_notes(const Experiment& plan) {
  const Family of = family(plan);
  const Alphas alphas = split_alpha(plan);
  std::vector<std::string> notes;
  if (of.goals > 0) {
    std::string split = fmt::format("{} of error", percent(alphas.plain));
    if (plan.multiplicity == "none") {
      split += fmt::format(", split evenly over {}, not over goals (multiplicity: none)",
                           count(of.looks, "look", "looks"));
    } else {
      split += fmt::format(", split evenly over {} x {} x {}", count(of.looks, "look", "looks"),
                           count(of.goals, "goal", "goals"),
                           count(of.treatments, "variant", "variants"));
    }
    notes.push_back(
        fmt::format("goals: {}: intervals at {}; a wrong goal verdict in the whole cycle: "
                    "at most {}, a wrong met or better at most {}",
                    split, percent(1 - alphas.goal), percent(alphas.family_wise),
                    percent(alphas.family_wise / 2)));
  }
  if (of.guardrails > 0) {
    notes.push_back(
        fmt::format("guardrails: intervals at {} at each of {}; a wrong verdict on any goal or "
                    "guardrail: at most {}",
                    percent(1 - alphas.guardrail), count(of.looks, "look", "looks"),
                    percent(alphas.family_wise_all)));
  }
  return notes;
}

}  // namespace collab
