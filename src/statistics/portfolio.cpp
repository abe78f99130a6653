#include "collab/statistics/portfolio.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/poisson_interval.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {

PortfolioTotal portfolio_total(std::span<const MeasuredEffect> effects,
                               std::span<const std::size_t> claimed, double alpha,
                               PoolingMethod method) {
  const double z = normal_critical(alpha);
  PortfolioTotal total;
  total.claimed = claimed.size();
  std::vector<MeasuredEffect> winners;
  for (const std::size_t number : claimed) {
    winners.push_back(effects[number]);
    total.claimed_total += effects[number].value;
  }
  const PooledEffect pooled = pooled_effect(effects, method);
  const char* reason = !pooled.reason.empty() ? pooled.reason.c_str()
                       : winners.empty()      ? "no-wins"
                       : pooled.effects < 2   ? "too-few"
                                              : nullptr;
  if (reason) {
    total.expected = no_estimate(reason);
    return total;
  }
  // Given the mean, winners err independently; what each took of the mean errs alike.
  double sum = 0, own = 0, taken = 0;
  const std::vector<MeasuredEffect> shrunken = shrunken_effects(winners, pooled);
  for (std::size_t i = 0; i < winners.size(); ++i) {
    const double variance = winners[i].standard_error * winners[i].standard_error;
    const double kept = pooled.variance / (pooled.variance + variance);
    sum += shrunken[i].value;
    own += kept * variance;
    taken += 1 - kept;
  }
  total.standard_error = std::hypot(std::sqrt(own), taken * pooled.standard_error);
  total.expected.value = sum;
  total.expected.low = sum - z * total.standard_error;
  total.expected.high = sum + z * total.standard_error;
  return total;
}

Estimate learning_rate(double decided, double span, double per, double alpha) {
  normal_critical(alpha);  // refuses an alpha out of range
  if (!(span > 0)) return no_estimate("no-data");
  const EventRate rate{.events = decided, .exposure = span / per};
  const Bounds bounds = garwood_interval(rate, alpha);
  return {.value = rate.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

Flow cycle_flow(std::span<const CycleSpan> cycles, double from, double to) {
  Flow flow;
  double time_in_progress = 0, time_of_finished = 0;
  for (const CycleSpan& cycle : cycles) {
    const bool over = cycle.end && *cycle.end < to;
    if (cycle.start >= to || (cycle.end && *cycle.end < from)) continue;
    ++(cycle.start < from ? flow.open_before : flow.started);
    ++(over ? flow.finished : flow.open_after);
    time_in_progress += (over ? *cycle.end : to) - std::max(cycle.start, from);
    if (over) time_of_finished += *cycle.end - cycle.start;
  }
  if (!(to > from)) {
    flow.reason = "no-data";
    return flow;
  }
  flow.in_progress = time_in_progress / (to - from);
  flow.throughput = flow.finished / (to - from);
  if (flow.finished > 0) {
    flow.mean_time = time_of_finished / flow.finished;
    flow.implied_time = time_in_progress / flow.finished;
  } else {
    flow.reason = "no-data";
  }
  return flow;
}

}  // namespace collab
