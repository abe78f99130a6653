#include "collab/statistics/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/posterior.hpp"
#include "collab/statistics/strata.hpp"
#include "statistics/delta_arm.hpp"
#include "statistics/estimate_arms.hpp"
#include "statistics/estimate_test.hpp"

namespace collab {
namespace {

[[noreturn]] void refuse(const char* slug, const std::string& message,
                         const std::string& hint = {}) {
  throw Error(ExitCode::invalid, slug, message, hint);
}

bool within(double value, double above, double below) {
  return value > above && value < below;  // false for NaN
}

void check_settings(const EstimateRequest& request) {
  if (!within(request.alpha, 0, 1)) refuse("alpha-range", "alpha must lie between 0 and 1");
  if (!within(request.tuning, 0, HUGE_VAL)) refuse("not-positive", "tuning must be above 0");
  if (request.prior.proper && !within(request.prior.stddev, 0, HUGE_VAL)) {
    refuse("not-positive", "prior.stddev must be above 0");
  }
  if (!std::isfinite(request.prior.mean)) refuse("not-finite", "prior.mean is not finite");
  if (request.theta && !std::isfinite(*request.theta)) refuse("not-finite", "theta is not finite");
  const bool bayesian = request.inference == Inference::bayesian;
  if (request.margin) {
    if (bayesian) refuse("margin-unused", "margin has no meaning with inference bayesian");
    if (!within(*request.margin, 0, HUGE_VAL)) {
      refuse("not-positive", "margin must be above 0",
             "alternative says on which side: greater tests an effect above -margin");
    }
  }
  if (request.theta && !delta_metric_of(request).adjusted) {
    refuse("theta-unused", "theta needs covariate sums");
  }
  if (request.theta && request.delta && !request.strata.empty()) {
    refuse("theta-unused", "strata by delta have slopes of their own regression",
           "leave interval out, and theta adjusts every stratum");
  }
}

void check_arms(const EstimateRequest& request) {
  if (request.strata.empty()) {
    check_arm(request, request.control, "control");
    check_arm(request, request.treatment, "treatment");
    return;
  }
  if (!request.control.empty() || !request.treatment.empty()) {
    refuse("strata-and-arms", "give strata, or control and treatment, not both");
  }
  if (const MetricKind* kind = find_metric_kind(request.kind);
      kind != nullptr && !kind->shape.stratified) {
    refuse("strata-unused", fmt::format("a {} takes no strata", request.kind));
  }
  for (std::size_t i = 0; i < request.strata.size(); ++i) {
    check_arm(request, request.strata[i].control, fmt::format("strata[{}].control", i));
    check_arm(request, request.strata[i].treatment, fmt::format("strata[{}].treatment", i));
  }
}

EstimateResult by_delta(const EstimateRequest& request) {
  if (request.kind == "rate") {
    refuse("no-delta", "there is no delta form of a rate", "leave interval out, or use kind ratio");
  }
  if (request.kind == "quantile") {
    return delta_answer(delta_effect(quantile_of(request.control), quantile_of(request.treatment),
                                     request.relative),
                        request);
  }
  const DeltaMetric metric = delta_metric_of(request);
  if (request.strata.empty()) {
    return delta_answer(
        delta_effect(metric, sums_of(request, request.control), sums_of(request, request.treatment),
                     request.relative, request.theta),
        request);
  }
  std::vector<StratumSums> strata;
  for (const EstimateRequest::Stratum& stratum : request.strata) {
    strata.push_back({.control = sums_of(request, stratum.control),
                      .treatment = sums_of(request, stratum.treatment)});
  }
  return delta_answer(delta_effect(metric, strata, request.relative), request);
}

/// Moments with the side's name before what is wrong with them.
Moments moments_at(const EstimateRequest& request, const Statistics& arm, const std::string& side) {
  try {
    return moments_of(request, arm);
  } catch (const Error& error) {
    const Diagnostic& fault = error.faults().front();
    refuse(fault.slug.c_str(), fmt::format("{}: {}", side, fault.message), fault.hint);
  }
}

ArmComparison stratified(const EstimateRequest& request) {
  std::vector<Stratum> strata;
  double units = 0;
  for (std::size_t i = 0; i < request.strata.size(); ++i) {
    const EstimateRequest::Stratum& stratum = request.strata[i];
    strata.push_back(
        {.control = moments_at(request, stratum.control, fmt::format("strata[{}].control", i)),
         .treatment =
             moments_at(request, stratum.treatment, fmt::format("strata[{}].treatment", i))});
    units += strata.back().control.n + strata.back().treatment.n;
  }
  ArmComparison comparison{.method = "post-stratified", .units = units};
  comparison.arms = post_stratified(strata, request.kind == "ratio", request.theta);
  if (!comparison.arms) return comparison;
  if (comparison.arms->by_covariate) comparison.method = "post-stratified-covariate";
  comparison.baseline = comparison.arms->control_before.value;
  return comparison;
}

ArmComparison of_quantiles(const EstimateRequest& request) {
  const ArmQuantile control = quantile_of(request.control),
                    treatment = quantile_of(request.treatment);
  for (const ArmQuantile* arm : {&control, &treatment}) {
    if (!within(arm->nu, 0, 1)) refuse("not-a-share", "nu must lie between 0 and 1");
    if (arm->upper < arm->lower) {
      refuse("bounds-crossed", "quantile_lower is above quantile_upper");
    }
    if (arm->n < 0 || arm->n_star < 0) refuse("count-negative", "n and n_star count units");
  }
  ArmComparison comparison{.method = "quantile-bounds", .units = control.n + treatment.n};
  if (!(control.n > 0) || !(treatment.n > 0)) return comparison;
  const ArmValue base = quantile_value(control), arm = quantile_value(treatment);
  comparison.arms = StratifiedArms{
      .pair = unadjusted(base, arm), .control_before = base, .treatment_before = arm};
  comparison.baseline = control.quantile;
  comparison.too_few = too_few_for_quantile(control) || too_few_for_quantile(treatment);
  return comparison;
}

ArmComparison comparison_of(const EstimateRequest& request) {
  if (!request.strata.empty()) return stratified(request);
  if (request.kind == "quantile") return of_quantiles(request);
  ArmComparison comparison{.method = {}, .units = 0};
  comparison.kind = find_metric_kind(request.kind);
  comparison.metric = metric_of(request);
  comparison.slope = request.theta;
  comparison.control = moments_at(request, request.control, "control");
  comparison.treatment = moments_at(request, request.treatment, "treatment");
  const bool rate = request.kind == "rate";
  comparison.units = rate ? units_of(request.control) + units_of(request.treatment)
                          : comparison.control.n + comparison.treatment.n;
  if (rate && request.inference == Inference::anytime && !(comparison.units > 0)) {
    refuse("missing-statistic", "an anytime rate needs n in both arms",
           "tuning counts units, and n says how many there are");
  }
  const bool quotient = rate || request.kind == "ratio";
  const double below = quotient ? comparison.control.sum[1] : comparison.control.n;
  if (below > 0) comparison.baseline = comparison.control.sum[0] / below;
  return comparison;
}

}  // namespace

EstimateResult estimate(const EstimateRequest& request) {
  check_kind(request);
  check_settings(request);
  check_arms(request);
  if (request.delta) return by_delta(request);
  const ArmComparison comparison = comparison_of(request);
  return request.inference == Inference::bayesian ? posterior_of(comparison, request)
                                                  : test_of(comparison, request);
}

}  // namespace collab
