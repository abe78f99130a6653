// The tests that platforms put on a delta-method effect.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "collab/statistics/delta.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/posterior.hpp"

namespace collab {
namespace {

struct Tail {
  double value = 0, standard_error = 0, df = 0, n = 0;
};

/// The two sides of an asymptotic confidence sequence. The tuning stays that of the asked alpha.
class Sequence {
 public:
  Sequence(const EstimateRequest& question, double n) : n_(n) {
    const bool two_sided = question.alternative == Alternative::two_sided;
    const double log_alpha = std::log(two_sided ? question.alpha : 2 * question.alpha);
    rho_squared_ = (-2 * log_alpha + std::log1p(-2 * log_alpha)) / question.tuning;
    q_ = n * rho_squared_ + 1;
    log_tail_ = two_sided ? std::log(std::sqrt(q_) / question.alpha)
                          : std::log1p(std::sqrt(q_) / (2 * question.alpha));
  }
  double critical() const { return std::sqrt(2 * q_ / (n_ * rho_squared_) * log_tail_); }
  double two_sided_p(double z) const {
    return std::min(1.0, std::sqrt(q_) * std::exp(-rho_squared_ * n_ * z * z / (2 * q_)));
  }
  /// Kept within the range that platforms search.
  double one_sided_p(double z) const {
    constexpr double least = 1e-5, most = 0.4999;
    if (!(z > 0)) return most;
    const double p = std::sqrt(q_) / 2 / std::expm1(z * z * n_ * rho_squared_ / (2 * q_));
    return std::clamp(p, least, most);
  }

 private:
  double n_, rho_squared_ = 0, q_ = 0, log_tail_ = 0;
};

/// p of H1: value > null, or < null.
double fixed_p(const Tail& tail, double null, bool greater) {
  const double t = (tail.value - null) / tail.standard_error;
  return t_upper_tail(greater ? t : -t, tail.df);
}

double sequence_p(const Tail& tail, const Sequence& sequence, double null, bool greater) {
  const double z = (tail.value - null) / tail.standard_error;
  return sequence.one_sided_p(greater ? z : -z);
}

void set_bounds(EstimateResult& result, const EstimateRequest& question, double half) {
  if (question.alternative != Alternative::less) result.low = *result.estimate - half;
  if (question.alternative != Alternative::greater) result.high = *result.estimate + half;
  if (!result.low) result.low_reason = "one-sided";
  if (!result.high) result.high_reason = "one-sided";
}

/// One-sided tests against the margins: the larger p of the two for an equivalence.
template <typename OneSided>
double against_margin(const EstimateRequest& question, const OneSided& one_sided) {
  const double margin = question.margin.value_or(0);
  switch (question.alternative) {
    case Alternative::greater:
      return one_sided(-margin, true);
    case Alternative::less:
      return one_sided(margin, false);
    case Alternative::two_sided:
      break;
  }
  return std::max(one_sided(-margin, true), one_sided(margin, false));
}

void fixed(EstimateResult& result, const EstimateRequest& question, const Tail& tail) {
  const bool halves = question.alternative == Alternative::two_sided && !question.margin;
  const double critical = t_upper_quantile(halves ? question.alpha / 2 : question.alpha, tail.df);
  set_bounds(result, question, critical * tail.standard_error);
  result.df = tail.df;
  result.p_value = halves ? 2 * t_upper_tail(std::abs(tail.value / tail.standard_error), tail.df)
                          : against_margin(question, [&](double null, bool greater) {
                              return fixed_p(tail, null, greater);
                            });
}

void anytime(EstimateResult& result, const EstimateRequest& question, const Tail& tail,
             const Tail& plain) {
  EstimateRequest asked = question;
  const bool halves = question.alternative == Alternative::two_sided && !question.margin;
  // Both ends of an equivalence are one-sided bounds.
  if (!halves && question.alternative == Alternative::two_sided) {
    asked.alternative = Alternative::greater;
  }
  if (!halves && question.alpha >= 0.5) {
    result = {.method = result.method, .status = "alpha-range"};
    return;
  }
  const Sequence sequence(asked, tail.n);
  set_bounds(result, question, sequence.critical() * tail.standard_error);
  result.p_value = halves ? sequence.two_sided_p(tail.value / tail.standard_error)
                          : against_margin(question, [&](double null, bool greater) {
                              return sequence_p(plain, sequence, null, greater);
                            });
}

Normal prior_of(const DeltaEffect& effect, const EstimateRequest& question) {
  // An absolute prior of a relative effect is not brought to its scale: kept as platforms have it.
  const double scale =
      question.prior.relative && !question.relative ? std::abs(effect.baseline) : 1;
  return {.mean = question.prior.mean * scale, .sd = question.prior.stddev * scale};
}

}  // namespace

EstimateResult delta_answer(const DeltaEffect& effect, const EstimateRequest& question) {
  EstimateResult result;
  result.method = "delta";
  if (!effect.reason.empty()) {
    result.status = effect.reason;
    return result;
  }
  const Tail tail{.value = effect.value,
                  .standard_error = std::sqrt(effect.variance),
                  .df = effect.df,
                  .n = effect.n};
  result.estimate = tail.value;
  result.standard_error = tail.standard_error;
  switch (question.inference) {
    case Inference::fixed:
      fixed(result, question, tail);
      break;
    case Inference::anytime: {
      Tail plain = tail;
      if (effect.plain_variance && *effect.plain_variance > 0) {
        plain.value = *effect.plain_value;
        plain.standard_error = std::sqrt(*effect.plain_variance);
      }
      anytime(result, question, tail, plain);
      break;
    }
    case Inference::bayesian: {
      const Normal data{.mean = tail.value, .sd = tail.standard_error};
      std::optional<Normal> prior;
      if (question.prior.proper) prior = prior_of(effect, question);
      set_posterior(result, posterior(data, prior), question);
      break;
    }
  }
  return result;
}

}  // namespace collab
