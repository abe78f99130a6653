#pragma once
// Quantiles of units' values: what moments cannot give is computed where the values are, when rows
// are folded, and carried on as moments.
#include <cstdint>
#include <span>

#include "collab/model/metric.hpp"
#include "collab/model/moments.hpp"

namespace collab {

/// `p90` as 0.9. 0 where the metric has none.
double quantile_of(const Metric& metric);

/// Moments whose mean is the sample quantile, whose n is the number of values, and whose variance
/// of the mean is the quantile's squared standard error: what Welch's t takes. Empty without
/// values.
///
/// values   in any order, reordered; q  0 < q < 1
/// The quantile interpolates linearly between order statistics (Hyndman and Fan's definition 7).
/// Its standard error is half the distance between the quantiles at q -/+ 1.96 sqrt(q (1 - q) / n),
/// over 1.96. Where values repeat (whole days, minutes, items) it is the mid-quantile, with its
/// standard error. Where neither holds, an atom among values that differ, the widest step there is
/// added to the standard error. 0 where all values are one.
/// source   Woodruff 1952, JASA 47:635; Ma, Genton and Parzen 2011; Hyndman and Fan 1996, The
/// American Statistician 50:361
Moments quantile_moments(std::span<double> values, double q);

/// The same of values in clusters (cluster[i] of values[i], numbers from 0): n is the number of
/// clusters, and the standard error is widened by the square root of the design effect of the share
/// of values at or below the quantile, a ratio by cluster. values are not reordered.
/// source   Francisco and Fuller 1991, Ann. Statist. 19:454
Moments quantile_moments(std::span<const double> values, std::span<const std::uint32_t> cluster,
                         double q);

}  // namespace collab
