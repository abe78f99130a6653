#include "statistics/estimate_test.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/posterior.hpp"
#include "collab/statistics/sequence.hpp"
#include "statistics/covariate_effect.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// The kinds that take covariates take a slope too.
Effect effect_by_slope(const ArmComparison& comparison, const Certainty& certainty) {
  const auto by = comparison.metric.kind == "mean"    ? mean_effect
                  : comparison.metric.kind == "ratio" ? ratio_effect
                                                      : proportion_effect;
  return by(comparison.control, comparison.treatment, certainty, comparison.slope);
}

Effect effect_of(const ArmComparison& comparison, const Certainty& certainty) {
  const Moments &control = comparison.control, &treatment = comparison.treatment;
  if (comparison.kind != nullptr) {
    if (comparison.slope) return effect_by_slope(comparison, certainty);
    return comparison.kind->effect(comparison.metric, control, treatment, certainty);
  }
  if (!comparison.arms) return no_effect("no-data", comparison.method);
  Effect effect = stratified_effect(comparison.arms, certainty);
  effect.method = comparison.method;
  if (comparison.too_few && effect.judged) {
    effect.judged = false;
    effect.absolute.reason = "too-few";
    if (effect.relative.reason.empty()) effect.relative.reason = "too-few";
  }
  return effect;
}

const Estimate& on_scale(const Effect& effect, bool relative) {
  return relative ? effect.relative : effect.absolute;
}

/// How far the data have come, for a boundary tuned at one alpha and asked for at another.
Certainty certainty_at(const EstimateRequest& request, double units, double tuned_at,
                       double alpha) {
  if (request.inference != Inference::anytime) return {alpha};
  const double progress = std::max(units, 1.0) / request.tuning;
  return {alpha, alpha == tuned_at ? progress
                                   : progress * sequence_tuning(tuned_at) / sequence_tuning(alpha)};
}

/// Where the answer of one alpha is asked again at others.
class Test {
 public:
  Test(const ArmComparison& comparison, const EstimateRequest& request, double alpha)
      : comparison_(comparison),
        request_(request),
        alpha_(alpha),
        effect_(effect_of(comparison, certainty_at(request, comparison.units, alpha, alpha))) {}

  const Effect& effect() const { return effect_; }
  const Estimate& answer() const { return on_scale(effect_, request_.relative); }

  /// Above or below a value; an effect without value that has a lower bound is unboundedly large.
  std::optional<bool> above(double null) const {
    if (answer().value) return *answer().value > null;
    if (answer().low) return true;
    return std::nullopt;
  }

  /// The two-sided p of H0: effect = null.
  std::optional<double> two_sided(double null) const {
    if (null == 0) return effect_.p_value;
    if (!above(null) || !effect_.p_value) return std::nullopt;
    if (symmetric()) {
      return two_sided_p(certainty_at(request_, comparison_.units, alpha_, alpha_),
                         (*effect_.absolute.value - null) / *effect_.standard_error,
                         effect_.df.value_or(many));
    }
    return touching(null);
  }

  std::optional<double> one_sided(double null, bool greater) const {
    const std::optional<double> p = two_sided(null);
    if (!p) return std::nullopt;
    // A relative effect over a negative baseline has no sign of its own.
    const std::optional<bool> is_above =
        null == 0 && effect_.absolute.value ? *effect_.absolute.value > 0 : above(null);
    if (!is_above) return std::nullopt;
    return *is_above == greater ? *p / 2 : 1 - *p / 2;
  }

 private:
  bool symmetric() const {
    const Estimate& absolute = effect_.absolute;
    if (request_.relative || !effect_.standard_error || !absolute.low || !absolute.high) {
      return false;
    }
    const double middle = (*absolute.low + *absolute.high) / 2;
    return std::abs(middle - *absolute.value) <= 1e-9 * (*absolute.high - *absolute.low);
  }

  /// The alpha at which the interval just touches `null`, to 1e-12 of it.
  double touching(double null) const {
    const bool from_above = *above(null);
    double kept = std::log(1e-300), rejected = std::log1p(-1e-12);
    const auto rejects = [&](double log_alpha) {
      const double alpha = std::exp(log_alpha);
      const Effect effect =
          effect_of(comparison_, certainty_at(request_, comparison_.units, alpha_, alpha));
      const Estimate& estimate = on_scale(effect, request_.relative);
      const std::optional<double>& bound = from_above ? estimate.low : estimate.high;
      return bound && (from_above ? *bound > null : *bound < null);
    };
    if (rejects(kept)) return std::exp(kept);
    if (!rejects(rejected)) return 1;
    while (rejected - kept > 1e-12 * std::max(1.0, std::abs(kept))) {
      const double middle = (kept + rejected) / 2;
      (rejects(middle) ? rejected : kept) = middle;
    }
    return std::exp(rejected);
  }

