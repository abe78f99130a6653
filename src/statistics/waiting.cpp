#include "collab/statistics/waiting.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// Bounds of the share still waiting after a step.
struct Limits {
  double low = 0, high = 1;
};

Limits limits_of(const WaitingCurve::Step& step, double critical) {
  // Nobody waits any more: log(-log) has no value, and survfit gives no interval either.
  if (!(step.share > 0)) return {0, 0};
  const double centre = std::log(-std::log(step.share));
  const double half = critical * std::sqrt(step.greenwood) / std::abs(std::log(step.share));
  return {std::exp(-std::exp(centre + half)), std::exp(-std::exp(centre - half))};
}

/// The first time at which value(step) is at most `level`, and half way to the next step where it
/// is `level` itself. `end`: what follows the last step; absent, the quantile is not reached.
template <class Value>
std::optional<double> crossing(const WaitingCurve& curve, double level, const Value& value) {
  constexpr double tolerance = 1e-9;  // shares are products, and 0.75 need not come out as 0.75
  for (std::size_t i = 0; i < curve.steps.size(); ++i) {
    const double here = value(curve.steps[i]);
    if (here > level + tolerance) continue;
    const bool exactly = here > level - tolerance;
    if (!exactly) return curve.steps[i].time;
    // On the level: any time until the next drop would do, the middle is taken.
    if (i + 1 < curve.steps.size()) return (curve.steps[i].time + curve.steps[i + 1].time) / 2;
    return (curve.steps[i].time + std::max(curve.longest, curve.steps[i].time)) / 2;
  }
  return std::nullopt;
}

}  // namespace

WaitingCurve waiting_curve(std::vector<Wait> waits) {
  const auto time_of = [](const Wait& wait) { return wait.time; };
  if (!std::ranges::is_sorted(waits, {}, time_of)) std::ranges::sort(waits, {}, time_of);
  WaitingCurve curve;
  for (const Wait& wait : waits) {
    curve.waits += wait.count;
    if (!wait.over) curve.censored += wait.count;
  }
  if (!waits.empty()) curve.longest = waits.back().time;
  double at_risk = curve.waits, share = 1, greenwood = 0;
  for (std::size_t i = 0; i < waits.size();) {
    const double time = waits[i].time;
    double ended = 0, all = 0;
    for (; i < waits.size() && waits[i].time == time; ++i) {
      all += waits[i].count;
      if (waits[i].over) ended += waits[i].count;
    }
    if (ended > 0) {
      share *= 1 - ended / at_risk;
      if (at_risk > ended) greenwood += ended / (at_risk * (at_risk - ended));
      curve.steps.push_back(
          {.time = time, .at_risk = at_risk, .share = share, .greenwood = greenwood});
    }
    at_risk -= all;
  }
  return curve;
}

Estimate over_by(const WaitingCurve& curve, double time, double alpha) {
  if (curve.waits == 0) return no_estimate("no-data");
  const double critical = normal_critical(alpha);
  const auto after = std::ranges::upper_bound(curve.steps, time, {}, &WaitingCurve::Step::time);
  Estimate estimate;
  if (after == curve.steps.begin()) {
    // None was over by then; what is known is how many waited so long.
    estimate = {.value = 0, .low = 0, .high = {}, .reason = "still-waiting"};
    return estimate;
  }
  const WaitingCurve::Step& step = *std::prev(after);
  const Limits limits = limits_of(step, critical);
  estimate = {
      .value = 1 - step.share, .low = 1 - limits.high, .high = 1 - limits.low, .reason = {}};
  if (!(step.share > 0)) estimate = {.value = 1, .low = {}, .high = 1, .reason = "no-variance"};
  if (curve.censored > 0 && time > curve.longest) estimate.reason = "still-waiting";
  return estimate;
}

Estimate waiting_quantile(const WaitingCurve& curve, double q, double alpha) {
  if (curve.waits == 0) return no_estimate("no-data");
  const double critical = normal_critical(alpha);
  Estimate estimate;
  using Step = WaitingCurve::Step;
  estimate.value = crossing(curve, 1 - q, [](const Step& step) { return step.share; });
  estimate.low =
      crossing(curve, 1 - q, [&](const Step& step) { return limits_of(step, critical).low; });
  // Where nobody waits any more there is no interval, and no upper bound that could be reached.
  estimate.high = crossing(curve, 1 - q, [&](const Step& step) {
    return step.share > 0 ? limits_of(step, critical).high : 1.0;
  });
  if (!estimate.value || !estimate.low || !estimate.high) estimate.reason = "still-waiting";
  return estimate;
}

Estimate median_of(std::span<const double> sorted, double alpha) {
  if (sorted.empty()) return no_estimate("no-data");
  const std::size_t n = sorted.size();
  Estimate median;
  median.value = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  // P(B <= r - 1) is a tail of a beta at one half.
  const auto below = [&](std::size_t r) {
    return beta_lower_tail(static_cast<double>(n - r + 1), static_cast<double>(r), 0.5);
  };
  if (below(1) > alpha / 2) {
    median.reason = "too-few";
    return median;
  }
  std::size_t kept = 1, refused = n / 2 + 1;
  while (refused - kept > 1) {
    const std::size_t middle = kept + (refused - kept) / 2;
    (below(middle) <= alpha / 2 ? kept : refused) = middle;
  }
  median.low = sorted[kept - 1];
  median.high = sorted[n - kept];
  return median;
}

}  // namespace collab
