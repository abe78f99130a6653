// estimate() beyond what delta_test.cpp compares with platforms: our own methods by request.
#include "collab/statistics/estimate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "collab/statistics/covariate.hpp"
#include "collab/statistics/reasons.hpp"
#include "unit/statistics/refusal.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {

EstimateRequest means() {
  EstimateRequest request;
  request.kind = "mean";
  request.control = {{"n", 100}, {"sum", 250}, {"sum_squares", 1025}};
  request.treatment = {{"n", 120}, {"sum", 318}, {"sum_squares", 1400}};
  return request;
}

EstimateRequest shares(double margin) {
  EstimateRequest request;
  request.kind = "proportion";
  request.control = {{"n", 1000}, {"sum", 100}};
  request.treatment = {{"n", 1000}, {"sum", 98}};
  request.margin = margin;
  return request;
}

/// Covariate sums as of units with covariate mean 2 and some correlation.
void add_covariates(EstimateRequest& request) {
  request.control.insert(request.control.end(), {{"covariate_sum", 200},
                                                 {"covariate_sum_squares", 600},
                                                 {"main_covariate_sum_product", 620}});
  request.treatment.insert(request.treatment.end(), {{"covariate_sum", 252},
                                                     {"covariate_sum_squares", 780},
                                                     {"main_covariate_sum_product", 810}});
}

void check_bounds(const EstimateResult& result, std::optional<double> low,
                  std::optional<double> high, double p) {
  CHECK(result.low.has_value() == low.has_value());
  CHECK(result.high.has_value() == high.has_value());
  if (low) CHECK(*result.low == Approx(*low).epsilon(1e-8));
  if (high) CHECK(*result.high == Approx(*high).epsilon(1e-8));
  CHECK(*result.p_value == Approx(p).epsilon(1e-7));
}

}  // namespace

// Margins, priors and strata: scipy 1.10, from the textbook formulas (Welch's t; Farrington and
// Manning's statistic with N / (N - 1), shares by numerical likelihood; conjugate normal); 1e-8
// relative, p 1e-7.
TEST_CASE("estimate: margins of means, Welch by scipy") {
  EstimateRequest request = means();
  request.margin = 0.2;
  request.alternative = Alternative::greater;
  check_bounds(estimate(request), -0.31557865003734253, {}, 0.10781859908121791);
  request.alternative = Alternative::less;
  check_bounds(estimate(request), {}, 0.6155786500373424, 0.42967687362913426);
  request.margin = 0.8;
  request.alternative = Alternative::two_sided;
  check_bounds(estimate(request), -0.31557865003734253, 0.6155786500373424, 0.0110218096872592);
}

TEST_CASE("estimate: margins of shares, Miettinen and Nurminen's test at the margin by scipy") {
  EstimateRequest request = shares(0.03);
  request.alternative = Alternative::greater;
  check_bounds(estimate(request), -0.024073466474051976, {}, 0.018707850232138244);
  request.alternative = Alternative::less;
  check_bounds(estimate(request), {}, 0.02005969760724801, 0.008755359749136242);
  request.alternative = Alternative::two_sided;
  check_bounds(estimate(request), -0.024073466474051976, 0.02005969760724801, 0.018707850232138244);
}

TEST_CASE("estimate: with a margin p is below alpha exactly when the interval clears it") {
  for (const double margin : {0.005, 0.015, 0.02, 0.0201, 0.0241, 0.03, 0.05}) {
    for (const auto alternative :
         {Alternative::two_sided, Alternative::greater, Alternative::less}) {
      for (const auto inference : {Inference::fixed, Inference::anytime}) {
        EstimateRequest request = shares(margin);
        request.alternative = alternative;
        request.inference = inference;
        request.tuning = 2000;
        const EstimateResult result = estimate(request);
        const bool above = alternative == Alternative::less || *result.low > -margin;
        const bool below = alternative == Alternative::greater || *result.high < margin;
        CAPTURE(margin);
        CHECK((*result.p_value < request.alpha) == (above && below));
      }
    }
  }
}

