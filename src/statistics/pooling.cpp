#include "collab/statistics/pooling.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "statistics/between_variance.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// An effect whose weight and whose share of Q can be computed.
bool usable(const MeasuredEffect& effect) {
  const double variance = effect.standard_error * effect.standard_error;
  return effect.standard_error > 0 && std::isnormal(variance) && std::isnormal(1 / variance) &&
         std::isfinite(effect.value * effect.value / variance);
}

void describe_spread(PooledEffect& pooled, const WeightedMean& fixed) {
  if (pooled.effects < 2) return;
  pooled.q = fixed.spread;
  pooled.q_p_value = chi_square_upper_tail(pooled.q, pooled.df);
  if (pooled.method == PoolingMethod::fixed) {
    pooled.h_squared = std::max(1.0, pooled.q / pooled.df);
    pooled.i_squared = pooled.q > pooled.df ? (pooled.q - pooled.df) / pooled.q : 0;
    return;
  }
  const double typical = pooled.df / (fixed.weights - fixed.squares / fixed.weights);
  pooled.h_squared = 1 + pooled.variance / typical;
  pooled.i_squared = pooled.variance / (pooled.variance + typical);
}

PooledEffect pooled(std::span<const MeasuredEffect> effects, PoolingMethod method, double between) {
  PooledEffect result;
  result.method = method;
  result.effects = effects.size();
  if (effects.empty()) {
    result.reason = "no-data";
    return result;
  }
  if (!std::ranges::all_of(effects, usable)) {
    result.reason = "no-variance";
    return result;
  }
  result.df = static_cast<double>(effects.size() - 1);
  result.variance = between;
  describe_spread(result, weighted_mean(effects, 0));
  const WeightedMean found = weighted_mean(effects, between);
  result.mean = found.mean;
  result.standard_error = std::sqrt(1 / found.weights);
  if (effects.size() > 1)
    result.hartung_knapp_error = std::sqrt(found.spread / result.df / found.weights);
  return result;
}

/// Fixed effects have no other law than the normal, and a single one has no spread to take it from.
bool normal_alone(const PooledEffect& pooled) {
  return pooled.method == PoolingMethod::fixed || pooled.effects < 2;
}

}  // namespace

PooledEffect pooled_effect(std::span<const MeasuredEffect> effects, PoolingMethod method) {
  const bool several = effects.size() > 1 && std::ranges::all_of(effects, usable);
  return pooled(effects, method, several ? between_variance(effects, method) : 0);
}

PooledEffect pooled_at(std::span<const MeasuredEffect> effects, double between) {
  return pooled(effects, PoolingMethod::restricted_likelihood, between);
}

PooledMean pooled_mean(const PooledEffect& pooled, double alpha, PooledInterval interval) {
  const double z = normal_critical(alpha);
  if (!pooled.reason.empty()) return {.mean = no_estimate(pooled.reason.c_str()), .p_value = {}};
  PooledMean result;
  result.mean.value = pooled.mean;
  double half = 0, p_value = 0;
  if (interval == PooledInterval::guarded && normal_alone(pooled))
    interval = PooledInterval::normal;
  if (interval != PooledInterval::normal && pooled.effects < 2) {
    result.mean.reason = "too-few";
    return result;
  }
  const double distance = std::abs(pooled.mean);
  if (interval != PooledInterval::hartung_knapp) {
    half = z * pooled.standard_error;
    p_value = 2 * normal_upper_tail(distance / pooled.standard_error);
  }
  if (interval != PooledInterval::normal && pooled.hartung_knapp_error > 0) {
    half = std::max(half, t_critical(alpha, pooled.df) * pooled.hartung_knapp_error);
    p_value = std::max(p_value, 2 * t_upper_tail(distance / pooled.hartung_knapp_error, pooled.df));
  }
  result.mean.low = pooled.mean - half;
  result.mean.high = pooled.mean + half;
  result.p_value = p_value;
  return result;
}

Estimate next_effect(const PooledEffect& pooled, double alpha, double measured_with,
                     PooledInterval interval) {
  const double z = normal_critical(alpha);
  if (!pooled.reason.empty()) return no_estimate(pooled.reason.c_str());
  Estimate next;
  next.value = pooled.mean;
  if (pooled.effects < 2 && pooled.method != PoolingMethod::fixed) {
    next.reason = "too-few";
    return next;
  }
  const bool normal = interval == PooledInterval::normal || normal_alone(pooled);
  double error = pooled.standard_error;
  if (!normal && interval == PooledInterval::hartung_knapp) error = pooled.hartung_knapp_error;
  if (!normal && interval == PooledInterval::guarded)
    error = std::max(error, pooled.hartung_knapp_error);
  const double critical = normal ? z : t_critical(alpha, pooled.df);
  const double half =
      critical * std::sqrt(pooled.variance + error * error + measured_with * measured_with);
  next.low = pooled.mean - half;
  next.high = pooled.mean + half;
  return next;
}

std::vector<MeasuredEffect> shrunken_effects(std::span<const MeasuredEffect> effects,
                                             const PooledEffect& pooled) {
  std::vector<MeasuredEffect> shrunken;
  if (!pooled.reason.empty()) return shrunken;
  for (const MeasuredEffect& each : effects) {
    const double own = each.standard_error * each.standard_error;
    const double kept = pooled.variance / (pooled.variance + own);
    const double others = (1 - kept) * pooled.standard_error;
    shrunken.push_back(
        {kept * each.value + (1 - kept) * pooled.mean, std::sqrt(kept * own + others * others)});
  }
  return shrunken;
}

std::vector<PooledEffect> cumulative_pooling(std::span<const MeasuredEffect> effects,
                                             PoolingMethod method) {
  std::vector<PooledEffect> known;
  for (std::size_t count = 1; count <= effects.size(); ++count)
    known.push_back(pooled_effect(effects.first(count), method));
  return known;
}

GroupComparison compare_groups(std::span<const MeasuredEffect> effects,
                               std::span<const std::size_t> group, PoolingMethod method) {
  std::vector<std::vector<MeasuredEffect>> members;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    if (group[i] >= members.size()) members.resize(group[i] + 1);
    members[group[i]].push_back(effects[i]);
  }
  GroupComparison result;
  std::vector<MeasuredEffect> means;
  for (const std::vector<MeasuredEffect>& each : members) {
    const PooledEffect& pooled = result.groups.emplace_back(pooled_effect(each, method));
    result.q_within += pooled.q;
    if (pooled.effects > 0) means.push_back({pooled.mean, pooled.standard_error});
    if (pooled.effects > 0 && !pooled.reason.empty()) result.reason = pooled.reason;
  }
  if (means.empty()) result.reason = "no-data";
  if (!result.reason.empty()) return result;
  const PooledEffect between = pooled_effect(means, PoolingMethod::fixed);
  result.q_between = between.q;
  result.df = between.df;
  result.p_value = between.q_p_value;
  if (means.size() < 2) result.reason = "too-few";
  return result;
}

}  // namespace collab
