#include "collab/statistics/paired.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/boundary.hpp"
#include "collab/statistics/distributions.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// Standard error of n x (gains - losses share) where the shares differ by `difference`, at the
/// share of losses that is most likely then.
double score_error(const PairedAnswers& answers, double difference) {
  const double n = answers.n(), gains = answers.after_only, losses = answers.before_only;
  const double b = -gains - losses + (2 * n - gains + losses) * difference;
  const double c = -losses * difference * (1 - difference);
  // 2 n q^2 + b q + c = 0, the larger root, without cancellation.
  const double root = std::sqrt(std::max(0.0, b * b - 8 * n * c));
  const double share = b > 0 ? (b + root > 0 ? -2 * c / (b + root) : 0) : (root - b) / (4 * n);
  return std::sqrt(std::max(0.0, n * (2 * share + difference * (1 - difference))));
}

/// P(B <= k), B binomial(n, 1/2).
double at_most(double k, double n) { return k < n ? beta_upper_tail(k + 1, n - k, 0.5) : 1; }

double half_binomial(double k, double n) {
  return std::exp(log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1) - n * std::log(2.0));
}

}  // namespace

PairedComparison compare_paired(const PairedAnswers& answers, double alpha) {
  const double z = normal_critical(alpha), n = answers.n();
  PairedComparison result;
  if (!(n > 0)) {
    result.difference = no_estimate("no-data");
    return result;
  }
  const double gains = answers.after_only, losses = answers.before_only;
  const double changed = gains + losses, fewer = std::min(gains, losses);
  const double difference = (gains - losses) / n;
  const double tail = at_most(fewer, changed);
  result.exact_p_value = std::min(1.0, 2 * tail);
  result.mid_p_value = std::min(1.0, 2 * tail - half_binomial(fewer, changed));
  const double score = changed > 0 ? std::abs(gains - losses) / std::sqrt(changed) : 0;
  result.p_value = std::max(*result.mid_p_value, std::min(1.0, 2 * normal_upper_tail(score)));

  const auto excess = [&](double at) {
    return std::abs(gains - losses - n * at) - z * score_error(answers, at);
  };
  result.difference.value = difference;
  result.difference.low = difference > -1 ? boundary(excess, difference, -1) : -1;
  result.difference.high = difference < 1 ? boundary(excess, difference, 1) : 1;
  if (*result.p_value >= alpha) {
    result.difference.low = std::min(0.0, *result.difference.low);
    result.difference.high = std::max(0.0, *result.difference.high);
  }
  return result;
}

}  // namespace collab
