// kind: rate — events per exposure. Unit rows show how events cluster, and that dispersion is
// measured; summary rows do not, and their exposures are taken as independent (the review says so).
#include <algorithm>

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/likelihood_sequence.hpp"
#include "collab/statistics/poisson_interval.hpp"
#include "statistics/kinds.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

void check_rate(double events, double exposure) {
  check_count("events", events);
  check_finite("exposure", exposure);
  if (exposure < 0) {
    throw Error(ExitCode::invalid, "count-negative",
                fmt::format("exposure {} is negative", to_string(exposure)));
  }
  if (events > 0 && exposure == 0) {
    throw Error(ExitCode::invalid, "events-without-exposure",
                fmt::format("{} events at exposure 0", to_string(events)),
                "exposure is what could have had an event: orders, visits, consumer-days");
  }
}

// n stays 0 even when the row gives its units: sums of rows would otherwise look like unit rows
// whose events hardly cluster.
Moments from_statistics(const Metric&, const Statistics& statistics) {
  const GivenStatistics row(rate_kind.shape, statistics);
  check_rate(row.number("events"), row.number("exposure"));
  Moments moments;
  moments.sum = {row.number("events"), row.number("exposure"), 0, 0};
  return moments;
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  check_rate(fields[0], fields[1]);
  return {fields[0], fields[1]};
}

/// Outside, rates and their squares leave what a double can hold.
bool out_of_range(const Moments& moments) {
  constexpr double least = 1e-100, most = 1e100;
  return moments.sum[1] < least || moments.sum[1] > most;
}

bool by_unit(const Moments& moments) { return moments.n >= 2; }

/// Residual squares of the linearised rate, which independent events make as large as their number.
double residual_squares(const Moments& moments) {
  const auto arm = ratio_value(moments);
  return arm ? arm->variance * moments.sum[1] * moments.sum[1] : 0;
}

/// How many times more the events vary between units than independent ones would; 1 at least, and 1
/// for summary rows.
double dispersion(std::span<const Moments* const> arms) {
  double squares = 0, events = 0;
  for (const Moments* arm : arms) {
    if (!by_unit(*arm)) return 1;
    squares += residual_squares(*arm);
    events += arm->sum[0];
  }
  return events > 0 ? std::max(1.0, squares / events) : 1;
}

EventRate thinned(const Moments& moments, double dispersion) {
  return {.events = moments.sum[0] / dispersion, .exposure = moments.sum[1] / dispersion};
}

Estimate level(const Metric&, const Moments& moments, const Certainty& certainty) {
  if (!(moments.sum[1] > 0)) return no_estimate("no-data");
  if (out_of_range(moments)) return no_estimate("out-of-range");
  if (by_unit(moments)) {
    const ArmValue arm = ratio_value(moments).value();
    if (arm.variance > 0 && enough_for_each(arm, arm, certainty)) return t_level(arm, certainty);
  }
  const std::array<const Moments*, 1> arms{&moments};
  const EventRate rate = thinned(moments, dispersion(arms));
  const Bounds bounds = certainty.progress
                            ? sequence_bounds(rate, certainty.alpha, *certainty.progress)
                            : garwood_interval(rate, certainty.alpha);
  return {.value = moments.sum[0] / moments.sum[1],
          .low = bounds.low,
          .high = bounds.high,
          .reason = {}};
}

Effect counted_effect(const Moments& control, const Moments& treatment,
                      const Certainty& certainty) {
  const std::array<const Moments*, 2> arms{&control, &treatment};
  const double phi = dispersion(arms);
  const EventRate base = thinned(control, phi), arm = thinned(treatment, phi);
  const RateComparison rates =
      certainty.progress ? sequence_comparison(base, arm, certainty.alpha, *certainty.progress)
                         : compare_rates(base, arm, certainty.alpha);
  Effect effect;
  effect.method = certainty.progress ? "likelihood-sequence" : "exact-conditional";
  if (phi > 1) effect.method += "-dispersed";
  effect.p_value = rates.p_value;
  effect.absolute = {.value = arm.value() - base.value(),
                     .low = rates.difference.low,
                     .high = rates.difference.high,
                     .reason = {}};
  effect.relative.low = rates.ratio_low - 1;
  if (rates.ratio_high) {
    effect.relative.value = (arm.value() - base.value()) / base.value();
    effect.relative.high = *rates.ratio_high - 1;
  } else {
    effect.relative.reason = "zero-baseline";
  }
  return effect;
}

/// By unit where enough units carry events; else by count, the counts divided by the dispersion
/// that the units show, so that a rare complaint is judged too.
Effect effect(const Metric&, const Moments& control, const Moments& treatment,
              const Certainty& certainty) {
  if (!(control.sum[1] > 0) || !(treatment.sum[1] > 0)) {
    return no_effect("no-data", "exact-conditional");
  }
  if (out_of_range(control) || out_of_range(treatment)) {
    return no_effect("out-of-range", "exact-conditional");
  }
  if (by_unit(control) && by_unit(treatment)) {
    const ArmValue base = ratio_value(control).value(), arm = ratio_value(treatment).value();
    if (base.variance + arm.variance > 0 && enough_for_each(base, arm, certainty)) {
      return t_effect(base, arm, certainty, "linearised");
    }
  }
  return counted_effect(control, treatment, certainty);
}

}  // namespace

const MetricKind rate_kind{.shape = {.name = "rate",
                                     .summary = "events per exposure, e.g. complaints per order",
                                     .unit_fields = {"events", "exposure"},
                                     .summary_forms = {{"events", "exposure"}},
                                     .optional_statistics = {"units"},
                                     .points = true,
                                     .compared = true},
                           .from_statistics = from_statistics,
                           .from_unit = from_unit,
                           .level = level,
                           .effect = effect};

}  // namespace collab
