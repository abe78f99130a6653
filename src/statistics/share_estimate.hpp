#pragma once
// Levels and effects of shares: what proportions and top-box scores have in common.
#include "collab/model/effect.hpp"
#include "collab/statistics/certainty.hpp"
#include "collab/statistics/score_interval.hpp"

namespace collab {

/// The share with Wilson's interval, or the always-valid one. Reason: no-data.
Estimate share_level(const Share& share, const Certainty& certainty);

/// Difference, ratio and p-value by Miettinen and Nurminen, or always-valid by likelihood. Without
/// control successes the relative effect has no value (`zero-baseline`) and no upper bound, but a
/// lower one.
Effect share_effect(const Share& control, const Share& treatment, const Certainty& certainty);

}  // namespace collab
