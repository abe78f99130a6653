#include "statistics/restricted_share.hpp"

#include <cmath>
#include <limits>
#include <numbers>

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

}  // namespace

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

double restricted_control_in_ratio(const Share& control, const Share& treatment, double ratio) {
  const double a = (control.n + treatment.n) * ratio;
  const double b =
      treatment.n * ratio + treatment.successes + control.n + control.successes * ratio;
  const double c = control.successes + treatment.successes;
  const double root = std::sqrt(std::max(0.0, b * b - 4 * a * c));
  return std::min(1.0, 2 * c / (b + root));
}

double restricted_control(const EventRate& control, const EventRate& treatment, double difference) {
  const double exposure = control.exposure + treatment.exposure;
  const double b = exposure * difference - control.events - treatment.events;
  const double root = std::sqrt(b * b + 4 * exposure * control.events * difference);
  // The larger root of exposure r^2 + b r - events difference = 0, without cancellation.
  double rate = 0;
  if (b <= 0) {
    rate = (root - b) / (2 * exposure);
  } else if (root + b > 0) {
    rate = 2 * control.events * difference / (root + b);
  }
  return std::max({rate, 0.0, -difference});
}

}  // namespace collab
