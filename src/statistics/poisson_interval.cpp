#include "collab/statistics/poisson_interval.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/boundary.hpp"
#include "collab/statistics/distributions.hpp"
#include "statistics/restricted_share.hpp"

namespace collab {
namespace {

/// Beyond this many events the incomplete gamma and beta series no longer converge, and the normal
/// approximation is off by less than 1e-4 of the interval's width.
constexpr double many_events = 1e9;

/// Standard error of the difference of the rates at the most likely rates with that difference.
double difference_error(const EventRate& control, const EventRate& treatment, double difference) {
  const double rate = restricted_control(control, treatment, difference);
  return std::sqrt((rate + difference) / treatment.exposure + rate / control.exposure);
}

double score_p_value(const EventRate& control, const EventRate& treatment) {
  const double error = difference_error(control, treatment, 0);
  if (!(error > 0)) return 1;
  return 2 * normal_upper_tail(std::abs(treatment.value() - control.value()) / error);
}

double conditional_p_value(const EventRate& control, const EventRate& treatment) {
  const double share = treatment.exposure / (control.exposure + treatment.exposure);
  const double x = treatment.events, rest = control.events;
  const double as_many = x > 0 ? beta_lower_tail(x, rest + 1, share) : 1;
  const double as_few = rest > 0 ? beta_upper_tail(x + 1, rest, share) : 1;
  return std::min(1.0, 2 * std::min(as_many, as_few));
}

/// Where the score test of the difference ends: away from the estimate towards `direction`.
double score_bound(const EventRate& control, const EventRate& treatment, double z,
                   double direction) {
  const double d = treatment.value() - control.value();
  const auto excess = [&](double x) {
    return direction * (x - d) - z * difference_error(control, treatment, x);
  };
  double step = z * z * (1 / control.exposure + 1 / treatment.exposure) + std::abs(d);
  while (!(excess(d + direction * step) > 0) && step < 1e300) step *= 2;
  return boundary(excess, d, d + direction * step);
}

/// Where the test does not refuse "no change", both intervals hold it.
RateComparison agreeing(RateComparison result, double alpha) {
  if (result.p_value >= alpha) {
    result.difference = {.low = std::min(result.difference.low, 0.0),
                         .high = std::max(result.difference.high, 0.0)};
    result.ratio_low = std::min(result.ratio_low, 1.0);
    if (result.ratio_high) result.ratio_high = std::max(*result.ratio_high, 1.0);
  }
  return result;
}

}  // namespace

Bounds garwood_interval(const EventRate& rate, double alpha) {
  const double z = normal_critical(alpha);  // refuses an alpha out of range
  if (rate.events > many_events) {
    const double half = z * std::sqrt(rate.events);
    return {.low = (rate.events - half) / rate.exposure,
            .high = (rate.events + half) / rate.exposure};
  }
  return {.low = rate.events > 0 ? gamma_lower_quantile(rate.events, alpha / 2) / rate.exposure : 0,
          .high = gamma_upper_quantile(rate.events + 1, alpha / 2) / rate.exposure};
}

RateComparison compare_rates(const EventRate& control, const EventRate& treatment, double alpha) {
  const double z = normal_critical(alpha);
  RateComparison result;
  if (control.events + treatment.events > many_events && control.events > 0 &&
      treatment.events > 0) {
    const double ratio = treatment.value() / control.value();
    const double half = z * std::sqrt(1 / control.events + 1 / treatment.events);
    result.p_value = score_p_value(control, treatment);
    result.difference = {.low = score_bound(control, treatment, z, -1),
                         .high = score_bound(control, treatment, z, 1)};
    result.ratio_low = ratio * std::exp(-half);
    result.ratio_high = ratio * std::exp(half);
    return agreeing(result, alpha);
  }
  result.p_value =
      std::max(conditional_p_value(control, treatment), score_p_value(control, treatment));
  result.difference = {.low = score_bound(control, treatment, z, -1),
                       .high = score_bound(control, treatment, z, 1)};
  const double exposures = control.exposure / treatment.exposure;
  if (treatment.events > 0) {
    const BetaQuantile low = beta_lower_quantile(treatment.events, control.events + 1, alpha / 2);
    result.ratio_low = low.x / low.complement * exposures;
  }
  if (control.events > 0) {
    const BetaQuantile high = beta_upper_quantile(treatment.events + 1, control.events, alpha / 2);
    result.ratio_high = high.x / high.complement * exposures;
  }
  return agreeing(result, alpha);
}

}  // namespace collab
