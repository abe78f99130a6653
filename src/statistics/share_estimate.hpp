#pragma once
// Levels and effects of shares: what proportions and top-box scores have in common.
#include "collab/model/effect.hpp"
#include "collab/statistics/certainty.hpp"
#include "collab/statistics/score_interval.hpp"

namespace collab {

/// The share with Clopper and Pearson's interval, or the always-valid one: a level is judged
/// against a target at any size of sample and at a look's smallest error, where Wilson's errs up to
/// four times as often as it says. Reason: no-data. source  Clopper and Pearson 1934, Biometrika
/// 26:404
Estimate share_level(const Share& share, const Certainty& certainty);

/// Difference, ratio and p-value by Miettinen and Nurminen, or always-valid by likelihood. Without
/// control successes the relative effect has no value (`zero-baseline`) and no upper bound, but a
/// lower one.
Effect share_effect(const Share& control, const Share& treatment, const Certainty& certainty);

}  // namespace collab
