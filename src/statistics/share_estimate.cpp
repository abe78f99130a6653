#include "statistics/share_estimate.hpp"

#include "collab/statistics/likelihood_sequence.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {

Estimate share_level(const Share& share, const Certainty& certainty) {
  if (!(share.n > 0)) return no_estimate("no-data");
  const Bounds bounds = certainty.progress
                            ? sequence_bounds(share, certainty.alpha, *certainty.progress)
                            : wilson_interval(share, certainty.alpha);
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