TEST_CASE("estimate: priors, conjugate normal by scipy") {
  EstimateRequest request = means();
  request.inference = Inference::bayesian;
  request.prior = {.mean = 0.1, .stddev = 0.2, .proper = true, .relative = false};
  EstimateResult result = estimate(request);
  CHECK(*result.estimate == Approx(0.11674611988166417).epsilon(1e-8));
  CHECK(*result.low == Approx(-0.20293298309866664).epsilon(1e-8));
  CHECK(*result.high == Approx(0.436425222861995).epsilon(1e-8));
  CHECK(*result.standard_error == Approx(0.16310458023816704).epsilon(1e-8));
  CHECK(*result.chance_to_win == Approx(0.7629347386381606).epsilon(1e-8));
  CHECK(*result.expected_loss == Approx(0.02268804247636386).epsilon(1e-8));

  request.alternative = Alternative::less;
  result = estimate(request);
  CHECK(*result.chance_to_win == Approx(0.23706526136183936).epsilon(1e-8));
  CHECK(*result.expected_loss == Approx(0.13943416235802802).epsilon(1e-8));

  // A prior of the change in percent, brought to the difference by the control's 2.5.
  request.alternative = Alternative::two_sided;
  request.prior = {.mean = 0.05, .stddev = 0.1, .proper = true, .relative = true};
  result = estimate(request);
  CHECK(*result.estimate == Approx(0.13600889757398693).epsilon(1e-8));
  CHECK(*result.low == Approx(-0.23055025121936512).epsilon(1e-8));
  CHECK(*result.chance_to_win == Approx(0.7664572396369251).epsilon(1e-8));
  CHECK(*result.expected_loss == Approx(0.025511097136760613).epsilon(1e-8));

  // Flat, whatever else it says.
  request.prior.proper = false;
  CHECK(*estimate(request).estimate == Approx(0.15));
  // Without a baseline a relative prior has no meaning for a difference.
  request.prior.proper = true;
  request.control = {{"n", 100}, {"sum", 0}, {"sum_squares", 400}};
  CHECK(estimate(request).status == "zero-baseline");
}

TEST_CASE("estimate: strata of shares, by scipy") {
  EstimateRequest request;
  request.kind = "proportion";
  request.strata = {{{{"n", 515}, {"sum", 92}}, {{"n", 402}, {"sum", 78}}},
                    {{{"n", 104}, {"sum", 36}}, {{"n", 121}, {"sum", 44}}}};
  const EstimateResult absolute = estimate(request);
  CHECK(*absolute.estimate == Approx(0.015801530065573666).epsilon(1e-10));
  CHECK(*absolute.standard_error == Approx(0.024406181818258384).epsilon(1e-10));
  CHECK(*absolute.df == Approx(1040.7647603955115).epsilon(1e-10));
  check_bounds(absolute, -0.032089401275568856, 0.0636924614067162, 0.5174902140295015);
  // Fieller's bounds with the same t, the quadratic by brentq.
  request.relative = true;
  const EstimateResult relative = estimate(request);
  CHECK(*relative.estimate == Approx(0.07466065848296853).epsilon(1e-10));
  check_bounds(relative, -0.13806134214762789, 0.33832701873548254, 0.5174902140295015);
}

TEST_CASE("estimate: theta equal to the slope within the arms is the default, unpaid for") {
  for (const char* kind : {"mean", "proportion", "ratio"}) {
    for (const bool relative : {false, true}) {
      CAPTURE(kind);
      CAPTURE(relative);
      EstimateRequest request = means();
      request.kind = kind;
      request.relative = relative;
      if (request.kind == "proportion") {
        request.control = {{"n", 400},
                           {"sum", 120},
                           {"covariate_sum", 800},
                           {"covariate_sum_squares", 2000},
                           {"main_covariate_sum_product", 270}};
        request.treatment = {{"n", 500},
                             {"sum", 175},
                             {"covariate_sum", 990},
                             {"covariate_sum_squares", 2480},
                             {"main_covariate_sum_product", 380}};
      } else if (request.kind == "ratio") {
        request.control = {{"n", 100},
                           {"sum", 250},
                           {"sum_squares", 1025},
                           {"denominator_sum", 300},
                           {"denominator_sum_squares", 1100},
                           {"main_denominator_sum_product", 900},
                           {"covariate_sum", 200},
                           {"covariate_sum_squares", 600},
                           {"main_covariate_sum_product", 620},
                           {"denominator_pre_sum", 250},
                           {"denominator_pre_sum_squares", 780},
                           {"main_post_denominator_pre_sum_product", 700},
                           {"main_pre_denominator_post_sum_product", 640},
                           {"main_pre_denominator_pre_sum_product", 540},
                           {"denominator_post_denominator_pre_sum_product", 800}};
        request.treatment = request.control;
        for (auto& [name, value] : request.treatment) value *= name == "sum" ? 1.05 : 1.2;
      } else {
        add_covariates(request);
      }
      const EstimateResult own = estimate(request);
      CHECK(own.method.ends_with("-covariate"));
      // The slope back from three answers: the estimate is linear in theta.
      request.relative = false;
      const double adjusted = *estimate(request).estimate;
      request.theta = 0;
      const double plain = *estimate(request).estimate;
      request.theta = 1;
      const double by_one = *estimate(request).estimate;
      if (std::abs(by_one - plain) < 1e-9) continue;  // covariate means alike: no slope to be seen
      request.theta = (adjusted - plain) / (by_one - plain);
      request.relative = relative;
      const EstimateResult given = estimate(request);
      CHECK(given.method == own.method);
      CHECK(given.status == own.status);
      CHECK(*given.estimate == Approx(*own.estimate).epsilon(1e-6));
      // The default has estimated its slope: one degree of freedom, and (N - 2) / (N - 3).
      CHECK(*own.df == Approx(*given.df - 1).epsilon(1e-6));
      if (relative) continue;
      const auto units = [](const Statistics& arm) { return find(arm, "n").value(); };
      const double all = units(request.control) + units(request.treatment);
      CHECK(*own.standard_error ==
            Approx(*given.standard_error * std::sqrt((all - 2) / (all - 3))).epsilon(1e-6));
    }
  }
}

