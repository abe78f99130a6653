#include "collab/statistics/likelihood_sequence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "collab/statistics/sequence.hpp"
#include "statistics/restricted_share.hpp"

namespace collab {
namespace {

/// Twice the log-likelihood ratio of a Poisson count against `expected`; never below 0. Binomial
/// likelihood ratios are sums of two, whose linear terms cancel.
double deviance(double count, double expected) {
  if (count <= 0) return 2 * expected;
  if (expected <= 0) return std::numeric_limits<double>::infinity();
  const double excess = (count - expected) / expected;
  return std::max(0.0, 2 * expected * ((1 + excess) * std::log1p(excess) - excess));
}

double deviance(const Share& share, double p) {
  return deviance(share.successes, share.n * p) +
         deviance(share.n - share.successes, share.n * (1 - p));
}

double deviance(const EventRate& rate, double expected) {
  return deviance(rate.events, rate.exposure * expected);
}

/// Where `rejects` begins, from `inside` in the direction of `step`, which is doubled until it
/// does.
template <typename Excess>
double beyond(const Excess& excess, double inside, double step) {
  while (!(excess(inside + step) > 0) && std::abs(step) < 1e300) step *= 2;
  return inside + step;
}

double critical_square(double alpha, double progress) {
  const double z = sequence_critical(alpha, progress);
  return z * z;
}

}  // namespace

Bounds sequence_bounds(const Share& share, double alpha, double progress) {
  const double critical = critical_square(alpha, progress), p = share.value();
  const auto excess = [&](double x) { return deviance(share, x) - critical; };
  return {.low = share.successes > 0 ? boundary(excess, p, 0.0) : 0,
          .high = share.successes < share.n ? boundary(excess, p, 1.0) : 1};
}

Bounds sequence_bounds(const EventRate& rate, double alpha, double progress) {
  const double critical = critical_square(alpha, progress), value = rate.value();
  const auto excess = [&](double x) { return deviance(rate, x) - critical; };
  const double step = (critical + rate.events) / rate.exposure;
  return {.low = rate.events > 0 ? boundary(excess, value, 0.0) : 0,
          .high = boundary(excess, value, beyond(excess, value, step))};
}

ScoreComparison sequence_comparison(const Share& control, const Share& treatment, double alpha,
                                    double progress) {
  const double critical = critical_square(alpha, progress);
  const auto at_difference = [&](double difference) {
    const double p = restricted_control(control, treatment, difference);
    return deviance(control, p) + deviance(treatment, std::clamp(p + difference, 0.0, 1.0));
  };
  const auto at_ratio = [&](double ratio) {
    const double p = restricted_control_in_ratio(control, treatment, ratio);
    return deviance(control, p) + deviance(treatment, std::min(1.0, ratio * p));
  };
  ScoreComparison result;
  result.p_value = sequence_p_value(at_difference(0), alpha, progress);
  return with_bounds(
      result, control.value(), treatment.value(), alpha, {.low = -1, .high = 1},
      [&](double x) { return at_difference(x) - critical; },
      [&](double r) { return at_ratio(r) - critical; });
}

RateComparison sequence_comparison(const EventRate& control, const EventRate& treatment,
                                   double alpha, double progress) {
  const double critical = critical_square(alpha, progress);
  const auto at_difference = [&](double difference) {
    const double rate = restricted_control(control, treatment, difference);
    return deviance(control, rate) + deviance(treatment, std::max(0.0, rate + difference));
  };
  // Given the total of events, the treatment's share of them is binomial.
  const auto at_ratio = [&](double ratio) {
    const double weight = control.exposure + ratio * treatment.exposure;
    const double events = control.events + treatment.events;
    return deviance(control.events, events * (control.exposure / weight)) +
           deviance(treatment.events, events * (ratio * treatment.exposure / weight));
  };
  RateComparison result;
  result.p_value = sequence_p_value(at_difference(0), alpha, progress);
  const auto excess = [&](double x) { return at_difference(x) - critical; };
  const double d = treatment.value() - control.value();
  const double step = critical * (1 / control.exposure + 1 / treatment.exposure) + std::abs(d);
  const Bounds ends{.low = beyond(excess, std::min(d, 0.0), -step),
                    .high = beyond(excess, std::max(d, 0.0), step)};
  return with_bounds(result, control.value(), treatment.value(), alpha, ends, excess,
                     [&](double r) { return at_ratio(r) - critical; });
}

}  // namespace collab
