#include "collab/statistics/fieller.hpp"

#include <algorithm>
#include <cmath>

namespace collab {

RatioBounds fieller_bounds(const ArmValue& control, const ArmValue& treatment, double critical,
                           double covariance) {
  // The set is a r^2 - 2 b r + c <= 0.
  const double square = critical * critical;
  const double m0 = control.value, m1 = treatment.value;
  const double a = m0 * m0 - square * control.variance, b = m0 * m1 - square * covariance;
  const double c = m1 * m1 - square * treatment.variance;
  const double spread = m0 * m0 * treatment.variance + m1 * m1 * control.variance -
                        2 * m0 * m1 * covariance -
                        square * (control.variance * treatment.variance - covariance * covariance);
  const double root = critical * std::sqrt(std::max(0.0, spread));
  RatioBounds bounds;
  if (a > 0) {
    // Each root in the form that does not cancel.
    bounds.low = b > 0 ? c / (b + root) : (b - root) / a;
    bounds.high = b > 0 ? (b + root) / a : root > b ? c / (b - root) : b / a;
  } else if (c > 0) {
    if (m1 > 0) bounds.low = c / (b + root);
    // Unless 1 is kept, through controls below 0: then the difference is not significant either.
    if (m1 < 0 && a - 2 * b + c > 0) bounds.high = c / (b - root);
  }
  return bounds;
}

}  // namespace collab
