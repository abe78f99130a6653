#pragma once
// Welch's t: the difference of two arms' values whose variances need not agree.
#include "collab/statistics/arm_value.hpp"

namespace collab {

struct WelchTest {
  double difference = 0;  ///< treatment - control
  double standard_error = 0;
  double df = 0;
  double p_value = 1;  ///< two-sided
};

/// n >= 2 in both arms and variance > 0 in one at least, or the result has no meaning.
/// df is Satterthwaite's, on n - 1 per arm; an arm without variance adds none.
/// source  Welch 1947, Biometrika 34:28
WelchTest welch_test(const ArmValue& control, const ArmValue& treatment);

}  // namespace collab
