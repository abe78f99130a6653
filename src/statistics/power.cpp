#include "collab/statistics/power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/score_interval.hpp"

namespace collab {
namespace {

constexpr double least_answers = 30;  // of a net promoter score, as promoter_score.cpp has it

[[noreturn]] void refuse(const char* slug, std::string message) {
  throw Error(ExitCode::usage, slug, std::move(message));
}

void check(const PowerDesign& design) {
  if (!(design.alpha > 0 && design.alpha < 1)) {
    refuse("alpha-range", "alpha must lie between 0 and 1");
  }
  if (!(design.control_share > 0 && design.treatment_share > 0 &&
        design.control_share + design.treatment_share <= 1 + 1e-9)) {
    refuse("shares-invalid", "shares must be positive and no more than 1 together");
  }
  const double m = design.baseline;
  const bool share = design.model == PowerModel::share;
  const bool possible = share                              ? m > 0 && m < 1
                        : design.model == PowerModel::rate ? m > 0 && std::isfinite(m)
                                                           : std::isfinite(m);
  if (!possible || (design.relative && !(m > 0))) {
    refuse("baseline-range", fmt::format("a baseline of {} cannot be planned with{}", to_string(m),
                                         share             ? ": a share lies between 0 and 1"
                                         : design.relative ? ": a relative change needs one above 0"
                                                           : ""));
  }
  if ((design.model == PowerModel::mean || design.model == PowerModel::score) &&
      !(design.sd > 0 && std::isfinite(design.sd))) {
    refuse("sd-missing", "a standard deviation above 0 is needed");
  }
  if (!(std::abs(design.correlation) < 1)) {
    refuse("correlation-range", "a correlation lies between -1 and 1");
  }
  if (!(design.dispersion > 0 && std::isfinite(design.dispersion))) {
    refuse("dispersion-range", "a dispersion is above 0: 1 for independent events");
  }
  if (const auto& clusters = design.clusters) {
    if (!(clusters->size > 0) || !(clusters->correlation >= 0 && clusters->correlation <= 1) ||
        !(clusters->variation >= 0)) {
      refuse("clusters-invalid",
             "clusters have a size above 0, a correlation from 0 to 1, a variation of 0 or more");
    }
  }
}

/// The test's hypothesis: treatment - ratio control = difference.
struct Null {
  double ratio = 1, difference = 0;
};
Null null_of(const PowerDesign& design) {
  return design.relative ? Null{1 + design.threshold, 0} : Null{1, design.threshold};
}

double treatment_level(const PowerDesign& design, double effect) {
  const double level = design.relative ? design.baseline * (1 + effect) : design.baseline + effect;
  const bool possible = design.model == PowerModel::share  ? level >= 0 && level <= 1
                        : design.model == PowerModel::rate ? level >= 0
                                                           : std::isfinite(level);
  if (!possible) {
    refuse("effect-range", fmt::format("an effect of {} on {} leaves what the measure can be",
                                       to_string(effect), to_string(design.baseline)));
  }
  return level;
}

/// Of one unit at that level.
double unit_variance(const PowerDesign& design, double level) {
  double variance = 0;
  switch (design.model) {
    case PowerModel::share:
      variance = level * (1 - level);
      break;
    case PowerModel::rate:
      variance = level * design.dispersion;
      break;
    case PowerModel::mean:
    case PowerModel::score:
      variance = design.sd * design.sd * (1 - design.correlation * design.correlation);
      break;
  }
  return design.clusters ? variance * design_effect(*design.clusters) : variance;
}

/// Both arms as the analysis will see them: n counts clusters where clusters are assigned.
struct Arms {
  ArmValue control, treatment;
  double per = 1;  ///< units of one of n
  bool constant() const { return std::isinf(control.n); }
};
Arms arms_of(const PowerDesign& design, double effect, double size) {
  const ArmSizes sizes = arm_sizes(design, size);
  const double m0 = design.baseline, m1 = treatment_level(design, effect);
  Arms arms;
  arms.per = design.clusters ? design.clusters->size : 1;
  arms.control = {m0, unit_variance(design, m0) / sizes.control, sizes.control / arms.per};
  arms.treatment = {m1, unit_variance(design, m1) / sizes.treatment, sizes.treatment / arms.per};
  return arms;
}

bool by_t(const PowerDesign& design) { return design.clusters || design.model == PowerModel::mean; }

/// The stated rules of a review: below them there are numbers and no verdict.
bool judged(const PowerDesign& design, const Arms& arms) {
  const double fewest = std::min(arms.control.n, arms.treatment.n);
  if (design.model == PowerModel::score && fewest < least_answers && !design.clusters) return false;
  if (!by_t(design)) return true;
  if (arms.constant()) return enough_for_each(arms.treatment, arms.treatment, design.alpha);
  return enough_units(arms.control, arms.treatment, design.alpha);
}

double degrees_of_freedom(const Arms& arms, const Null& null) {
  const double a = null.ratio * null.ratio * arms.control.variance, b = arms.treatment.variance;
  const double share = a / (a + b);
  const double control = arms.constant() ? 0 : share * share / (arms.control.n - 1);
  return 1 / (control + (1 - share) * (1 - share) / (arms.treatment.n - 1));
}

/// Standard error that the rate's score test takes: at the most likely rates under the hypothesis.
double rate_null_error(const PowerDesign& design, const Arms& arms, const Null& null) {
  const double n0 = arms.control.n, n1 = arms.treatment.n;
  const double m0 = arms.control.value, m1 = arms.treatment.value, ratio = null.ratio;
  double base = m0;
  if (!arms.constant() && null.difference == 0) {
    base = (n0 * m0 + n1 * m1) / (n0 + ratio * n1);
  } else if (!arms.constant()) {
    // n r^2 + b r - events0 difference = 0, as poisson_interval.cpp solves it.
    const double n = n0 + n1, b = n * null.difference - n0 * m0 - n1 * m1;
    const double root = std::sqrt(std::max(0.0, b * b + 4 * n * n0 * m0 * null.difference));
    base = std::max({(root - b) / (2 * n), 0.0, -null.difference});
  }
  const double level = ratio * base + null.difference;
  return std::sqrt(design.dispersion * (level / n1 + ratio * ratio * base / n0));
}

double share_null_error(const Arms& arms, const Null& null) {
  const double n0 = arms.control.n, n1 = arms.treatment.n;
  if (arms.constant()) {
    const double level = null.ratio * arms.control.value + null.difference;
    return std::sqrt(std::max(0.0, level * (1 - level)) / n1);
  }
  const Share control{arms.control.value * n0, n0}, treatment{arms.treatment.value * n1, n1};
  return null.difference == 0 ? score_ratio_error(control, treatment, null.ratio)
                              : score_difference_error(control, treatment, null.difference);
}

/// Half an event on the scale of the difference: what the exact conditional test gives away. A
/// difference other than 0 is tested by score alone.
double continuity(const PowerDesign& design, const Arms& arms, const Null& null) {
  if (design.model != PowerModel::rate || design.clusters || null.difference != 0) return 0;
  return 0.5 * design.dispersion * (1 / arms.treatment.n + null.ratio / arms.control.n);
}

/// Boundaries of the normal as those of Student's t, in the units in which the noncentral t is
/// nearly normal; returns what the drift is to be divided by.
double widen_for_t(std::vector<LookBoundary>& looks, double df) {
  double spread = 1;
  for (LookBoundary& look : looks) {
    look.z = t_upper_quantile(normal_upper_tail(look.z), df);
    spread = std::sqrt(1 + look.z * look.z / (2 * df));  // of the last look, in the end
  }
  for (LookBoundary& look : looks) look.z *= (1 - 1 / (4 * df)) / spread;
  return spread;
}

/// A share against a constant by the exact binomial test, which is Clopper and Pearson's interval.
/// Counts go by whole steps, so that the critical count lies half a step, on average, beyond where
/// the continuous tail is `tail`.
double exact_share_power(double n, double null, double truth, bool upwards, double tail) {
  if (!upwards) {
    null = 1 - null;
    truth = 1 - truth;
  }
  const auto at_least = [n](double count, double share) {
    return beta_lower_tail(count, n - count + 1, share);
  };
  if (at_least(n, null) > tail) return 0;
  double too_likely = std::min(n, n * null), rare = n;
  for (int step = 0; step < 60; ++step) {
    const double middle = (too_likely + rare) / 2;
    (at_least(middle, null) > tail ? too_likely : rare) = middle;
  }
  return at_least(std::min(rare + 0.5, n), truth);
}

}  // namespace

ArmSizes arm_sizes(const PowerDesign& design, double size) {
  if (design.control_n) return {*design.control_n, size};
  return {design.control_share * size, design.treatment_share * size};
}

double design_effect(const ClusterPlan& clusters) {
  const double unequal = clusters.variation * clusters.variation + 1;
  return 1 + (unequal * clusters.size - 1) * clusters.correlation;
}

double power(const PowerDesign& design, double effect, double size) {
  check(design);
  const Null null = null_of(design);
  const Arms arms = arms_of(design, effect, size);
  if (!judged(design, arms)) return 0;
  const double direction = design.upwards ? 1 : -1;
  const double distance =
      direction * (arms.treatment.value - null.ratio * arms.control.value - null.difference) -
      continuity(design, arms, null);
  const double error =
      std::sqrt(arms.treatment.variance + null.ratio * null.ratio * arms.control.variance);
  if (!(error > 0)) return distance > 0 ? 1 : 0;
  std::vector<LookBoundary> looks = design.looks;
  if (looks.empty()) looks = {{.fraction = 1, .z = normal_critical(design.alpha)}};
  if (design.model == PowerModel::share && arms.constant() && !design.clusters &&
      looks.size() == 1) {
    const double level = null.ratio * arms.control.value + null.difference;
    if (level > 0 && level < 1)
      return exact_share_power(arms.treatment.n, level, arms.treatment.value, design.upwards,
                               normal_upper_tail(looks.front().z));
  }
  double drift = distance / error;
  if (by_t(design)) {
    drift /= widen_for_t(looks, degrees_of_freedom(arms, null));
  } else if (design.model != PowerModel::score) {
    // The test's own variance is that of the hypothesis.
    const double assumed = design.model == PowerModel::share ? share_null_error(arms, null)
                                                             : rate_null_error(design, arms, null);
    for (LookBoundary& look : looks) look.z *= assumed / error;
  }
  if (looks.size() == 1) return normal_upper_tail(looks.front().z - drift);
  return crossing_probability(looks, drift);
}

}  // namespace collab
