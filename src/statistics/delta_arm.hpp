#pragma once
// One arm by the delta method: moments from plain sums, means, ratios, quantiles, adjustment.
#include "collab/statistics/delta.hpp"

namespace collab {

/// An arm's value and its variance per unit (to be divided by n).
struct DeltaArm {
  double n = 0;
  double value = 0;      ///< adjusted
  double own_value = 0;  ///< not adjusted: what relative effects are relative to
  double variance = 0;
  bool flat = false;  ///< no variance that a test could use
};

/// Divisor n - 1, or n when both columns are binary; 0 for n <= 1.
double covariance(const ArmSums& arm, std::size_t i, std::size_t j);
double mean(const ArmSums& arm, std::size_t column);

/// Of both together. A pool of binary columns is binary no more when `keep_binary` is false.
ArmSums pooled(const ArmSums& a, const ArmSums& b, bool keep_binary);

/// The covariate's slope of a mean in both arms pooled as one sample, or of a ratio summed over
/// arms; 0 when the covariate does not vary.
double pooled_slope(const DeltaMetric& metric, const ArmSums& control, const ArmSums& treatment);

/// slope 0: not adjusted
DeltaArm delta_arm(const DeltaMetric& metric, const ArmSums& sums, double slope);
DeltaArm delta_arm(const ArmQuantile& quantile);

/// n times the variance of a sample quantile, from its bounds; by clusters where there are any.
double quantile_spread(const ArmQuantile& quantile);
/// Too few units for the bounds to be order statistics on both sides of the quantile.
bool too_few_for_quantile(const ArmQuantile& quantile);

/// Gradient of an adjusted ratio in the means of columns 0 to 3; zeros without denominators.
std::array<double, 4> ratio_gradient(const ArmSums& sums, double slope);
/// gradient' Cov gradient of the four columns.
double quadratic_form(const ArmSums& sums, const std::array<double, 4>& gradient);

/// The effect of two arms, of which the relative variance of an adjusted one is not made from
/// DeltaArm alone: `relative_variance` replaces it.
DeltaEffect compare_arms(const DeltaArm& control, const DeltaArm& treatment, bool relative,
                         std::optional<double> relative_variance = {});

}  // namespace collab
