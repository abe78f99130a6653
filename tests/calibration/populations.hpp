#pragma once
// Populations with a known truth for each metric kind. A new one is one entry in populations.cpp.
#include <functional>
#include <string>
#include <vector>

#include "calibration/simulation.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab::calibration {

struct Population {
  const MetricKind* kind = nullptr;
  Metric metric;
  std::string what;
  /// The moments of n units; with `lifted`, of the population that a true effect has changed.
  std::function<Moments(Engine& engine, int n, bool lifted)> draw;
  double difference = 0;  ///< lifted - not lifted, in the metric's measure
  double ratio = 1;       ///< lifted / not lifted
};

std::vector<Population> populations();

/// The kind's metric; nps where it is a score.
Metric metric_of(const MetricKind& kind);
/// Uniform in [0, 1).
double uniform(Engine& engine);
/// Exponential of mean 1.
double exponential(Engine& engine);
/// Number of successes.
double binomial(Engine& engine, int n, double share);

}  // namespace collab::calibration
