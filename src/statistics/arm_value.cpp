#include "collab/statistics/arm_value.hpp"

#include <algorithm>
#include <cmath>

namespace collab {
namespace {

constexpr double least_units = 5;
constexpr double least_effective = 5;
constexpr double least_effective_each = 30;
constexpr double about_one_size = 1.5;
constexpr double most_imbalance = 0.03;
constexpr double least_units_nightly = 10;
constexpr double least_variation_nightly = 0.5;

bool precise(const ArmValue& arm, double effective) {
  return arm.n >= least_units && arm.value != 0 &&
         arm.value * arm.value >= effective * arm.variance;
}

double variation(const ArmValue& arm) {
  return std::sqrt(arm.n * arm.variance) / std::abs(arm.value);
}

bool balanced(const ArmValue& control, const ArmValue& treatment, double cv) {
  const double a = 1 / control.n, b = 1 / treatment.n;
  return cv * std::abs(a - b) / std::sqrt(a + b) <= most_imbalance;
}

}  // namespace

std::optional<ArmValue> mean_value(const Moments& moments) {
  if (!(moments.n > 0)) return std::nullopt;
  const double variance = moments.n < 2 ? 0 : std::max(0.0, moments.variance()) / moments.n;
  return ArmValue{.value = moments.mean(), .variance = variance, .n = moments.n};
}

std::optional<ArmValue> denominator_value(const Moments& moments) {
  Moments only;
  only.n = moments.n;
  only.sum[0] = moments.sum[1];
  only.centred[0] = moments.centred[Moments::index(1, 1)];
  return mean_value(only);
}

std::optional<ArmValue> ratio_value(const Moments& moments) {
  const double n = moments.n, denominators = moments.sum[1];
  if (!(n > 0) || !(denominators > 0)) return std::nullopt;
  const double ratio = moments.sum[0] / denominators;
  const double squares = moments.centred[Moments::index(0, 0)];
  const double products = moments.centred[Moments::index(0, 1)];
  const double denominator_squares = moments.centred[Moments::index(1, 1)];
  const double terms = squares + ratio * ratio * denominator_squares;
  double residual = terms - 2 * ratio * products;
  // Numerators in strict proportion to denominators leave rounding, not variance.
  if (residual < 1e-13 * terms) residual = 0;
  const double variance = n < 2 ? 0 : n / (n - 1) * residual / (denominators * denominators);
  return ArmValue{.value = ratio, .variance = variance, .n = n};
}

bool enough_units(const ArmValue& control, const ArmValue& treatment, const Certainty& certainty) {
  if (certainty.progress) return enough_for_each(control, treatment, certainty);
  if (!precise(control, least_effective) || !precise(treatment, least_effective)) return false;
  const auto [fewer, more] = std::minmax(control.n, treatment.n);
  return more <= about_one_size * fewer ||
         balanced(control, treatment, std::max(variation(control), variation(treatment)));
}

bool enough_for_each(const ArmValue& control, const ArmValue& treatment,
                     const Certainty& certainty) {
  if (!precise(control, least_effective_each) || !precise(treatment, least_effective_each)) {
    return false;
  }
  double cv = std::max(variation(control), variation(treatment));
  if (certainty.progress) {
    if (std::min(control.n, treatment.n) < least_units_nightly) return false;
    cv = std::max(cv, least_variation_nightly);
  }
  return balanced(control, treatment, cv);
}

}  // namespace collab
