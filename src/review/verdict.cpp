#include "collab/review/verdict.hpp"

#include <limits>

namespace collab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// An interval turned so that more is better.
struct Turned {
  double low, high;
};

Turned turned(const Estimate& estimate, bool up) {
  const double low = estimate.low.value_or(-infinity);
  const double high = estimate.high.value_or(infinity);
  return up ? Turned{low, high} : Turned{-high, -low};
}

bool backwards(const Quantity& quantity, const Estimate& base_level) {
  return quantity.form == Quantity::Form::relative_change && base_level.value &&
         *base_level.value < 0;
}

/// Why the estimate that decides cannot.
std::string reason_of(const Quantity& quantity, const Effect& effect, const Estimate& arm_level,
                      bool negative_baseline) {
  if (!effect.judged && !effect.absolute.reason.empty()) return effect.absolute.reason;
  if (negative_baseline) return "negative-baseline";
  return estimate_for(quantity, effect, arm_level).reason;
}

}  // namespace

const Estimate& estimate_for(const Quantity& quantity, const Effect& effect,
                             const Estimate& arm_level) {
  switch (quantity.form) {
    case Quantity::Form::relative_change:
      return effect.relative;
    case Quantity::Form::points_change:
    case Quantity::Form::absolute_change:
      return effect.absolute;
    case Quantity::Form::level:
      break;
  }
  return arm_level;
}

Judgement judge_goal(const Metric& metric, const Effect& effect, const Estimate& arm_level,
                     const Estimate& base_level) {
  const Target& target = metric.target.value();
  const bool negative = backwards(target.quantity, base_level);
  Judgement result{.reason = reason_of(target.quantity, effect, arm_level, negative)};
  if (!effect.judged) return result;

  const Turned change = turned(effect.absolute, metric.higher_is_better);
  const bool better = change.low > 0, worse = change.high < 0;
  const Turned reach =
      negative ? Turned{-infinity, infinity}
               : turned(estimate_for(target.quantity, effect, arm_level), target.at_least);
  const double aim = target.at_least ? target.quantity.value : -target.quantity.value;
  const bool met = reach.low > aim, missed = reach.high < aim;
  const bool level = !target.quantity.is_change();

  if (met && !(level && worse)) {
    result.verdict = Verdict::met;
  } else if (worse) {
    result.verdict = Verdict::worse;
  } else if (missed) {
    result.verdict = Verdict::missed;
    result.still_better = better;
  } else if (better) {
    result.verdict = Verdict::better;
  }
  if (result.verdict != Verdict::unclear && result.verdict != Verdict::better)
    result.reason.clear();
  return result;
}

Judgement judge_guardrail(const Metric& metric, const Effect& effect, const Estimate& arm_level,
                          const Estimate& base_level) {
  const Target& limit = metric.limit.value();
  const bool negative = backwards(limit.quantity, base_level);
  Judgement result{.reason = reason_of(limit.quantity, effect, arm_level, negative)};
  if (!effect.judged || negative) return result;
  const Turned reach = turned(estimate_for(limit.quantity, effect, arm_level), limit.at_least);
  const double aim = limit.at_least ? limit.quantity.value : -limit.quantity.value;
  if (reach.high < aim)
    result.verdict = Verdict::broken;
  else if (reach.low >= aim)
    result.verdict = Verdict::ok;
  if (result.verdict != Verdict::unclear) result.reason.clear();
  return result;
}

Judgement judge(const Metric& metric, const Effect& effect, const Estimate& arm_level,
                const Estimate& base_level) {
  if (metric.role == Role::guardrail && metric.limit)
    return judge_guardrail(metric, effect, arm_level, base_level);
  if (metric.role == Role::goal && metric.target)
    return judge_goal(metric, effect, arm_level, base_level);
  return {};
}

}  // namespace collab
