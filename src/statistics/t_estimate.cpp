#include "statistics/t_estimate.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/fieller.hpp"
#include "collab/statistics/sequence.hpp"
#include "collab/statistics/welch.hpp"

namespace collab {
namespace {

Estimate relative_value(const ArmValue& control, const ArmValue& treatment) {
  if (control.value == 0) return no_estimate("zero-baseline");
  if (control.value < 0) return no_estimate("negative-baseline");
  Estimate relative;
  relative.value = (treatment.value - control.value) / control.value;
  return relative;
}

}  // namespace

Estimate no_estimate(const char* reason) {
  Estimate estimate;
  estimate.reason = reason;
  return estimate;
}

Effect no_effect(const char* reason, const char* method) {
  Effect effect;
  effect.absolute = no_estimate(reason);
  effect.relative = no_estimate(reason);
  effect.method = method;
  effect.judged = false;
  return effect;
}

Estimate t_level(const ArmValue& arm, const Certainty& certainty) {
  return t_level(arm, enough_for_each(arm, arm, certainty), certainty);
}

Estimate t_level(const ArmValue& arm, bool enough, const Certainty& certainty) {
  Estimate level;
  level.value = arm.value;
  if (arm.n < 2) {
    level.reason = "too-few";
  } else if (!(arm.variance > 0)) {
    level.reason = "no-variance";
  } else {
    const double half = critical_value(certainty, arm.n - 1) * std::sqrt(arm.variance);
    level.low = arm.value - half;
    level.high = arm.value + half;
    if (!enough) level.reason = "too-few";
  }
  return level;
}

Effect t_effect(const ArmValue& control, const ArmValue& treatment, const Certainty& certainty,
                const char* method) {
  return t_effect(unadjusted(control, treatment), enough_units(control, treatment, certainty),
                  certainty, method);
}

Effect t_effect(const ArmPair& pair, bool enough, const Certainty& certainty, const char* method) {
  const ArmValue &control = pair.control, &treatment = pair.treatment;
  Effect effect;
  effect.method = method;
  effect.absolute.value = treatment.value - control.value;
  effect.relative = relative_value(control, treatment);
  const bool lone = control.n < 2 || treatment.n < 2;
  if (lone || !(pair.control_part + pair.treatment_part > 0)) {
    effect.absolute.reason = lone ? "too-few" : "no-variance";
    if (effect.relative.value) effect.relative.reason = effect.absolute.reason;
    effect.judged = false;
    return effect;
  }

  WelchTest test = welch_test({control.value, pair.control_part, control.n},
                              {treatment.value, pair.treatment_part, treatment.n});
  test.df = std::max(1.0, test.df - pair.df_spent);
  const double critical = critical_value(certainty, test.df);
  effect.standard_error = test.standard_error;
  effect.df = test.df;
  effect.p_value = two_sided_p(certainty, test.difference / test.standard_error, test.df);
  effect.absolute.low = test.difference - critical * test.standard_error;
  effect.absolute.high = test.difference + critical * test.standard_error;
  if (effect.relative.value) {
    const RatioBounds ratio = fieller_bounds(control, treatment, critical, pair.covariance);
    if (ratio.low) effect.relative.low = *ratio.low - 1;
    if (ratio.high) effect.relative.high = *ratio.high - 1;
    if (!ratio.low || !ratio.high) effect.relative.reason = "zero-baseline";
  }
  if (!enough) {
    effect.judged = false;
    effect.absolute.reason = "too-few";
    if (effect.relative.reason.empty()) effect.relative.reason = "too-few";
  }
  return effect;
}

}  // namespace collab
