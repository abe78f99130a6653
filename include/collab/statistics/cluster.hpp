#pragma once
// Variants assigned to whole clusters (stores): the cluster is what is analysed, one summary each.
#include "collab/model/effect.hpp"
#include "collab/model/metric.hpp"
#include "collab/model/moments.hpp"
#include "collab/statistics/certainty.hpp"

namespace collab {

/// Clusters a variant below which nothing is judged.
constexpr double least_clusters = 5;

/// Adds one cluster to an arm's moments of clusters. `one`: the moments of its units, n > 0 or, for
/// a rate, exposure > 0. A mean, share or score gives its own mean (and covariate's mean); a ratio
/// or rate its sums, because big and small stores' ratios do not average.
void add_cluster(const Metric& metric, Moments& clusters, const Moments& one);

/// Welch and Fieller on clusters, with the covariate's adjustment where there is one. Ratios and
/// rates: linearised by cluster. The mean over clusters counts each store once, however large.
/// Not judged: `too-few-clusters` below least_clusters in an arm; else as t effects are.
/// source  Donner and Klar 2000, Design and Analysis of Cluster Randomization Trials, ch. 6;
///         Bertrand, Duflo and Mullainathan 2004, QJE 119:249
Effect cluster_effect(const Metric& metric, const Moments& control, const Moments& treatment,
                      const Certainty& certainty);
Estimate cluster_level(const Metric& metric, const Moments& clusters, const Certainty& certainty);

}  // namespace collab
