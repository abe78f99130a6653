#include "collab/statistics/sequence.hpp"

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
double sequence_tuning(double alpha) {
  if (!(alpha > 0 && alpha < 1)) {
    throw Error(ExitCode::usage, "alpha-range", "alpha must lie between 0 and 1");
  }
  return -2 * std::log(alpha) + std::log1p(-2 * std::log(alpha));
}

double sequence_critical(double alpha, double progress) {
  const double x = sequence_tuning(alpha) * progress;
  return std::sqrt((1 + 1 / x) * (std::log1p(x) - 2 * std::log(alpha)));
}

double sequence_p_value(double z_squared, double alpha, double progress) {
  const double x = sequence_tuning(alpha) * progress;
  return std::min(1.0, std::exp(0.5 * (std::log1p(x) - x / (1 + x) * z_squared)));
}

double critical_value(const Certainty& certainty, double df) {
  const bool normal = std::isinf(df);
  if (!certainty.progress) {
    return normal ? normal_critical(certainty.alpha) : t_critical(certainty.alpha, df);
  }
  const double z = sequence_critical(certainty.alpha, *certainty.progress);
  return normal ? z : t_upper_quantile(normal_upper_tail(z), df);
}

double two_sided_p(const Certainty& certainty, double t, double df) {
  const double tail =
      std::isinf(df) ? normal_upper_tail(std::abs(t)) : t_upper_tail(std::abs(t), df);
  if (!certainty.progress) return 2 * tail;
  if (!(tail > 0)) return 0;
  const double z = std::isinf(df) ? std::abs(t) : normal_upper_quantile(tail);
  return sequence_p_value(z * z, certainty.alpha, *certainty.progress);
}

}  // namespace collab
