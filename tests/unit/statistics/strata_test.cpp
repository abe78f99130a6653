#include "collab/statistics/strata.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "collab/statistics/estimate.hpp"
#include "collab/statistics/metric_kind.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Moments units(std::uint64_t seed, int n, double level, double lift, double slope) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  Moments moments;
  for (int i = 0; i < n; ++i) {
    const double covariate = 10 + normal(engine);
    moments.add({level + lift + slope * covariate + normal(engine), 0, covariate, 0});
  }
  return moments;
}

std::vector<Stratum> two_strata(double lift) {
  return {{units(1, 40, 5, 0, 2), units(2, 60, 5, lift, 2)},
          {units(3, 90, 30, 0, 2), units(4, 30, 30, lift, 2)}};
}

Statistics sums(double n, double sum, double squares) {
  return {{"n", n}, {"sum", sum}, {"sum_squares", squares}};
}

}  // namespace

TEST_CASE("post_stratified: weighted by the strata's shares, by hand") {
  // Shares 0.6 and 0.4; control 0.6 10 + 0.4 20 = 14, treatment 0.6 12 + 0.4 26 = 17.6; variances
  // 0.36 4/20 + 0.16 9/30 = 0.12 and 0.36 4/40 + 0.16 9/10 = 0.18. Satterthwaite's degrees of
  // freedom over the four cells: 0.3^2 / (0.072^2/19 + 0.048^2/29 + 0.036^2/39 + 0.144^2/9).
  const auto cell = [](double n, double mean, double variance) {
    Moments moments;
    moments.n = n;
    moments.sum[0] = n * mean;
    moments.centred[0] = (n - 1) * variance;
    return moments;
  };
  const std::array<Stratum, 2> strata{Stratum{cell(20, 10, 4), cell(40, 12, 4)},
                                      Stratum{cell(30, 20, 9), cell(10, 26, 9)}};
  const Effect effect = stratified_effect(post_stratified(strata, false), 0.05);
  CHECK(effect.method == "post-stratified");
  CHECK(*effect.absolute.value == Approx(3.6));
  CHECK(*effect.relative.value == Approx(3.6 / 14));
  CHECK(*effect.standard_error == Approx(std::sqrt(0.3)));
  CHECK(*effect.df == Approx(0.09 / (0.072 * 0.072 / 19 + 0.048 * 0.048 / 29 + 0.036 * 0.036 / 39 +
                                     0.144 * 0.144 / 9)));
}

TEST_CASE("post_stratified: one stratum is the kind's own effect, with a covariate and without") {
  const Moments control = units(5, 50, 0, 0, 1), treatment = units(6, 70, 0, 1, 1);
  for (const bool plain : {false, true}) {
    const Moments a = plain ? without_covariate(control) : control;
    const Moments b = plain ? without_covariate(treatment) : treatment;
    const std::array<Stratum, 1> strata{Stratum{a, b}};
    const Effect one = stratified_effect(post_stratified(strata, false), 0.05);
    const Effect own = find_metric_kind("mean")->effect({}, a, b, 0.05);
    CHECK(*one.absolute.value == Approx(*own.absolute.value).epsilon(1e-12));
    CHECK(*one.absolute.low == Approx(*own.absolute.low).epsilon(1e-12));
    CHECK(*one.relative.low == Approx(*own.relative.low).epsilon(1e-12));
    CHECK(*one.relative.high == Approx(*own.relative.high).epsilon(1e-12));
    CHECK(*one.p_value == Approx(*own.p_value).epsilon(1e-12));
    CHECK(*one.df == Approx(*own.df).epsilon(1e-12));
    CHECK(one.method == (plain ? "post-stratified" : "post-stratified-covariate"));
  }
}

TEST_CASE("post_stratified: unlike mixes of strata are no effect, and a covariate sharpens") {
  const auto effect = [](std::vector<Stratum> strata, bool covariate) {
    for (Stratum& each : strata) {
      if (covariate) continue;
      each.control = without_covariate(each.control);
      each.treatment = without_covariate(each.treatment);
    }
    return stratified_effect(post_stratified(strata, false), 0.05);
  };
  const Effect plain = effect(two_strata(0), false), adjusted = effect(two_strata(0), true);
  // Pooled, the treatment has fewer of the units at 50 and would seem 10 lower.
  CHECK(*plain.absolute.low < 0);
  CHECK(*plain.absolute.high > 0);
  CHECK(*adjusted.absolute.low < 0);
  CHECK(*adjusted.absolute.high > 0);
  // Variances 2^2 + 1 and 1: four fifths of the variance are the covariate's.
  const double kept = *adjusted.standard_error / *plain.standard_error;
  CHECK(kept * kept == Approx(0.2).epsilon(0.15));
  // The lift leaks into no slope: it is found as it is.
  const Effect lifted = effect(two_strata(3), true);
  CHECK(*lifted.absolute.value - *adjusted.absolute.value == Approx(3).epsilon(1e-9));
  CHECK(*lifted.standard_error == Approx(*adjusted.standard_error).epsilon(1e-9));
}

