#include "statistics/share_estimate.hpp"

#include "statistics/t_estimate.hpp"

namespace collab {

Estimate share_level(const Share& share, const Certainty& certainty) {
  if (!(share.n > 0)) return no_estimate("no-data");
  const Bounds bounds = wilson_interval(share, certainty.alpha);
  return {.value = share.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

Effect share_effect(const Share& control, const Share& treatment, const Certainty& certainty) {
  constexpr const char* method = "miettinen-nurminen";
  if (!(control.n > 0) || !(treatment.n > 0)) return no_effect("no-data", method);
  const ScoreComparison score = miettinen_nurminen(control, treatment, certainty.alpha);
  Effect effect;
  effect.method = method;
  effect.p_value = score.p_value;
  effect.absolute.value = treatment.value() - control.value();
  effect.absolute.low = score.difference.low;
  effect.absolute.high = score.difference.high;
  effect.relative.low = score.ratio_low - 1;
  if (score.ratio_high) {
    effect.relative.value = (treatment.value() - control.value()) / control.value();
    effect.relative.high = *score.ratio_high - 1;
  } else {
    effect.relative.reason = "zero-baseline";
  }
  return effect;
}

}  // namespace collab
