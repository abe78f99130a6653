#include "collab/statistics/heterogeneity.hpp"

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/pooling.hpp"

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
  std::vector<MeasuredEffect> measured;
  for (const LevelEffect& each : effects) measured.push_back({each.value, each.standard_error});
  const PooledEffect pooled = pooled_effect(measured, PoolingMethod::dersimonian_laird);
  if (!pooled.reason.empty()) return std::nullopt;
  Heterogeneity result;
  result.q = pooled.q;
  result.df = pooled.df;
  result.variance = pooled.variance;
  result.mean = pooled.mean;
  result.mean_error = pooled.standard_error;

  double weights = 0, spread = 0;
  for (const LevelEffect& each : effects)
    weights += 1 / (each.standard_error * each.standard_error);
  for (const LevelEffect& each : effects) {
    const double rest = 1 - 1 / (each.standard_error * each.standard_error) / weights;
    spread += rest * rest / each.df;
  }
  result.p_value = interaction_p(result.q, static_cast<double>(effects.size()), spread);
  for (const MeasuredEffect& each : shrunken_effects(measured, pooled))
    result.shrunken.push_back({each.value, each.standard_error});
  return result;
}

}  // namespace collab
