#pragma once
// Levels and effects of means and ratios by Student's t: what several kinds share.
#include "collab/model/effect.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/certainty.hpp"
#include "collab/statistics/covariate.hpp"

namespace collab {

/// The arm's value with its t interval on n - 1 degrees of freedom.
/// Reasons: no-variance; too-few, without bounds for n < 2, and with bounds that nothing may rest
/// on where the arm has not enough_for_each().
Estimate t_level(const ArmValue& arm, const Certainty& certainty);
Estimate t_level(const ArmValue& arm, bool enough, const Certainty& certainty);

/// Difference by Welch, ratio by Fieller with the same critical value, p by Welch.
/// The relative effect needs a positive control value: `zero-baseline` and `negative-baseline` give
/// no value. A positive control whose own interval reaches 0 keeps the value and loses the bounds
/// that Fieller cannot give (`zero-baseline`). Not judged: too-few (n < 2, or not enough_units()),
/// no-variance.
Effect t_effect(const ArmValue& control, const ArmValue& treatment, const Certainty& certainty,
                const char* method);
/// The same of values that may have been adjusted; enough: what enough_units() says of the arms as
/// they were, because adjusting changes their spread and not their skewness.
Effect t_effect(const ArmPair& pair, bool enough, const Certainty& certainty, const char* method);

/// An effect of which nothing is known.
Effect no_effect(const char* reason, const char* method);
Estimate no_estimate(const char* reason);

}  // namespace collab
