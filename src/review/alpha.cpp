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

/// `99.46%, 95.06%`: the intervals' levels at the looks; of many the first and the last.
std::string levels_at_looks(const Experiment& plan, double alpha, int looks) {
  LookCertainty certainty(plan);
  const auto level = [&](int look) {
    const double at_look = certainty.at(alpha, look).alpha;
    return at_look < 1e-4 ? std::string("99.99%+") : fmt::format("{:.4g}%", 100 * (1 - at_look));
  };
  std::string text = level(1);
  if (looks > 3) return text + " … " + level(looks);
  for (int look = 2; look <= looks; ++look) text += ", " + level(look);
  return text;
}

bool every_night(const Experiment& plan) { return plan.looks.form == Looks::Form::anytime; }

}  // namespace

std::string percent(double fraction) { return fmt::format("{:.3g}%", 100 * fraction); }

int goal_comparisons(const Experiment& plan) {
  const Family of = family(plan);
  return std::max(1, static_cast<int>(of.goals * of.treatments));
}

Alphas split_alpha(const Experiment& plan) {
  const Family of = family(plan);
  const double error = 1 - plan.confidence;
  Alphas alphas;
  alphas.plain = error;
  alphas.goal = plan.multiplicity == "none" ? error : error / goal_comparisons(plan);
  alphas.guardrail = alphas.nights = error / 2;
  const double intervals = (of.goals + of.level_goals) * of.treatments;
  const double goals = intervals * alphas.goal;
  const double guardrails = of.guardrails * of.treatments * (alphas.guardrail + alphas.nights);
  alphas.family_wise = std::min(1.0, goals);
  alphas.family_wise_all = std::min(1.0, goals + guardrails);
  return alphas;
}

LookCertainty::LookCertainty(const Experiment& plan)
    : plan_(plan), days_(look_days(plan.looks, plan.cycle)) {}

Certainty LookCertainty::at(double alpha, int look, int day) {
  const double length = static_cast<double>(plan_.cycle.count());
  if (look > 0) {
    const int planned = static_cast<int>(days_.at(static_cast<std::size_t>(look - 1)).count());
    day = day > 0 ? std::min(day, planned) : planned;
  }
  if (look == 0 || every_night(plan_)) return {alpha, std::max(1, day) / length};
  std::vector<LookBoundary>& found = boundaries_[alpha];
  if (found.empty()) {
    std::vector<double> fractions;
    for (const Days& each : days_) fractions.push_back(static_cast<double>(each.count()) / length);
    found = boundaries(fractions, alpha, Spending::obrien_fleming);
  }
  return found.at(static_cast<std::size_t>(look - 1)).alpha;
}

std::vector<std::string> alpha_notes(const Experiment& plan) {
  const Family of = family(plan);
  const Alphas alphas = split_alpha(plan);
  const int looks = static_cast<int>(of.looks);
  std::vector<std::string> notes;
  const std::string spent =
      every_night(plan) ? std::string("always-valid on every night")
      : looks == 1      ? std::string("at one look")
                        : fmt::format("spent over {} (O'Brien-Fleming type, by calendar time)",
                                      count(of.looks, "look", "looks"));
  if (of.goals > 0) {
    const bool shared = plan.multiplicity != "none";
    std::string split = fmt::format("{} of error", percent(alphas.plain));
    if (shared && of.goals * of.treatments > 1)
      split += fmt::format(" ({} x {}, {})", count(of.goals, "goal", "goals"),
                           count(of.treatments, "variant", "variants"),
                           plan.multiplicity == "holm" ? "Holm" : "Benjamini-Hochberg");
    if (!shared) split += " for each goal (multiplicity: none)";
    const std::string levels =
        every_night(plan)
            ? std::string{}
            : fmt::format(": intervals at {}", levels_at_looks(plan, alphas.goal, looks));
    const char* bound =
        plan.multiplicity == "benjamini_hochberg"
            ? "; of all that is called met at most {} is expected to be false"
            : "; a wrong goal verdict in the whole cycle: at most {}, a wrong met or "
              "better at most {}";
    notes.push_back(fmt::format("goals: {}, {}{}", split, spent, levels) +
                    (plan.multiplicity == "benjamini_hochberg"
                         ? fmt::format(fmt::runtime(bound), percent(alphas.plain / 2))
                         : fmt::format(fmt::runtime(bound), percent(alphas.family_wise),
                                       percent(alphas.family_wise / 2))));
  }
  if (of.guardrails > 0) {
    notes.push_back(fmt::format(
        "guardrails: ok at {}{}; broken on any night (always-valid, {}); a wrong verdict on any "
        "goal or guardrail: at most {}",
        looks == 1 ? "the look" : "looks",
        every_night(plan)
            ? std::string{}
            : fmt::format(", intervals at {}", levels_at_looks(plan, alphas.guardrail, looks)),
        percent(1 - alphas.nights), percent(alphas.family_wise_all)));
  }
  return notes;
}

}  // namespace collab
