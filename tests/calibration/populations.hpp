#pragma once
// Populations with a known truth for each metric kind. A new one is one entry in populations.cpp.
#include <functional>
#include <string>
#include <vector>

#include "calibration/simulation.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab::calibration {

struct Arms {
  int control, treatment;
};

struct Population {
  const MetricKind* kind = nullptr;
  Metric metric;
  std::string what;
  /// The moments of n units; with `lifted`, of the population that a true effect has changed.
  std::function<Moments(Engine& engine, int n, bool lifted)> draw;
  double difference = 0;  ///< lifted - not lifted, in the metric's measure
  double ratio = 1;       ///< lifted / not lifted
  /// Units, or stores, a variant.
  std::vector<Arms> arms{{30, 30}, {100, 100}, {1000, 1000}, {900, 100}};
  /// Whole stores were assigned: moments are of stores.
  bool by_store = false;

  Effect effect(const Moments& control, const Moments& treatment, const Certainty& certainty) const;
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
