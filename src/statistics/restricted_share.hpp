#pragma once
// Two shares or two rates under a hypothesis: the most likely values that differ by a given amount
// or stand in a given ratio; and where the tests built on them begin to reject.
#include <algorithm>
#include <optional>

#include "collab/statistics/boundary.hpp"
#include "collab/statistics/poisson_interval.hpp"
#include "collab/statistics/score_interval.hpp"

namespace collab {

/// The control's most likely share when the treatment's is larger by `difference`.
double restricted_control(const Share& control, const Share& treatment, double difference);
/// The control's most likely share when the treatment's is `ratio` times as large.
double restricted_control_in_ratio(const Share& control, const Share& treatment, double ratio);
/// The control's most likely rate when the treatment's is larger by `difference`.
double restricted_control(const EventRate& control, const EventRate& treatment, double difference);

/// The bounds of a test of two shares or rates by its excess over the critical value, > 0 where it
/// rejects a difference or a ratio.
///
/// No difference is one end of each search, so that rounding cannot part a bound from the p-value.
/// comparison  with its p-value
/// ends        of the range of the difference
/// returns     the comparison with its bounds
template <typename Comparison, typename Difference, typename Ratio>
Comparison with_bounds(Comparison comparison, double control, double treatment, double alpha,
                       const Bounds& ends, const Difference& difference_excess,
                       const Ratio& ratio_excess) {
  const double d = treatment - control;
  const bool differs = comparison.p_value < alpha;
  const bool above = differs && d > 0, below = differs && d < 0;
  const auto edge = [&](double kept, double rejected) {
    return boundary(difference_excess, kept, rejected);
  };
  comparison.difference.low = above ? edge(d, 0.0) : edge(differs ? d : std::min(d, 0.0), ends.low);
  comparison.difference.high =
      below ? edge(d, 0.0) : edge(differs ? d : std::max(d, 0.0), ends.high);

  constexpr double far = 1e300;
  if (treatment > 0) {
    // A ratio that the test keeps: the estimate, or far out when the control has no events.
    double kept = control > 0 ? treatment / control : 1;
    while (ratio_excess(kept) > 0 && kept < far) kept *= 2;
    if (!differs) kept = std::min(kept, 1.0);
    comparison.ratio_low = boundary(ratio_excess, kept, above ? 1.0 : 0.0);
  }
  if (control > 0) {
    const double ratio = treatment / control;
    const double kept = differs ? ratio : std::max(ratio, 1.0);
    double rejected = below ? 1.0 : std::max(2 * kept, 1.0);
    while (!(ratio_excess(rejected) > 0) && rejected < far) rejected *= 2;
    comparison.ratio_high = boundary(ratio_excess, kept, rejected);
  }
  return comparison;
}

}  // namespace collab
