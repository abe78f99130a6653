#include "collab/statistics/welch.hpp"

#include <cmath>

#include "collab/statistics/distributions.hpp"

namespace collab {

WelchTest welch_test(const ArmValue& control, const ArmValue& treatment) {
  // Shares of the variance, not the variances themselves, whose squares could underflow.
  const double variance = control.variance + treatment.variance;
  const double a = control.variance / variance, b = treatment.variance / variance;
  WelchTest test;
  test.difference = treatment.value - control.value;
  test.standard_error = std::sqrt(variance);
  test.df = 1 / (a * a / (control.n - 1) + b * b / (treatment.n - 1));
  test.p_value = 2 * t_upper_tail(std::abs(test.difference) / test.standard_error, test.df);
  return test;
}

}  // namespace collab
