#include "collab/review/pooled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "collab/model/quantity.hpp"
#include "collab/review/predictions.hpp"
#include "collab/statistics/pooling.hpp"
#include "collab/statistics/sequence.hpp"
#include "review/closed_cycle.hpp"
#include "review/effect_error.hpp"
#include "review/sections.hpp"

namespace collab {
namespace {

std::string name_of(const Poolable& each) {
  return fmt::format("{}@{}", each.experiment, each.cycle);
}

/// Half an interval's width in standard errors: the method's own, else of the normal law.
double widths_of(const Effect& effect, double alpha) {
  const Estimate& a = effect.absolute;
  if (effect.standard_error && *effect.standard_error > 0 && a.low && a.high)
    return (*a.high - *a.low) / (2 * *effect.standard_error);
  return critical_value(alpha, effect.df.value_or(1e9));
}

/// log(1 + relative effect) with the error that its interval implies there.
std::optional<MeasuredEffect> log_ratio(const Effect& effect, double alpha) {
  const Estimate& r = effect.relative;
  if (!effect.judged || !r.value || !r.low || !r.high || *r.low <= -1 || *r.value <= -1)
    return std::nullopt;
  const double error = (std::log1p(*r.high) - std::log1p(*r.low)) / (2 * widths_of(effect, alpha));
  if (!(error > 0)) return std::nullopt;
  return MeasuredEffect{std::log1p(*r.value), error};
}

std::optional<MeasuredEffect> difference(const Effect& effect, double alpha) {
  const std::optional<double> error = effect_error(effect, alpha);
  if (!effect.judged || !effect.absolute.value || !error) return std::nullopt;
  return MeasuredEffect{*effect.absolute.value, *error};
}

bool wants_absolute(const Outcome& outcome) {
  const std::optional<Target> target = parse_target(outcome.target);
  return target && target->quantity.form != Quantity::Form::relative_change;
}

/// From logarithms of ratios back to fractions.
void as_fractions(PooledOutcome& pooled) {
  const auto back = [](std::optional<double>& x) {
    if (x) x = std::expm1(*x);
  };
  for (Estimate* estimate : {&pooled.effect, &pooled.next}) {
    back(estimate->value);
    back(estimate->low);
    back(estimate->high);
  }
  for (PooledPart& part : pooled.parts) {
    part.effect = std::expm1(part.effect);
    back(part.shrunken);
  }
}

/// Of cycles that may share units the latest of each experiment; says which are left out.
std::vector<Poolable> independent(const std::vector<Poolable>& outcomes, PooledOutcome& pooled) {
  std::vector<Poolable> kept;
  const Outcome& newest = outcomes.back().outcome;
  for (const Poolable& each : outcomes) {
    const Outcome& outcome = each.outcome;
    if (outcome.kind != newest.kind || outcome.measure != newest.measure ||
        outcome.higher_is_better != newest.higher_is_better) {
      pooled.left.push_back(name_of(each) + ": other-kind");
      continue;
    }
    if (!each.spoiled.empty()) {
      pooled.left.push_back(name_of(each) + ": " + each.spoiled);
      continue;
    }
    // What was better than the cycle before bears that cycle's luck, and so does what follows it.
    if (each.outcome.observational) {
      pooled.left.push_back(name_of(each) + ": before-after");
      continue;
    }
    const auto before = std::ranges::find(kept, each.experiment, &Poolable::experiment);
    const bool apart = each.units_apart && (before == kept.end() || before->units_apart);
    if (!apart && before != kept.end()) {
      std::erase_if(kept, [&](const Poolable& other) {
        if (other.experiment != each.experiment) return false;
        pooled.left.push_back(name_of(other) + ": shared-units-unknown");
        return true;
      });
    }
    kept.push_back(each);
  }
  return kept;
}

}  // namespace

PooledOutcome pool_outcomes(const std::vector<Poolable>& outcomes, double confidence) {
  PooledOutcome result{.confidence = confidence, .method = "restricted-likelihood"};
  if (outcomes.empty()) {
    result.reason = "one-cycle";
    return result;
  }
  const Outcome& newest = outcomes.back().outcome;
  result.metric = newest.metric;
  result.kind = newest.kind;
  result.measure = newest.measure;
  result.higher_is_better = newest.higher_is_better;

  const std::vector<Poolable> kept = independent(outcomes, result);
  result.relative = std::ranges::all_of(kept, [](const Poolable& each) {
    const Effect& effect = whole_effect(each.outcome);
    return !wants_absolute(each.outcome) &&
           (log_ratio(effect, 1 - whole_confidence(each.outcome)) || !effect.judged);
  });
  std::vector<MeasuredEffect> effects;
  for (const Poolable& each : kept) {
    const Effect& effect = whole_effect(each.outcome);
    const double alpha = 1 - whole_confidence(each.outcome);
    const auto measured = result.relative ? log_ratio(effect, alpha) : difference(effect, alpha);
    if (!measured) {
      result.left.push_back(
          fmt::format("{}: {}", name_of(each),
                      effect.absolute.reason.empty() ? "no-data" : effect.absolute.reason));
      continue;
    }
    effects.push_back(*measured);
    result.parts.push_back({.experiment = each.experiment,
                            .cycle = each.cycle,
                            .effect = measured->value,
                            .standard_error = measured->standard_error,
                            .shrunken = std::nullopt});
  }
  if (effects.size() < 2) {
    const bool shared = std::ranges::any_of(result.left, [](const std::string& left) {
      return left.ends_with("shared-units-unknown");
    });
    result.reason = shared ? "shared-units-unknown" : "one-cycle";
    if (result.relative) as_fractions(result);
    return result;
  }
  const PooledEffect pooled = pooled_effect(effects);
  result.reason = pooled.reason;
  if (!pooled.reason.empty()) {
    if (result.relative) as_fractions(result);
    return result;
  }
  result.effect = pooled_mean(pooled, 1 - confidence).mean;
  // Restricted likelihood takes cycles to be too much alike where they are few (pooling.hpp).
  result.next = next_effect(pooled_effect(effects, PoolingMethod::sidik_jonkman), 1 - confidence);
  result.between = std::sqrt(pooled.variance);
  result.share_between = pooled.i_squared;
  result.p_heterogeneity = pooled.q_p_value;
  const std::vector<MeasuredEffect> shrunken = shrunken_effects(effects, pooled);
  for (std::size_t i = 0; i < shrunken.size(); ++i) result.parts[i].shrunken = shrunken[i].value;
  if (result.relative) as_fractions(result);
  return result;
}

bool units_apart(const Experiment& plan, const std::vector<Cell>& cells) {
  const auto once = [](const Feed& feed) { return feed.counts == Counts::once; };
  return plan.counts.value_or(Counts::once) == Counts::once &&
         std::ranges::all_of(plan.feeds, once) &&
         std::ranges::none_of(cells, [](const Cell& cell) { return cell.unit_rows; });
}

void add_pooled(const ReviewInput& input, Review& review) {
  const Ledger& ledger = input.ledger;
  std::vector<Poolable> all;
  const auto add = [&](int cycle, std::vector<Outcome> outcomes, const Experiment& plan,
                       const std::vector<Cell>& cells, const Holdings& holdings) {
    const bool apart = units_apart(plan, cells);
    const std::string spoiled = spoiled_by(cells, plan, holdings);
    for (Outcome& outcome : outcomes)
      if (outcome.role == Role::goal && outcome.look > 0)
        all.push_back({review.experiment, cycle, std::move(outcome), apart, spoiled});
  };
  for (const Cycle& cycle : ledger.cycles(review.experiment, input.known)) {
    if (cycle.number >= review.cycle || !cycle.decision) continue;
    const Experiment plan =
        ledger.plan_in_force(cycle.id, cycle.decision->operation).value().experiment();
    add(cycle.number, closed_outcomes(ledger, cycle, plan), plan, ledger.cells(cycle.id, 0),
        ledger.holdings(cycle.id));
  }
  if (all.empty()) return;
  add(review.cycle, looked_outcomes(input.stored, input.plan), input.plan, input.cells,
      input.holdings);
  for (const Metric& metric : input.plan.metrics) {
    for (const std::string& variant : input.plan.treatments()) {
      std::vector<Poolable> these;
      for (const Poolable& each : all)
        if (metric.role == Role::goal && each.outcome.metric == metric.id &&
            each.outcome.variant == variant)
          these.push_back(each);
      PooledOutcome pooled = pool_outcomes(these, review.confidence);
      if (pooled.reason == "one-cycle") continue;
      pooled.variant = variant;
      review.pooled.push_back(std::move(pooled));
    }
  }
}

PooledOutcome pool_learnings(const std::vector<Learning>& learnings, const std::string& metric) {
  std::vector<Poolable> all;
  for (const Learning& learning : learnings)
    for (const Outcome& outcome : learning.outcomes)
      if (outcome.metric == metric && outcome.variant == learning.variant)
        all.push_back(
            {learning.experiment, learning.cycle, outcome, learning.units_apart, learning.spoiled});
  PooledOutcome pooled = pool_outcomes(all, 0.95);
  pooled.metric = metric;
  return pooled;
}

}  // namespace collab
