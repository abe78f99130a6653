#include "statistics/delta_arm.hpp"

#include <algorithm>
#include <cmath>

#include "collab/model/moments.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

constexpr auto at = &Moments::index;

double squared(double x) { return x * x; }

double ratio_of(const ArmSums& arm, std::size_t numerator, std::size_t denominator) {
  return arm.sum[denominator] == 0 ? 0 : arm.sum[numerator] / arm.sum[denominator];
}

double ratio_variance(const ArmSums& arm) {
  const double d = mean(arm, 1), m = mean(arm, 0);
  if (d == 0 || arm.n <= 1) return 0;
  return covariance(arm, 0, 0) / (d * d) + covariance(arm, 1, 1) * m * m / (d * d * d * d) -
         2 * covariance(arm, 0, 1) * m / (d * d * d);
}

double ratio_slope(const ArmSums& control, const ArmSums& treatment) {
  double cross = 0, square = 0;
  for (const ArmSums* arm : {&control, &treatment}) {
    const std::array<double, 4> g = ratio_gradient(*arm, 1);
    for (std::size_t i = 2; i < 4; ++i) {
      for (std::size_t j = 0; j < 2; ++j) cross += g[i] * covariance(*arm, i, j) * g[j];
      for (std::size_t j = 2; j < 4; ++j) square += g[i] * covariance(*arm, i, j) * g[j];
    }
  }
  return square == 0 ? 0 : -cross / square;
}

/// How much more events of a cluster vary together than as many independent ones.
double design_effect(const ArmQuantile& arm) {
  const ArmSums& clusters = *arm.clusters;
  if (arm.nu == 0 || clusters.n <= 1 || clusters.sum[1] <= 0) return 0;
  const double share = mean(clusters, 0) / mean(clusters, 1);
  const double variance = (covariance(clusters, 0, 0) - 2 * share * covariance(clusters, 0, 1) +
                           share * share * covariance(clusters, 1, 1)) /
                          (clusters.n * squared(mean(clusters, 1)));
  return variance / (arm.nu * (1 - arm.nu) / arm.n);
}

}  // namespace

double mean(const ArmSums& arm, std::size_t column) {
  return arm.n == 0 ? 0 : arm.sum[column] / arm.n;
}

double covariance(const ArmSums& arm, std::size_t i, std::size_t j) {
  // A lone unit's share is 0 or 1, so that it has no variance either.
  if (arm.n <= 0 || (arm.n <= 1 && !(i == j && arm.binary[i]))) return 0;
  if (arm.binary[i] && arm.binary[j]) {
    const double product = i == j ? arm.sum[i] : arm.products[at(i, j)];
    return product / arm.n - mean(arm, i) * mean(arm, j);
  }
  return (arm.products[at(i, j)] - arm.sum[i] * arm.sum[j] / arm.n) / (arm.n - 1);
}

ArmSums pooled(const ArmSums& a, const ArmSums& b, bool keep_binary) {
  ArmSums sums = a;
  sums.n += b.n;
  for (std::size_t i = 0; i < sums.sum.size(); ++i) sums.sum[i] += b.sum[i];
  for (std::size_t i = 0; i < sums.products.size(); ++i) sums.products[i] += b.products[i];
  if (!keep_binary) sums.binary = {};
  return sums;
}

double pooled_slope(const DeltaMetric& metric, const ArmSums& control, const ArmSums& treatment) {
  if (!metric.adjusted) return 0;
  if (metric.ratio) {
    const double slope = ratio_slope(control, treatment);
    return std::abs(slope) < 1e-8 ? 0 : slope;
  }
  const ArmSums both = pooled(control, treatment, true);
  if (covariance(both, 2, 2) <= 0 || covariance(both, 0, 0) <= 0) return 0;
  return covariance(both, 0, 2) / covariance(both, 2, 2);
}

