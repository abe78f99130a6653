#pragma once
// The sufficient statistics of a request's arms, checked and put into moments or plain sums.
#include <string_view>

#include "collab/model/estimate.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/delta.hpp"

namespace collab {

/// throws Error(invalid, "unknown-kind")
void check_kind(const EstimateRequest& request);

/// Unknown, missing and infinite statistics; `side` is named in the faults: `control`,
/// `strata[0].treatment`.
/// throws Error(invalid): unknown-statistic, missing-statistic, not-finite
void check_arm(const EstimateRequest& request, const Statistics& arm, std::string_view side);

/// For the metric kinds. Statistics that cannot be are refused.
/// throws Error(invalid): successes-above-n, sum-squares-too-small, ...
Moments moments_of(const EstimateRequest& request, const Statistics& arm);
/// Units; for a rate those that are stated, 0 if none are.
double units_of(const Statistics& arm);
/// Of a score, of what its levels stand for.
Metric metric_of(const EstimateRequest& request);

/// For the delta method, as given: what cannot be has no variance there.
ArmSums sums_of(const EstimateRequest& request, const Statistics& arm);
DeltaMetric delta_metric_of(const EstimateRequest& request);
ArmQuantile quantile_of(const Statistics& arm);
/// The quantile with the variance that its bounds show; degrees of freedom by clusters.
ArmValue quantile_value(const ArmQuantile& arm);

}  // namespace collab
