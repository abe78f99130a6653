#include "collab/statistics/covariate.hpp"

#include <doctest/doctest.h>

#include <random>

#include "collab/statistics/fieller.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using doctest::Approx;

namespace {

/// value = 2 covariate + noise + lift
Moments arm(std::uint64_t seed, int n, double lift) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  Moments moments;
  for (int i = 0; i < n; ++i) {
    const double covariate = 10 + normal(engine);
    moments.add({2 * covariate + normal(engine) + lift, 0, covariate, 0});
  }
  return moments;
}

}  // namespace

TEST_CASE("covariate_adjusted: the parts add up to the variance of the difference") {
  const auto pair = covariate_adjusted(arm(1, 80, 0), arm(2, 120, 1), false).value();
  const double variance = pair.control.variance + pair.treatment.variance - 2 * pair.covariance;
  CHECK(variance == Approx(pair.control_part + pair.treatment_part).epsilon(1e-9));
  CHECK(pair.slope == Approx(2).epsilon(0.1));
}

TEST_CASE("covariate_adjusted: a slope of 0 leaves the arms as they are") {
  const Moments control = arm(3, 50, 0), treatment = arm(4, 50, 1);
  const auto pair = covariate_adjusted(control, treatment, false, 0.0).value();
  CHECK(pair.control.value == Approx(control.mean()));
  CHECK(pair.treatment.value == Approx(treatment.mean()));
  CHECK(pair.control.variance == Approx(mean_value(control)->variance));
  CHECK(pair.covariance == Approx(0));
}

TEST_CASE("covariate_adjusted: the slope is within arms, so that the lift does not leak into it") {
  // The same units twice, one copy lifted: a pooled slope would move with the lift.
  const auto small = covariate_adjusted(arm(5, 60, 0), arm(6, 60, 0), false).value();
  const auto large = covariate_adjusted(arm(5, 60, 0), arm(6, 60, 50), false).value();
  CHECK(small.slope == Approx(large.slope).epsilon(1e-9));
}

TEST_CASE("mean: a covariate that explains four fifths leaves a fifth of the variance") {
  const MetricKind& mean = *find_metric_kind("mean");
  const Moments control = arm(7, 4000, 0), treatment = arm(8, 4000, 0.1);
  const Effect adjusted = mean.effect({}, control, treatment, 0.05);
  Moments plain_control = control, plain_treatment = treatment;
  plain_control.centred[Moments::index(2, 2)] = plain_treatment.centred[Moments::index(2, 2)] = 0;
  const Effect plain = mean.effect({}, plain_control, plain_treatment, 0.05);
  CHECK(adjusted.method == "welch-covariate");
  CHECK(plain.method == "welch");
  const double kept = *adjusted.standard_error / *plain.standard_error;
  CHECK(kept * kept == Approx(0.2).epsilon(0.1));
}

TEST_CASE("covariate_adjusted: the interval of no effect covers it as often as it says") {
  int covered = 0;
  const int trials = 2000;
  for (int i = 0; i < trials; ++i) {
    const auto seed = static_cast<std::uint64_t>(1000 + 2 * i);
    const Effect effect =
        find_metric_kind("mean")->effect({}, arm(seed, 12, 0), arm(seed + 1, 12, 0), 0.05);
    covered += *effect.absolute.low <= 0 && 0 <= *effect.absolute.high ? 1 : 0;
  }
  CHECK(covered / static_cast<double>(trials) == Approx(0.95).epsilon(0.015));
}

TEST_CASE("fieller_bounds: correlated arms, the quadratic solved by hand") {
  // a = 16 - 0.25 4 = 15, b = 20 - 0.125 4 = 19.5, c = 25 - 0.25 4 = 24 with critical 2.
  const RatioBounds bounds = fieller_bounds({4, 0.25, 30}, {5, 0.25, 30}, 2, 0.125);
  const double root = std::sqrt(19.5 * 19.5 - 15.0 * 24.0);
  CHECK(bounds.low.value() == Approx((19.5 - root) / 15));
  CHECK(bounds.high.value() == Approx((19.5 + root) / 15));
}

TEST_CASE("covariate_adjusted: nothing to adjust by") {
  Moments constant;
  for (int i = 0; i < 10; ++i) constant.add({static_cast<double>(i), 0, 3, 0});
  CHECK_FALSE(covariate_adjusted(constant, constant, false));
  CHECK_FALSE(has_covariate(constant, constant));
  CHECK_FALSE(covariate_adjusted({}, {}, false));
}
