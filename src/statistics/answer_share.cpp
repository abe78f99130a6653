#include "collab/statistics/answer_share.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/score_interval.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {

ResponseBounds response_bounds(const Response& response, double alpha) {
  normal_critical(alpha);  // refuses an alpha out of range
  if (!(response.invited > 0)) return {no_estimate("no-data"), no_estimate("no-data")};
  const auto if_said_by = [&](double yes) {
    const Share share{.successes = yes, .n = response.invited};
    const Bounds bounds = wilson_interval(share, alpha);
    return Estimate{.value = share.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
  };
  return {.low = if_said_by(response.yes),
          .high = if_said_by(response.yes + response.invited - response.answered)};
}

WeightedShare weighted_share(std::span<const SegmentAnswers> segments, double alpha) {
  const double z = normal_critical(alpha);
  WeightedShare result;
  double population = 0, n = 0, yes = 0;
  bool missing = false, lone = false;
  for (const SegmentAnswers& segment : segments) {
    if (!(segment.population > 0)) continue;  // nobody to speak for
    population += segment.population;
    n += segment.n;
    yes += segment.yes;
    missing = missing || !(segment.n > 0);
    lone = lone || segment.n < 2;
  }
  if (!(population > 0) || missing) {
    result.share = no_estimate("no-data");
    return result;
  }
  double share = 0, variance = 0, weights_squared = 0;
  for (const SegmentAnswers& segment : segments) {
    if (!(segment.population > 0)) continue;
    const double part = segment.population / population, p = segment.yes / segment.n;
    share += part * p;
    weights_squared += part * part / segment.n;
    if (segment.n > 1) variance += part * part * p * (1 - p) / (segment.n - 1);
  }
  result.unweighted = yes / n;
  result.design_effect = n * weights_squared;
  result.effective_n = 1 / weights_squared;
  result.share.value = share;
  if (lone || !(variance > 0)) {
    result.share.reason = lone ? "too-few" : "no-variance";
    return result;
  }
  result.standard_error = std::sqrt(variance);
  result.share.low = std::max(0.0, share - z * result.standard_error);
  result.share.high = std::min(1.0, share + z * result.standard_error);
  return result;
}

double wallet_share(double rank, double brands) { return (1 - rank / (brands + 1)) * 2 / brands; }

}  // namespace collab
