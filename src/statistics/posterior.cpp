#include "collab/statistics/posterior.hpp"

#include <cmath>
#include <numbers>

#include "collab/statistics/distributions.hpp"

namespace collab {

Normal posterior(const Normal& data, const std::optional<Normal>& prior) {
  if (!prior) return data;
  const double of_data = 1 / (data.sd * data.sd), of_prior = 1 / (prior->sd * prior->sd);
  const double precision = of_data + of_prior;
  return {.mean = (data.mean * of_data + prior->mean * of_prior) / precision,
          .sd = 1 / std::sqrt(precision)};
}

double expected_positive_part(const Normal& x) {
  const double k = x.mean / x.sd;
  const double density = std::exp(-k * k / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  const double part = density + k * normal_upper_tail(-k);
  return part > 0 ? x.sd * part : 0;
}

void set_posterior(EstimateResult& result, const Normal& effect, const EstimateRequest& question) {
  const double half = normal_critical(question.alpha) * effect.sd;
  result.estimate = effect.mean;
  result.standard_error = effect.sd;
  result.low = effect.mean - half;
  result.high = effect.mean + half;
  const double better = question.alternative == Alternative::less ? -1 : 1;
  result.chance_to_win = normal_upper_tail(-better * effect.mean / effect.sd);
  result.expected_loss = expected_positive_part({.mean = -better * effect.mean, .sd = effect.sd});
}

}  // namespace collab
