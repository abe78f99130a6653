#include "collab/statistics/score_interval.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "statistics/restricted_share.hpp"

namespace collab {
namespace {

double inflation(const Share& control, const Share& treatment) {
  const double n = control.n + treatment.n;
  return n / (n - 1);
}

double difference_error(const Share& control, const Share& treatment, double difference) {
  const double p0 = restricted_control(control, treatment, difference);
  const double p1 = std::clamp(p0 + difference, 0.0, 1.0);
  return std::sqrt((p1 * (1 - p1) / treatment.n + p0 * (1 - p0) / control.n) *
                   inflation(control, treatment));
}

/// Standard error of treatment - ratio * control at the most likely shares with that ratio.
double ratio_error(const Share& control, const Share& treatment, double ratio) {
  const double p0 = restricted_control_in_ratio(control, treatment, ratio);
  const double p1 = std::min(1.0, ratio * p0);
  return std::sqrt((p1 * (1 - p1) / treatment.n + ratio * ratio * p0 * (1 - p0) / control.n) *
                   inflation(control, treatment));
}

}  // namespace

Bounds wilson_interval(const Share& share, double alpha) {
  const double z = normal_critical(alpha), n = share.n, p = share.value();
  const double shrink = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / shrink;
  const double half = z / shrink * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // At an empty or full cell the bound is the value itself; rounding would leave 1e-18.
  return {.low = share.successes <= 0 ? 0 : std::min(p, centre - half),
          .high = share.successes >= n ? 1 : std::max(p, centre + half)};
}

ScoreComparison miettinen_nurminen(const Share& control, const Share& treatment, double alpha) {
  const double z = normal_critical(alpha);
  const double p0 = control.value(), p1 = treatment.value(), d = p1 - p0;
  const double pooled = (control.successes + treatment.successes) / (control.n + treatment.n);
  const double error = std::sqrt(pooled * (1 - pooled) * (1 / control.n + 1 / treatment.n) *
                                 inflation(control, treatment));
  ScoreComparison result;
  if (error > 0) result.p_value = 2 * normal_upper_tail(std::abs(d) / error);
  return with_bounds(
      result, p0, p1, alpha, {.low = -1, .high = 1},
      [&](double x) { return std::abs(x - d) - z * difference_error(control, treatment, x); },
      [&](double r) { return std::abs(r * p0 - p1) - z * ratio_error(control, treatment, r); });
}

double score_difference_error(const Share& control, const Share& treatment, double difference) {
  return difference_error(control, treatment, difference);
}

double score_ratio_error(const Share& control, const Share& treatment, double ratio) {
  return ratio_error(control, treatment, ratio);
}

}  // namespace collab