  const ArmComparison& comparison_;
  const EstimateRequest& request_;
  double alpha_;
  Effect effect_;
};

std::optional<double> p_value(const Test& test, const EstimateRequest& request) {
  const double margin = request.margin.value_or(0);
  switch (request.alternative) {
    case Alternative::greater:
      return test.one_sided(-margin, true);
    case Alternative::less:
      return test.one_sided(margin, false);
    case Alternative::two_sided:
      break;
  }
  if (!request.margin) return test.effect().p_value;
  const std::optional<double> low = test.one_sided(-margin, true);
  const std::optional<double> high = test.one_sided(margin, false);
  if (!low || !high) return std::nullopt;
  return std::max(*low, *high);
}

/// Why an estimate may not be relied on; `ok`.
std::string status_of(const Effect& effect, const Estimate& estimate) {
  if (!estimate.value) return estimate.reason.empty() ? "no-data" : estimate.reason;
  if (!effect.judged) {
    return effect.absolute.reason.empty() ? estimate.reason : effect.absolute.reason;
  }
  return "ok";
}

}  // namespace

EstimateResult test_of(const ArmComparison& comparison, const EstimateRequest& request) {
  const bool halves = request.alternative == Alternative::two_sided && !request.margin;
  if (!halves && request.alpha >= 0.5) {
    throw Error(ExitCode::invalid, "alpha-range",
                "alpha of a one-sided test or an equivalence must be below 0.5");
  }
  const Test test(comparison, request, halves ? request.alpha : 2 * request.alpha);
  const Effect& effect = test.effect();
  const Estimate& answer = test.answer();
  EstimateResult result;
  result.method = effect.method;
  result.status = status_of(effect, answer);
  result.estimate = answer.value;
  result.p_value = p_value(test, request);
  result.df = effect.df;
  if (!request.relative) result.standard_error = effect.standard_error;
  const auto bound = [&](Alternative unbounded, const std::optional<double>& own,
                         std::optional<double>& out, std::string& reason) {
    if (request.alternative == unbounded) {
      reason = "one-sided";
    } else if (own && std::isfinite(*own)) {
      out = own;
    } else {
      reason = own && answer.reason.empty() ? "out-of-range" : answer.reason;
    }
  };
  bound(Alternative::less, answer.low, result.low, result.low_reason);
  bound(Alternative::greater, answer.high, result.high, result.high_reason);
  return result;
}

EstimateResult posterior_of(const ArmComparison& comparison, const EstimateRequest& request) {
  // The two-sided level of one standard error.
  const double one_error = 2 * normal_upper_tail(1);
  const Effect effect = effect_of(comparison, {one_error});
  const Estimate& answer = on_scale(effect, request.relative);
  EstimateResult result;
  result.method = effect.method;
  result.status = status_of(effect, answer);
  if (!answer.value) return result;
  double error = 0;
  if (!request.relative && effect.standard_error) {
    error = *effect.standard_error;
  } else if (answer.low && answer.high) {
    const double critical = effect.df ? t_critical(one_error, *effect.df) : 1;
    error = (*answer.high - *answer.low) / 2 / critical;
  }
  if (!(error > 0) || !std::isfinite(error)) {
    const char* why = error > 0 ? "out-of-range" : "no-variance";
    result.status = answer.reason.empty() ? why : answer.reason;
    return result;
  }
  std::optional<Normal> prior;
  if (request.prior.proper) {
    double scale = 1;
    if (request.prior.relative != request.relative) {
      const double baseline = comparison.baseline.value_or(0);
      if (!(baseline > 0)) {
        result.status = baseline < 0 ? "negative-baseline" : "zero-baseline";
        return result;
      }
      scale = request.relative ? 1 / baseline : baseline;
    }
    prior = Normal{.mean = request.prior.mean * scale, .sd = request.prior.stddev * scale};
  }
  result.df = effect.df;
  set_posterior(result, posterior({.mean = *answer.value, .sd = error}, prior), request);
  return result;
}

}  // namespace collab
