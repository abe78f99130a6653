#include "collab/review/recommendation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "review/verdict_order.hpp"

namespace collab {
namespace {

const Metric* first_goal(const Experiment& plan) {
  for (const Metric& metric : plan.metrics) {
    if (metric.role == Role::goal) return &metric;
  }
  return nullptr;
}

VariantVerdict verdict_of(const std::string& variant, const std::vector<Outcome>& outcomes) {
  std::vector<const Outcome*> judged;
  std::vector<Weighed> weighed;
  for (const Outcome& outcome : outcomes) {
    if (outcome.variant != variant || outcome.role == Role::secondary) continue;
    judged.push_back(&outcome);
    weighed.push_back({outcome.role == Role::goal, outcome.verdict});
  }
  const auto [verdict, decided_by] = weigh(weighed);
  if (!decided_by) return {variant, verdict, "the plan sets no goal"};
  const Outcome& decisive = *judged[*decided_by];
  if (verdict == Verdict::broken)
    return {variant, verdict, fmt::format("guardrail {} is broken", decisive.metric)};
  if (decisive.role == Role::guardrail)
    return {variant, verdict,
            fmt::format("goals are met, but guardrail {} is {}", decisive.metric,
                        name_of(decisive.verdict))};
  if (verdict == Verdict::met) return {variant, verdict, "every goal is met"};
  return {variant, verdict,
          fmt::format("{}: {}", decisive.metric,
                      decisive.why.empty() ? std::string(name_of(verdict)) : decisive.why)};
}

std::string wait_command(const Experiment& plan, const Review& review) {
  if (!plan.feeds.empty()) return "collab run " + review.experiment;
  const Metric* goal = first_goal(plan);
  return fmt::format("collab record {} {}=… --variant {}", review.experiment,
                     goal == nullptr ? "METRIC" : goal->id,
                     plan.variants.empty() ? "V" : plan.variants.front().id);
}

const LookState* next_look(const Review& review) {
  for (const LookState& look : review.looks) {
    if (!look.due) return &look;
  }
  return nullptr;
}

std::string after_close(const Review& review) {
  const bool goes_on = review.decision && (review.decision->kind == DecisionKind::extend ||
                                           review.decision->kind == DecisionKind::adapt);
  return goes_on ? "collab plan " + review.experiment : std::string("collab status");
}

/// The first cycle of a before/after experiment: it cannot be judged, only gone on from.
bool nothing_before(const Review& review) {
  return review.data_through &&
         std::any_of(review.outcomes.begin(), review.outcomes.end(),
                     [](const Outcome& outcome) { return outcome.reason == "no-previous-cycle"; });
}

/// What to know of the data before acting on them; begins with a semicolon, or is empty.
std::string doubts(const Review& review) {
  const LookState* last = nullptr;
  for (const LookState& look : review.looks) {
    if (look.due) last = &look;
  }
  const bool short_of_look =
      last != nullptr && review.data_through && *review.data_through < last->day;
  std::string text;
  bool fresh = false;
  for (const TrustFinding& finding : review.trust) {
    const bool freshness = finding.check == "freshness";
    if (freshness) fresh = finding.status == TrustFinding::Status::ok;
    if (freshness && short_of_look) continue;
    if (finding.status == TrustFinding::Status::failed ||
        (freshness && finding.status == TrustFinding::Status::warning))
      text += "; but " + finding.message;
  }
  if (short_of_look && !fresh)
    text += fmt::format("; but data through {} of a look of {}", to_string(*review.data_through),
                        to_string(last->day));
  return text;
}

/// Nothing to decide yet: what to wait for.
void wait(const Experiment& plan, const Review& review, const VariantVerdict& lead,
          const LookState* look, Recommendation& next) {
  next.command = wait_command(plan, review);
  next.why = lead.why;
  if (review.state == CycleState::planned) {
    next.why = fmt::format("starts on {}", to_string(review.first));
  } else if (lead.verdict == Verdict::no_data) {
    if (look != nullptr || !nothing_before(review)) return;
    next.why = "there is no earlier cycle to compare with: extend makes this one the baseline";
    next.command = fmt::format("collab decide {} extend -m \"…\" --next", review.experiment);
  } else if (look != nullptr) {
    next.why = fmt::format("wait for the look on {}: it is judged when that day is over",
                           to_string(look->day));
  }
}

DecisionKind asked_for(const Repeat& repeat, Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return repeat.when_met;
    case Verdict::better:
      return repeat.when_better;
    case Verdict::missed:
    case Verdict::worse:
      return repeat.when_missed;
    case Verdict::broken:
      return repeat.when_broken;
    default:
      return repeat.when_unclear;
  }
}

/// ` (goals are met, but guardrail complaints is unclear)`, where a guardrail decides.
std::string held_back(const Review& review, const VariantVerdict& lead) {
  const bool goal_decides =
      std::any_of(review.outcomes.begin(), review.outcomes.end(), [&](const Outcome& outcome) {
        return outcome.role == Role::goal && outcome.variant == lead.variant &&
               outcome.verdict == lead.verdict;
      });
  return goal_decides ? "" : fmt::format(" ({})", lead.why);
}

std::string_view rule_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return "when_met";
    case Verdict::better:
      return "when_better";
    case Verdict::missed:
    case Verdict::worse:
      return "when_missed";
    case Verdict::broken:
      return "when_broken";
    default:
      return "when_unclear";
  }
}

}  // namespace