TEST_CASE("estimate: a slope is refused where there is nothing to adjust by") {
  EstimateRequest request = means();
  request.theta = 0.4;
  CHECK(refusal([&] { estimate(request); }) == "theta-unused");
  add_covariates(request);
  CHECK(*estimate(request).estimate == Approx(0.15 - 0.4 * (2.1 - 2)));
  // Shares too few for an adjusted t are compared by score, slope or no slope.
  request.kind = "proportion";
  request.control = {{"n", 40},
                     {"sum", 2},
                     {"covariate_sum", 80},
                     {"covariate_sum_squares", 200},
                     {"main_covariate_sum_product", 5}};
  request.treatment = {{"n", 40},
                       {"sum", 5},
                       {"covariate_sum", 84},
                       {"covariate_sum_squares", 210},
                       {"main_covariate_sum_product", 14}};
  CHECK(estimate(request).method == "miettinen-nurminen");
  request.kind = "mean";
  request.strata = {{means().control, means().treatment}};
  request.control.clear();
  request.treatment.clear();
  CHECK(refusal([&] { estimate(request); }) == "theta-unused");
  EstimateRequest covered = means();
  add_covariates(covered);
  request.strata = {{covered.control, covered.treatment}};
  CHECK(estimate(request).method == "post-stratified-covariate");
  request.delta = true;
  CHECK(refusal([&] { estimate(request); }) == "theta-unused");
}

// Laws of every kind and inference, as laws_test.cpp has them for the kinds themselves.
namespace {

/// n units whose values grow with `lift`.
Statistics arm_of(const std::string& kind, double n, double lift) {
  const auto whole = [&](double share) { return std::round(n * share); };
  if (kind == "proportion") return {{"n", n}, {"sum", whole(0.3 + 0.1 * lift)}};
  if (kind == "rate") return {{"n", n}, {"events", whole(0.4 + 0.1 * lift)}, {"exposure", 2 * n}};
  if (kind == "score") {
    const double promoters = whole(0.4 + 0.1 * lift), passives = whole(0.3);
    return {{"10", promoters}, {"8", passives}, {"3", n - promoters - passives}};
  }
  if (kind == "quantile") {
    const double half = 40 / std::sqrt(n);
    return {{"n", n},
            {"n_star", n},
            {"nu", 0.5},
            {"quantile", 20 + lift},
            {"quantile_lower", 20 + lift - half},
            {"quantile_upper", 20 + lift + half}};
  }
  const double m = 10 + lift;
  if (kind == "mean") return {{"n", n}, {"sum", n * m}, {"sum_squares", n * (m * m + 9)}};
  return {{"n", n},
          {"sum", n * m},
          {"sum_squares", n * (m * m + 9)},
          {"denominator_sum", 4 * n},
          {"denominator_sum_squares", 18 * n},
          {"main_denominator_sum_product", n * (4 * m + 2)}};
}

void for_each_request(const std::function<void(EstimateRequest&)>& law) {
  int asked = 0;
  for (const char* kind : {"mean", "proportion", "quantile", "rate", "ratio", "score"}) {
    for (const auto inference : {Inference::fixed, Inference::anytime, Inference::bayesian}) {
      for (const bool delta : {false, true}) {
        for (const bool relative : {false, true}) {
          EstimateRequest request;
          request.kind = kind;
          request.inference = inference;
          request.delta = delta;
          request.relative = relative;
          request.tuning = 400;
          if (delta && request.kind == "rate") continue;                // no-delta
          if (relative && request.kind == "score" && !delta) continue;  // no-relative
          CAPTURE(kind);
          CAPTURE(static_cast<int>(inference));
          CAPTURE(delta);
          CAPTURE(relative);
          law(request);
          ++asked;
        }
      }
    }
  }
  CHECK(asked == 63);
}

}  // namespace