std::array<double, 4> ratio_gradient(const ArmSums& sums, double slope) {
  const double d = mean(sums, 1), e = mean(sums, 3);
  if (d == 0 || (slope != 0 && e == 0)) return {};
  std::array<double, 4> gradient{1 / d, -mean(sums, 0) / (d * d), 0, 0};
  if (slope != 0) {
    gradient[2] = -slope / e;
    gradient[3] = slope * mean(sums, 2) / (e * e);
  }
  return gradient;
}

double quadratic_form(const ArmSums& sums, const std::array<double, 4>& gradient) {
  double form = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) form += gradient[i] * covariance(sums, i, j) * gradient[j];
  }
  return form;
}

DeltaArm delta_arm(const DeltaMetric& metric, const ArmSums& sums, double slope) {
  DeltaArm arm;
  arm.n = sums.n;
  if (metric.ratio) {
    arm.own_value = ratio_of(sums, 0, 1);
    arm.value = arm.own_value;
    arm.variance = ratio_variance(sums);
    if (slope != 0) {
      arm.value =
          sums.sum[1] == 0 || sums.sum[3] == 0 ? 0 : arm.own_value - slope * ratio_of(sums, 2, 3);
      arm.variance = sums.n <= 1 ? 0 : quadratic_form(sums, ratio_gradient(sums, slope));
    }
  } else {
    arm.own_value = mean(sums, 0);
    arm.value = arm.own_value;
    arm.variance = covariance(sums, 0, 0);
    if (slope != 0) {
      arm.value -= slope * mean(sums, 2);
      arm.variance += slope * slope * covariance(sums, 2, 2) - 2 * slope * covariance(sums, 0, 2);
    }
  }
  arm.flat = arm.variance <= 0;
  return arm;
}

double quantile_spread(const ArmQuantile& quantile) {
  if (quantile.n <= 1) return 0;
  const double width = (quantile.upper - quantile.lower) / (2 * normal_critical(0.05));
  const double spread = quantile.n_star / quantile.n * (quantile.n - 1) * width * width;
  return quantile.clusters ? spread * design_effect(quantile) : spread;
}

bool too_few_for_quantile(const ArmQuantile& quantile) {
  const double square = squared(normal_critical(0.05)), nu = quantile.nu;
  return quantile.n <= square * nu / (1 - nu) || quantile.n <= square * (1 - nu) / nu;
}

DeltaArm delta_arm(const ArmQuantile& quantile) {
  constexpr double floor = 1e-5;  // whatever the metric's scale: kept as platforms have it
  const double spread = quantile_spread(quantile);
  return {.n = quantile.n,
          .value = quantile.quantile,
          .own_value = quantile.quantile,
          .variance = quantile.n < 100 ? spread : std::max(spread, floor),
          .flat = too_few_for_quantile(quantile) || (spread <= 0 && quantile.n < 1000)};
}

DeltaEffect compare_arms(const DeltaArm& control, const DeltaArm& treatment, bool relative,
                         std::optional<double> relative_variance) {
  DeltaEffect effect;
  effect.baseline = control.own_value;
  effect.n = control.n + treatment.n;
  if (control.flat || treatment.flat) {
    effect.reason = "no-variance";
    return effect;
  }
  const double u = control.own_value, a = control.variance / control.n,
               b = treatment.variance / treatment.n;
  effect.value = treatment.value - control.value;
  effect.variance = a + b;
  effect.df = squared(a + b) / (a * a / (control.n - 1) + b * b / (treatment.n - 1));
  if (relative) {
    effect.variance = u == 0 ? 0
                      : relative_variance
                          ? *relative_variance
                          : b / (u * u) + a * squared(treatment.own_value) / squared(u * u);
    if (u != 0) effect.value /= u;
  }
  if (effect.variance <= 0) {
    effect.reason = "no-variance";
  } else if (control.value == 0 || u == 0) {
    effect.reason = "zero-baseline";
  }
  return effect;
}

}  // namespace collab
