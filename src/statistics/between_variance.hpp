#pragma once
// The variance between effects, beyond what their standard errors explain.
#include <span>

#include "collab/statistics/pooling.hpp"

namespace collab {

/// Inverse-variance weights' sums at a given variance between effects.
struct WeightedMean {
  double weights = 0, squares = 0, cubes = 0;  ///< sums of w, w^2, w^3; w = 1 / (se^2 + between)
  double mean = 0;
  double spread = 0;           ///< sum of w (effect - mean)^2
  double weighted_spread = 0;  ///< sum of w^2 (effect - mean)^2
};
WeightedMean weighted_mean(std::span<const MeasuredEffect> effects, double between);

/// tau^2 >= 0. effects  k >= 2, each standard error above 0
double between_variance(std::span<const MeasuredEffect> effects, PoolingMethod method);

}  // namespace collab
