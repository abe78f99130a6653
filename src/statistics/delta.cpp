#include "collab/statistics/delta.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "statistics/delta_arm.hpp"

namespace collab {
namespace {

/// Treats both arms' covariate means as estimates of one.
double adjusted_relative_variance(const ArmSums& control, const ArmSums& treatment, double slope) {
  const double u = mean(control, 0), y = mean(treatment, 0);
  if (u == 0) return 0;
  const double of_treatment = covariance(treatment, 0, 0) +
                              slope * slope * covariance(treatment, 2, 2) -
                              2 * slope * covariance(treatment, 0, 2);
  const double of_control = covariance(control, 0, 0) * y * y / (u * u) -
                            2 * slope * covariance(control, 0, 2) * y / u +
                            slope * slope * covariance(control, 2, 2);
  return of_treatment / (treatment.n * u * u) + of_control / (control.n * u * u);
}

// The control's gradient takes |R| where the estimate takes R: kept as platforms have it.
double adjusted_relative_ratio_variance(const ArmSums& control, const ArmSums& treatment,
                                        double slope, double difference) {
  const double d = mean(control, 1);
  if (d == 0 || control.sum[0] == 0) return 0;
  const double baseline = std::abs(control.sum[0] / control.sum[1]);
  std::array<double, 4> base = ratio_gradient(control, slope);
  base[0] = -(baseline + difference) / (d * baseline * baseline);
  base[1] = mean(control, 0) * (baseline + difference) / (d * d * baseline * baseline);
  base[2] = -base[2] / baseline;
  base[3] = -base[3] / baseline;
  std::array<double, 4> arm = ratio_gradient(treatment, slope);
  for (double& part : arm) part /= baseline;
  return quadratic_form(control, base) / control.n + quadratic_form(treatment, arm) / treatment.n;
}

}  // namespace

DeltaEffect delta_effect(const DeltaMetric& metric, const ArmSums& control,
                         const ArmSums& treatment, bool relative, std::optional<double> given) {
  const double slope = given ? *given : pooled_slope(metric, control, treatment);
  const DeltaArm base = delta_arm(metric, control, slope);
  const DeltaArm arm = delta_arm(metric, treatment, slope);
  std::optional<double> variance;
  if (slope != 0 && relative) {
    variance = metric.ratio ? adjusted_relative_ratio_variance(control, treatment, slope,
                                                               arm.value - base.value)
                            : adjusted_relative_variance(control, treatment, slope);
  }
  DeltaEffect effect = compare_arms(base, arm, relative, variance);
  if (metric.adjusted) effect.slope = slope;
  return effect;
}

DeltaEffect delta_effect(const ArmQuantile& control, const ArmQuantile& treatment, bool relative) {
  return compare_arms(delta_arm(control), delta_arm(treatment), relative);
}

}  // namespace collab
