#include "statistics/share_estimate.hpp"

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/likelihood_sequence.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {

namespace {

/// Each bound is the share at which so many successes, or so few, have a chance of alpha / 2.
Bounds exact_bounds(const Share& share, double alpha) {
  const double successes = share.successes, failures = share.n - share.successes;
  Bounds bounds{0, 1};
  if (successes > 0) bounds.low = beta_lower_quantile(successes, failures + 1, alpha / 2).x;
  if (failures > 0) bounds.high = beta_upper_quantile(successes + 1, failures, alpha / 2).x;
  return bounds;
}

}  // namespace

Estimate share_level(const Share& share, const Certainty& certainty) {
  if (!(share.n > 0)) return no_estimate("no-data");
  const Bounds bounds = certainty.progress
                            ? sequence_bounds(share, certainty.alpha, *certainty.progress)
                            : exact_bounds(share, certainty.alpha);
  return {.value = share.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

Effect share_effect(const Share& control, const Share& treatment, const Certainty& certainty) {
  const bool always_valid = certainty.progress.has_value();
  const char* method = always_valid ? "likelihood-sequence" : "miettinen-nurminen";
  if (!(control.n > 0) || !(treatment.n > 0)) return no_effect("no-data", method);
  const ScoreComparison shares =
      always_valid ? sequence_comparison(control, treatment, certainty.alpha, *certainty.progress)
                   : miettinen_nurminen(control, treatment, certainty.alpha);
  Effect effect;
  effect.method = method;
  effect.p_value = shares.p_value;
  effect.absolute.value = treatment.value() - control.value();
  effect.absolute.low = shares.difference.low;
  effect.absolute.high = shares.difference.high;
  effect.relative.low = shares.ratio_low - 1;
  if (shares.ratio_high) {
    effect.relative.value = (treatment.value() - control.value()) / control.value();
    effect.relative.high = *shares.ratio_high - 1;
  } else {
    effect.relative.reason = "zero-baseline";
  }
  return effect;
}

}  // namespace collab
