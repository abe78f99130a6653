#pragma once
// One comparison from sufficient statistics: what `collab estimate` computes for a line.
#include "collab/model/estimate.hpp"

namespace collab {

/// By default the metric kind's own effect (metric_kind.hpp); for a quantile the variance that its
/// order statistics show, for strata the weighted differences. `delta` by delta.hpp.
///
/// One-sided bounds of level 1 - alpha are one side of the two-sided interval at 2 alpha, and p is
/// p/2 or 1 - p/2 of the two-sided test by the effect's sign. With a margin p is the alpha at which
/// the interval touches it; an equivalence has the interval of level 1 - 2 alpha and the larger p
/// of its two tests, so that p < alpha exactly when the interval lies within the margins.
/// Always-valid intervals are told how far the data have come: units of both arms over `tuning`.
///
/// bayesian: the normal posterior from the estimate and half the width of its 68.3 % interval (its
/// standard error where it has one), central interval; alternative less: lower is better.
///
/// throws Error(invalid) for statistics and settings that cannot be or do not go together
EstimateResult estimate(const EstimateRequest& request);

}  // namespace collab