std::vector<VariantVerdict> variant_verdicts(const Experiment& plan,
                                             const std::vector<Outcome>& outcomes) {
  std::vector<VariantVerdict> verdicts;
  for (const std::string& variant : plan.treatments())
    verdicts.push_back(verdict_of(variant, outcomes));
  return verdicts;
}

double shrunken_effect(const Outcome& outcome) {
  const Estimate& absolute = outcome.effect.absolute;
  if (!absolute.value) return 0;
  const double effect = outcome.higher_is_better ? *absolute.value : -*absolute.value;
  double error = 0;
  if (outcome.effect.standard_error)
    error = *outcome.effect.standard_error;
  else if (absolute.low && absolute.high)
    error = (*absolute.high - *absolute.low) / 4;
  if (effect == 0) return 0;
  return effect * std::max(0.0, 1 - error * error / (effect * effect));
}

const VariantVerdict* leading_variant(const Experiment& plan,
                                      const std::vector<VariantVerdict>& variants,
                                      const std::vector<Outcome>& outcomes) {
  const Metric* goal = first_goal(plan);
  const auto strength = [&](const VariantVerdict& each) {
    for (const Outcome& outcome : outcomes) {
      if (goal != nullptr && outcome.metric == goal->id && outcome.variant == each.variant)
        return shrunken_effect(outcome);
    }
    return 0.0;
  };
  const VariantVerdict* best = nullptr;
  for (const VariantVerdict& each : variants) {
    if (best == nullptr) {
      best = &each;
      continue;
    }
    const std::size_t a = place(strongest_first, each.verdict);
    const std::size_t b = place(strongest_first, best->verdict);
    if (a < b || (a == b && strength(each) > strength(*best))) best = &each;
  }
  return best;
}

Recommendation recommend(const Experiment& plan, const Review& review) {
  Recommendation next;
  if (review.state == CycleState::closed) {
    next.why = "the cycle is closed";
    next.command = after_close(review);
    return next;
  }
  const VariantVerdict* lead = leading_variant(plan, review.variants, review.outcomes);
  if (lead == nullptr) return next;
  next.variant = lead->variant;
  const Verdict verdict = lead->verdict;
  const LookState* look = next_look(review);
  const bool open_question = verdict == Verdict::better || verdict == Verdict::unclear;
  if (verdict == Verdict::pending || verdict == Verdict::no_data || (look && open_question)) {
    wait(plan, review, *lead, look, next);
    if (review.state != CycleState::planned) next.why += doubts(review);
    return next;
  }

  // An interim result is final once it is stored: before, more of its data may come.
  const bool provisional =
      std::any_of(review.outcomes.begin(), review.outcomes.end(), [&](const Outcome& outcome) {
        return outcome.variant == lead->variant && outcome.role == Role::goal &&
               outcome.provisional;
      });
  if (look && provisional && verdict != Verdict::broken) {
    next.why = fmt::format("{} is {}, but that is provisional until the look's result is stored",
                           lead->variant, name_of(verdict));
    next.why += doubts(review);
    next.command = wait_command(plan, review);
    return next;
  }

  DecisionKind kind = asked_for(plan.repeat, verdict);
  next.why = fmt::format("{} is {}{}: {} says {}", lead->variant, name_of(verdict),
                         held_back(review, *lead), rule_of(verdict), name_of(kind));
  const bool goes_on = kind == DecisionKind::extend || kind == DecisionKind::adapt;
  if (goes_on && review.cycle >= plan.repeat.at_most) {
    kind = DecisionKind::abandon;
    next.why += fmt::format(", but cycle {} of at most {} is the last one: abandon", review.cycle,
                            plan.repeat.at_most);
  }
  bool early = false;
  if (kind == DecisionKind::abandon && review.cycle < plan.repeat.at_least) {
    const std::string promise = fmt::format("at least {} cycles were promised and this is cycle {}",
                                            plan.repeat.at_least, review.cycle);
    if (verdict == Verdict::broken) {
      early = true;
      next.why += fmt::format("; {}, so it needs --early", promise);
    } else {
      kind = DecisionKind::extend;
      next.why += fmt::format("; {}: extend", promise);
    }
  }
  next.why += doubts(review);
  if (kind == DecisionKind::adapt)
    next.why += fmt::format("; change experiments/{}.yaml first", review.experiment);
  next.decision = kind;
  next.command = fmt::format("collab decide {} {} -m \"…\"", review.experiment, name_of(kind));
  if (kind == DecisionKind::adopt && review.variants.size() > 1)
    next.command += " --variant " + lead->variant;
  if (early) next.command += " --early";
  if (kind == DecisionKind::extend || kind == DecisionKind::adapt) next.command += " --next";
  return next;
}

}  // namespace collab