TEST_CASE("estimate: equal arms differ by 0, inside the interval") {
  for_each_request([](EstimateRequest& request) {
    request.control = request.treatment = arm_of(request.kind, 200, 1);
    const EstimateResult result = estimate(request);
    CHECK(result.status == "ok");
    CHECK(std::abs(*result.estimate) < 1e-12);
    CHECK(*result.low < 0);
    CHECK(*result.high > 0);
    if (request.inference == Inference::bayesian) {
      CHECK(*result.chance_to_win == Approx(0.5));
      CHECK(*result.expected_loss > 0);
      CHECK_FALSE(result.p_value);
    } else {
      CHECK(*result.p_value == Approx(1));
      CHECK_FALSE(result.chance_to_win);
    }
  });
}

TEST_CASE("estimate: swapped arms mirror the difference, and the direction of the question") {
  for_each_request([](EstimateRequest& request) {
    if (request.relative) return;
    request.control = arm_of(request.kind, 200, 0);
    request.treatment = arm_of(request.kind, 300, 1);
    EstimateRequest back = request;
    std::swap(back.control, back.treatment);
    const EstimateResult there = estimate(request), mirrored = estimate(back);
    CHECK(*there.estimate == Approx(-*mirrored.estimate));
    CHECK(*there.low == Approx(-*mirrored.high));
    CHECK(*there.high == Approx(-*mirrored.low));
    if (request.inference == Inference::bayesian) {
      CHECK(*there.chance_to_win == Approx(1 - *mirrored.chance_to_win));
      // Expected losses differ by the effect: E max(0, -X) = E max(0, X) - E X.
      CHECK(*there.expected_loss == Approx(*mirrored.expected_loss - *there.estimate));
      return;
    }
    CHECK(*there.p_value == Approx(*mirrored.p_value));
    request.alternative = Alternative::greater;
    back.alternative = Alternative::less;
    const EstimateResult above = estimate(request), below = estimate(back);
    CHECK(*above.low == Approx(-*below.high));
    CHECK(*above.p_value == Approx(*below.p_value));
    CHECK(above.high_reason == "one-sided");
    CHECK(below.low_reason == "one-sided");
  });
}

TEST_CASE("estimate: ten times the units, narrower intervals") {
  for_each_request([](EstimateRequest& request) {
    const auto width = [&](double n) {
      request.control = arm_of(request.kind, n, 0);
      request.treatment = arm_of(request.kind, n, 1);
      const EstimateResult result = estimate(request);
      CHECK(result.status == "ok");
      return *result.high - *result.low;
    };
    CHECK(width(2000) < width(200) / 2);
  });
}

TEST_CASE("estimate: p below alpha exactly when the interval excludes 0, at any alpha") {
  for_each_request([](EstimateRequest& request) {
    if (request.inference == Inference::bayesian) return;
    request.control = arm_of(request.kind, 200, 0);
    for (const double lift : {0.1, 0.5, 1.0, 1.5}) {
      request.treatment = arm_of(request.kind, 240, lift);
      for (const double alpha : {0.2, 0.05, 0.001}) {
        request.alpha = alpha;
        const EstimateResult result = estimate(request);
        const bool excluded = (result.low && *result.low > 0) || (result.high && *result.high < 0);
        CHECK((*result.p_value < alpha) == excluded);
      }
    }
  });
}

// Rates, relative means and ratios are asked at what level their interval touches the margin, down
// to 1e-300: no quantile there may fail.
TEST_CASE("estimate: margins of small samples have a p-value") {
  EstimateRequest mean;
  mean.kind = "mean";
  mean.relative = true;
  mean.margin = 0.02;
  mean.alternative = Alternative::less;
  mean.control = {{"n", 35}, {"sum", 97}, {"sum_squares", 369}};
  mean.treatment = {{"n", 10}, {"sum", 10}, {"sum_squares", 57}};
  // Welch's t of treatment - 1.02 control by scipy 1.10: -2.339 on 12.05.
  CHECK(*estimate(mean).p_value == Approx(0.0187).epsilon(0.005));
  for (const double events : {0.0, 1.0, 2.0, 5.0, 40.0})
    for (const double others : {0.0, 1.0, 3.0, 60.0})
      for (const double margin : {1e-6, 0.02, 0.1, 5.0})
        for (const bool relative : {false, true})
          for (const Alternative side :
               {Alternative::two_sided, Alternative::greater, Alternative::less}) {
            EstimateRequest rate;
            rate.kind = "rate";
            rate.relative = relative;
            rate.margin = margin;
            rate.alternative = side;
            rate.control = {{"events", events}, {"exposure", 100}};
            rate.treatment = {{"events", others}, {"exposure", 10}};
            const EstimateResult result = estimate(rate);
            if (result.p_value) CHECK((*result.p_value >= 0 && *result.p_value <= 1));
          }
}
