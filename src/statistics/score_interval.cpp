#include "collab/statistics/score_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "collab/statistics/boundary.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

/// The log-likelihood's slope in the control's share p when the treatment's is p + difference.
struct Slope {
  double value = 0, derivative = 0;
  void add(double count, double distance, double sign) {
    if (count <= 0) return;
    value += sign * count / distance;
    derivative -= count / (distance * distance);
  }
};

Slope slope_at(const Share& control, const Share& treatment, double difference, double p) {
  Slope slope;
  slope.add(control.successes, p, 1);
  slope.add(control.n - control.successes, 1 - p, -1);
  slope.add(treatment.successes, p + difference, 1);
  slope.add(treatment.n - treatment.successes, 1 - p - difference, -1);
  return slope;
}

/// Miettinen and Nurminen's closed root of the cubic: right to half the digits where counts are few
/// among many, which is why it is only a start.
double cubic_start(const Share& control, const Share& treatment, double difference) {
  const double n = control.n + treatment.n;
  const double successes = (control.successes + treatment.successes) / n;
  const double w1 = treatment.n / n, w0 = control.n / n, s0 = control.successes / n;
  const double l2 = (w1 + 2 * w0) * difference - 1 - successes;
  const double l1 = (w0 * difference - 1 - 2 * s0) * difference + successes;
  const double l0 = s0 * difference * (1 - difference);
  const double q = l2 * l2 * l2 / 27 - l1 * l2 / 6 + l0 / 2;
  const double p = std::copysign(std::sqrt(std::max(0.0, l2 * l2 / 9 - l1 / 3)), q);
  if (p == 0) return -l2 / 3;
  const double cosine = std::clamp(q / (p * p * p), -1.0, 1.0);
  return 2 * p * std::cos((std::numbers::pi + std::acos(cosine)) / 3) - l2 / 3;
}

/// x if it lies strictly between, else the middle.
double inside(double x, double low, double high) {
  return x > low && x < high ? x : low + (high - low) / 2;
}

/// The control's most likely share when the treatment's is larger by `difference`.
double restricted_control(const Share& control, const Share& treatment, double difference) {
  double low = std::max(0.0, -difference), high = std::min(1.0, 1 - difference);
  if (!(low < high)) return low;
  // Without a pole at an end, the likelihood may be largest there.
  const bool pole_low =
      (difference >= 0 && control.successes > 0) || (difference <= 0 && treatment.successes > 0);
  const bool pole_high = (difference >= 0 && treatment.successes < treatment.n) ||
                         (difference <= 0 && control.successes < control.n);
  if (!pole_low && slope_at(control, treatment, difference, low).value <= 0) return low;
  if (!pole_high && slope_at(control, treatment, difference, high).value >= 0) return high;
  double p = inside(cubic_start(control, treatment, difference), low, high);
  for (int round = 0; round < 100; ++round) {
    const Slope slope = slope_at(control, treatment, difference, p);
    (slope.value > 0 ? low : high) = p;
    const double next = inside(p - slope.value / slope.derivative, low, high);
    if (std::abs(next - p) <= 2 * std::numeric_limits<double>::epsilon() * p) return next;
    p = next;
  }
  return p;
}

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
  const double a = (control.n + treatment.n) * ratio;
  const double b =
      treatment.n * ratio + treatment.successes + control.n + control.successes * ratio;
  const double c = control.successes + treatment.successes;
  const double root = std::sqrt(std::max(0.0, b * b - 4 * a * c));
  const double p0 = std::min(1.0, 2 * c / (b + root)), p1 = std::min(1.0, ratio * p0);
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
  const bool differs = result.p_value < alpha;

  // No difference is one end of each search, so that rounding cannot part a bound from the p-value.
  const auto above = [&](double x) { return x - d - z * difference_error(control, treatment, x); };
  const auto below = [&](double x) { return d - x - z * difference_error(control, treatment, x); };
  result.difference.low = differs && d > 0 ? boundary(below, d, 0.0)
                                           : boundary(below, differs ? d : std::min(d, 0.0), -1.0);
  result.difference.high = differs && d < 0 ? boundary(above, d, 0.0)
                                            : boundary(above, differs ? d : std::max(d, 0.0), 1.0);

  const auto over = [&](double r) { return r * p0 - p1 - z * ratio_error(control, treatment, r); };
  const auto under = [&](double r) { return p1 - r * p0 - z * ratio_error(control, treatment, r); };
  constexpr double far = 1e300;
  if (treatment.successes > 0) {
    // A ratio that the test keeps: the estimate, or far out when the control has no successes.
    double kept = p0 > 0 ? p1 / p0 : 1;
    while (under(kept) > 0 && kept < far) kept *= 2;
    if (!differs) kept = std::min(kept, 1.0);
    result.ratio_low = boundary(under, kept, differs && d > 0 ? 1.0 : 0.0);
  }
  if (control.successes > 0) {
    const double ratio = p1 / p0;
    const double kept = differs ? ratio : std::max(ratio, 1.0);
    double rejected = differs && d < 0 ? 1.0 : std::max(2 * kept, 1.0);
    while (!(over(rejected) > 0) && rejected < far) rejected *= 2;
    result.ratio_high = boundary(over, kept, differs && d < 0 ? 1.0 : rejected);
  }
  return result;
}

double score_difference_error(const Share& control, const Share& treatment, double difference) {
  return difference_error(control, treatment, difference);
}

double score_ratio_error(const Share& control, const Share& treatment, double ratio) {
  return ratio_error(control, treatment, ratio);
}

}  // namespace collab