TEST_CASE("post_stratified: a stratum of too few units is taken as it is; one unit shows nothing") {
  std::vector<Stratum> strata = two_strata(0);
  strata.push_back({units(7, 2, 5, 0, 2), units(8, 2, 5, 0, 2)});
  CHECK(post_stratified(strata, false)->by_covariate);
  strata.push_back({units(9, 1, 5, 0, 2), units(10, 4, 5, 0, 2)});
  const Effect effect = stratified_effect(post_stratified(strata, false), 0.05);
  CHECK(effect.absolute.reason == "too-few");
  CHECK_FALSE(effect.absolute.low);
  strata.push_back({Moments{}, units(11, 4, 5, 0, 2)});
  CHECK_FALSE(post_stratified(strata, false));
  CHECK(stratified_effect(std::nullopt, 0.05).absolute.reason == "no-data");
}

TEST_CASE("post_stratified: intervals of adjusted strata hold 0 as often as they say") {
  int covered = 0;
  const int trials = 1500;
  for (int i = 0; i < trials; ++i) {
    const auto seed = static_cast<std::uint64_t>(5000 + 6 * i);
    const std::array<Stratum, 3> strata{
        Stratum{units(seed, 6, 5, 0, 1), units(seed + 1, 5, 5, 0, 1)},
        Stratum{units(seed + 2, 8, 20, 0, 1), units(seed + 3, 10, 20, 0, 1)},
        Stratum{units(seed + 4, 4, 40, 0, 1), units(seed + 5, 4, 40, 0, 1)}};
    const Effect effect = stratified_effect(post_stratified(strata, false), 0.05);
    covered += *effect.absolute.low <= 0 && 0 <= *effect.absolute.high ? 1 : 0;
  }
  // Standard error of 0.95 in 1500 trials: 0.0056.
  CHECK(covered / static_cast<double>(trials) == Approx(0.95).epsilon(0.018));
}

TEST_CASE("estimate: theta fixes the slope of every stratum") {
  EstimateRequest request;
  request.kind = "mean";
  for (const Stratum& each : two_strata(1)) {
    const auto statistics = [](const Moments& m) {
      Statistics arm = sums(m.n, m.sum[0], m.centred[0] + m.sum[0] * m.sum[0] / m.n);
      arm.emplace_back("covariate_sum", m.sum[2]);
      arm.emplace_back("covariate_sum_squares",
                       m.centred[Moments::index(2, 2)] + m.sum[2] * m.sum[2] / m.n);
      arm.emplace_back("main_covariate_sum_product",
                       m.centred[Moments::index(0, 2)] + m.sum[0] * m.sum[2] / m.n);
      return arm;
    };
    request.strata.push_back({statistics(each.control), statistics(each.treatment)});
  }
  const EstimateResult own = estimate(request);
  CHECK(own.method == "post-stratified-covariate");
  const auto arms = post_stratified(two_strata(1), false);
  request.theta = arms->pair.slope;
  const EstimateResult given = estimate(request);
  CHECK(*given.estimate == Approx(*own.estimate).epsilon(1e-9));
  // 220 units in two strata: estimating the slope cost a factor of 216 / 215.
  CHECK(*own.standard_error / *given.standard_error ==
        Approx(std::sqrt(216.0 / 215)).epsilon(1e-9));
  request.theta = 0;
  const EstimateResult none = estimate(request);
  for (EstimateRequest::Stratum& each : request.strata) {
    for (Statistics* arm : {&each.control, &each.treatment}) {
      std::erase_if(*arm, [](const auto& s) { return s.first.find("covariate") != s.first.npos; });
    }
  }
  request.theta.reset();
  CHECK(*estimate(request).estimate == Approx(*none.estimate).epsilon(1e-9));
  CHECK(*estimate(request).standard_error == Approx(*none.standard_error).epsilon(1e-9));
}
