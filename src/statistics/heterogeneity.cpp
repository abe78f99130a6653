#include "collab/statistics/heterogeneity.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

/// P(F > f) on a and b degrees of freedom.
double f_upper_tail(double f, double a, double b) {
  return beta_lower_tail(b / 2, a / 2, b / (b + a * f));
}

/// Q, on k - 1 degrees of freedom; the weights are known as well as `spread` says:
/// the sum of (1 - w / sum w)^2 / df.
double interaction_p(double q, double k, double spread) {
  if (!(spread > 0)) return chi_square_upper_tail(q, k - 1);
  const double f = q / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * spread);
  return f_upper_tail(f, k - 1, (k * k - 1) / (3 * spread));
}

}  // namespace

std::optional<Heterogeneity> heterogeneity(std::span<const LevelEffect> effects) {
  if (effects.size() < 2) return std::nullopt;
  double weights = 0, squares = 0, weighted = 0;
  for (const LevelEffect& each : effects) {
    if (!(each.standard_error > 0)) return std::nullopt;
    const double weight = 1 / (each.standard_error * each.standard_error);
    weights += weight;
    squares += weight * weight;
    weighted += weight * each.value;
  }
  const double fixed = weighted / weights;
  Heterogeneity result;
  double spread = 0;
  for (const LevelEffect& each : effects) {
    const double weight = 1 / (each.standard_error * each.standard_error);
    const double rest = 1 - weight / weights;
    result.q += weight * (each.value - fixed) * (each.value - fixed);
    spread += rest * rest / each.df;
  }
  const double k = static_cast<double>(effects.size());
  result.df = k - 1;
  result.p_value = interaction_p(result.q, k, spread);
  result.variance = std::max(0.0, (result.q - result.df) / (weights - squares / weights));

  double total = 0;
  weighted = 0;
  for (const LevelEffect& each : effects) {
    const double weight = 1 / (each.standard_error * each.standard_error + result.variance);
    total += weight;
    weighted += weight * each.value;
  }
  result.mean = weighted / total;
  result.mean_error = std::sqrt(1 / total);
  for (const LevelEffect& each : effects) {
    const double own = each.standard_error * each.standard_error;
    const double kept = result.variance / (result.variance + own);
    const double variance = kept * own + (1 - kept) * (1 - kept) / total;
    result.shrunken.push_back({kept * each.value + (1 - kept) * result.mean, std::sqrt(variance)});
  }
  return result;
}

}  // namespace collab
