#pragma once
// Fieller's bounds for the ratio of two values.
#include <optional>

#include "collab/statistics/arm_value.hpp"

namespace collab {

/// Bounds of treatment / control; absent = unbounded on that side.
struct RatioBounds {
  std::optional<double> low, high;
};

/// All ratios r with |treatment - r control| <= critical sqrt(v_treatment - 2 r covariance + r^2
/// v_control), for a control whose true value is positive.
///
/// control.value > 0; critical > 0. With the critical value of the difference's test, 1 is among
/// them exactly when that test does not reject, so that relative and absolute effect never
/// disagree. When the control's own interval reaches 0 Fieller's set is unbounded. What is left of
/// it under a positive control is a lower bound if the treatment is clearly above 0, an upper bound
/// if it is clearly below, and nothing otherwise. source  Fieller 1954, JRSS B 16:175; von Luxburg
/// and Franz 2009, Statistica Sinica 19:1095
RatioBounds fieller_bounds(const ArmValue& control, const ArmValue& treatment, double critical,
                           double covariance = 0);

}  // namespace collab
