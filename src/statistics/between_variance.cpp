#include "statistics/between_variance.hpp"

#include <algorithm>
#include <cmath>

namespace collab {
namespace {

double dersimonian_laird(std::span<const MeasuredEffect> effects) {
  const WeightedMean fixed = weighted_mean(effects, 0);
  const double df = static_cast<double>(effects.size() - 1);
  return std::max(0.0, (fixed.spread - df) / (fixed.weights - fixed.squares / fixed.weights));
}

/// Mean squared deviation from the plain mean.
double plain_variance(std::span<const MeasuredEffect> effects) {
  const double k = static_cast<double>(effects.size());
  double mean = 0, squares = 0;
  for (const MeasuredEffect& each : effects) mean += each.value / k;
  for (const MeasuredEffect& each : effects)
    squares += (each.value - mean) * (each.value - mean) / k;
  return squares;
}

double sidik_jonkman(std::span<const MeasuredEffect> effects) {
  const double start = plain_variance(effects);
  const double df = static_cast<double>(effects.size() - 1);
  return start * weighted_mean(effects, start).spread / df;
}

/// The restricted log-likelihood, up to a constant.
double restricted_likelihood(std::span<const MeasuredEffect> effects, double between) {
  const WeightedMean at = weighted_mean(effects, between);
  double logs = std::log(at.weights) + at.spread;
  for (const MeasuredEffect& each : effects)
    logs += std::log(each.standard_error * each.standard_error + between);
  return -logs / 2;
}

/// Uphill from `start` by Fisher scoring. A step that leads down, or below 0, is halved.
double climb(std::span<const MeasuredEffect> effects, double start, double smallest) {
  double between = start, likelihood = restricted_likelihood(effects, start);
  for (int round = 0; round < 1000; ++round) {
    const WeightedMean at = weighted_mean(effects, between);
    const double slope = at.weighted_spread - (at.weights - at.squares / at.weights);
    const double information = at.squares - 2 * at.cubes / at.weights +
                               at.squares / at.weights * (at.squares / at.weights);
    if (!(information > 0)) return between;
    double step = std::max(slope / information, -between);
    const double negligible = 1e-12 * (between + smallest);
    if (!(std::abs(step) > negligible)) return between;
    double next = restricted_likelihood(effects, between + step);
    while (!(next >= likelihood) && std::abs(step) > negligible) {
      step /= 2;
      next = restricted_likelihood(effects, between + step);
    }
    if (!(next >= likelihood)) return between;
    between += step;
    likelihood = next;
  }
  return between;
}

double by_restricted_likelihood(std::span<const MeasuredEffect> effects) {
  double smallest = effects.front().standard_error;
  for (const MeasuredEffect& each : effects) smallest = std::min(smallest, each.standard_error);
  smallest *= smallest;
  // Where errors are very unequal the likelihood can have a summit at 0 and another one: from both
  // sides, and from where the moments point to, the highest is taken.
  double best = 0, highest = restricted_likelihood(effects, 0);
  for (const double start : {0.0, dersimonian_laird(effects), 2 * plain_variance(effects)}) {
    const double found = climb(effects, start, smallest);
    const double likelihood = restricted_likelihood(effects, found);
    if (likelihood > highest) {
      best = found;
      highest = likelihood;
    }
  }
  return best;
}

}  // namespace

WeightedMean weighted_mean(std::span<const MeasuredEffect> effects, double between) {
  WeightedMean sums;
  double weighted = 0;
  for (const MeasuredEffect& each : effects) {
    const double weight = 1 / (each.standard_error * each.standard_error + between);
    sums.weights += weight;
    sums.squares += weight * weight;
    sums.cubes += weight * weight * weight;
    weighted += weight * each.value;
  }
  sums.mean = weighted / sums.weights;
  for (const MeasuredEffect& each : effects) {
    const double weight = 1 / (each.standard_error * each.standard_error + between);
    const double square = (each.value - sums.mean) * (each.value - sums.mean);
    sums.spread += weight * square;
    sums.weighted_spread += weight * weight * square;
  }
  return sums;
}

double between_variance(std::span<const MeasuredEffect> effects, PoolingMethod method) {
  switch (method) {
    case PoolingMethod::fixed:
      return 0;
    case PoolingMethod::dersimonian_laird:
      return dersimonian_laird(effects);
    case PoolingMethod::restricted_likelihood:
      return by_restricted_likelihood(effects);
    case PoolingMethod::sidik_jonkman:
      return sidik_jonkman(effects);
  }
  return 0;
}

}  // namespace collab
