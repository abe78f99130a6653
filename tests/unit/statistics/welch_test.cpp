#include "collab/statistics/welch.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/fieller.hpp"

using namespace collab;
using doctest::Approx;

namespace {

ArmValue arm(double n, double mean, double sd) {
  return {.value = mean, .variance = sd * sd / n, .n = n};
}

const ArmValue before = arm(15, 20.819999999999997, 2.8048936827317665);
const ArmValue after = arm(15, 24.09333333333333, 3.245759137852404);

}  // namespace

TEST_CASE("welch_test: NIST e-Handbook 1.3.5.3, AUTO83B") {
  const WelchTest test = welch_test(arm(79, 30.48101, 6.107710), arm(249, 20.14458, 6.414700));
  CHECK(test.difference / test.standard_error == Approx(-12.94627).epsilon(1e-6));
  CHECK(test.df == Approx(136.8750).epsilon(1e-5));
}

TEST_CASE("welch_test: two samples of 15, scipy 1.10 ttest_ind(equal_var=False)") {
  const WelchTest test = welch_test(before, after);
  CHECK(test.df == Approx(27.423770171449863).epsilon(1e-10));
  CHECK(test.p_value == Approx(0.006350133985791275).epsilon(1e-10));
}

TEST_CASE("welch_test: an arm without variance, all of one value") {
  const WelchTest test = welch_test(arm(40, 0, 0), arm(10, 1, 2));
  CHECK(test.df == Approx(9));
  CHECK(test.standard_error == Approx(2 / std::sqrt(10.0)));
}

TEST_CASE("welch_test: variances of 1e-200 do not underflow") {
  const WelchTest test = welch_test(arm(15, 1e-100, 1e-100), arm(15, 2e-100, 1e-100));
  CHECK(test.df == Approx(28));
}

TEST_CASE("fieller_bounds: the quadratic solved by hand (numpy)") {
  const double critical = t_critical(0.05, welch_test(before, after).df);
  const RatioBounds bounds = fieller_bounds(before, after, critical);
  CHECK(bounds.low.value() == Approx(1.0459709130870747).epsilon(1e-10));
  CHECK(bounds.high.value() == Approx(1.28030336471036).epsilon(1e-10));
}

TEST_CASE("fieller_bounds: as published from R's mratios, to its seven digits") {
  // set.seed(12345); t.test.ratio(rnorm(5, 1, 1), rnorm(5, 2, 1)), printed at
  // http://mikuhatsune.hatenadiary.com/entry/20121212/1355320912: means 1.2676164 and 1.4664953,
  // df 6.363 against a ratio of 1, interval 0.4056763 to 2.6170008. Its interval takes
  // Satterthwaite's df at the ratio found (Tamhane and Logan 2004); ours keeps that of the test, so
  // that interval and p-value never disagree.
  const std::vector<double> x{1.5855288, 1.7094660, 0.8906967, 0.5465028, 1.6058875};
  const std::vector<double> y{0.1820440, 2.6300986, 1.7238159, 1.7158403, 1.0806780};
  const auto value_of = [](const std::vector<double>& values) {
    Moments moments;
    moments.n = static_cast<double>(values.size());
    for (const double value : values) moments.sum[0] += value;
    for (const double value : values)
      moments.centred[0] += (value - moments.mean()) * (value - moments.mean());
    return mean_value(moments).value();
  };
  const ArmValue treatment = value_of(x), control = value_of(y);
  CHECK(treatment.value == Approx(1.2676164).epsilon(1e-7));
  CHECK(control.value == Approx(1.4664953).epsilon(1e-7));
  CHECK(welch_test(control, treatment).df == Approx(6.363).epsilon(1e-4));
  const double ratio = treatment.value / control.value, scaled = ratio * ratio * control.variance;
  const double df = (treatment.variance + scaled) * (treatment.variance + scaled) /
                    (treatment.variance * treatment.variance / 4 + scaled * scaled / 4);
  const RatioBounds bounds = fieller_bounds(control, treatment, t_critical(0.05, df));
  CHECK(bounds.low.value() == Approx(0.4056763).epsilon(2e-7));
  CHECK(bounds.high.value() == Approx(2.6170008).epsilon(2e-7));
}

TEST_CASE("fieller_bounds: a control that may be 0 leaves a bound on one side at most") {
  const ArmValue control = arm(10, 1, 4);
  SUBCASE("treatment clearly above") {
    const RatioBounds bounds = fieller_bounds(control, arm(10, 50, 4), 2);
    CHECK(bounds.low.value() > 1);
    CHECK_FALSE(bounds.high);
  }
  SUBCASE("treatment clearly below") {
    const RatioBounds bounds = fieller_bounds(control, arm(10, -50, 4), 2);
    CHECK(bounds.high.value() < 1);
    CHECK_FALSE(bounds.low);
  }
  SUBCASE("treatment as unclear") {
    const RatioBounds bounds = fieller_bounds(control, arm(10, 1, 4), 2);
    CHECK_FALSE(bounds.low);
    CHECK_FALSE(bounds.high);
  }
}

TEST_CASE("fieller_bounds: 1 is inside exactly when the difference is not significant") {
  std::mt19937 engine(12);
  std::uniform_real_distribution<double> any(0.05, 3), value(-2, 4);
  for (int round = 0; round < 2000; ++round) {
    const ArmValue control{.value = any(engine), .variance = any(engine) * 0.3, .n = 20};
    const ArmValue treatment{.value = value(engine), .variance = any(engine) * 0.3, .n = 20};
    const WelchTest test = welch_test(control, treatment);
    const double critical = t_critical(0.05, test.df);
    const RatioBounds bounds = fieller_bounds(control, treatment, critical);
    const bool low_clears = bounds.low && *bounds.low > 1;
    const bool high_clears = bounds.high && *bounds.high < 1;
    const bool significant = test.p_value < 0.05;
    if (bounds.low && bounds.high) CHECK(significant == (low_clears || high_clears));
    // Unbounded sets may be silent, but never claim what the difference does not.
    if (low_clears) CHECK((significant && test.difference > 0));
    if (high_clears) CHECK((significant && test.difference < 0));
    const double ratio = treatment.value / control.value;
    if (bounds.low) CHECK(*bounds.low <= ratio);
    if (bounds.high) CHECK(ratio <= *bounds.high);
  }
}

TEST_CASE("distributions: tails keep their digits, scipy 1.10") {
  CHECK(normal_upper_tail(30) == Approx(4.906713927147908e-198).epsilon(1e-10));
  CHECK(t_upper_tail(40, 7.3) == Approx(4.0185675839568655e-10).epsilon(1e-9));
  CHECK(t_upper_quantile(0.025, 7.3) == Approx(2.345066736).epsilon(1e-9));
  for (double df : {1.0, 2.0, 7.3, 400.5, 3e7}) {
    CHECK(t_upper_tail(t_critical(0.05, df), df) == Approx(0.025).epsilon(1e-11));
  }
  CHECK(chi_square_upper_tail(12.3, 4) == Approx(0.015254394655769615).epsilon(1e-11));
  // Where the statistic is next to nothing the tail is 1, on however many degrees of freedom.
  for (const double df : {8.0, 400.0, 4999.0}) CHECK(chi_square_upper_tail(1e-20, df) == 1);
  CHECK(normal_critical(0.025) == Approx(2.241402727604945).epsilon(1e-12));
}
