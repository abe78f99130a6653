// kind: value — a bare number per period: charted and compared before/after, never tested. What its
// periods have in common (weather, prices, the month before) is not in the number.
#include "statistics/kinds.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

constexpr const char* method = "period-means";

Moments from_statistics(const Metric&, const Statistics& statistics) {
  const GivenStatistics row(value_kind.shape, statistics);
  Moments moments;
  moments.n = 1;
  moments.sum[0] = row.number("value");
  return moments;
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  check_finite("value", fields[0]);
  return {fields[0], 0};
}

/// The mean over periods. Its interval is the periods' scatter; nothing may rest on it.
Estimate level(const Metric&, const Moments& moments, const Certainty& certainty) {
  const auto mean = mean_value(moments);
  if (!mean) return no_estimate("no-data");
  Estimate level = t_level(*mean, certainty);
  if (level.low) level.reason = "periods-not-independent";
  return level;
}

/// Change of the mean over periods, without interval: successive periods are not independent.
Effect effect(const Metric&, const Moments& control, const Moments& treatment, const Certainty&) {
  const auto before = mean_value(control), after = mean_value(treatment);
  if (!before || !after) return no_effect("no-data", method);
  Effect effect = no_effect("periods-not-independent", method);
  effect.absolute.value = after->value - before->value;
  if (before->value > 0) {
    effect.relative.value = (after->value - before->value) / before->value;
  } else {
    effect.relative.reason = before->value < 0 ? "negative-baseline" : "zero-baseline";
  }
  return effect;
}

}  // namespace

const MetricKind value_kind{
    .shape = {.name = "value",
              .summary = "a bare number per period: charted, compared before and after, not tested",
              .unit_fields = {},
              .summary_forms = {{"value"}},
              .optional_statistics = {},
              .points = false,
              .compared = false},
    .from_statistics = from_statistics,
    .from_unit = from_unit,
    .level = level,
    .effect = effect};

}  // namespace collab
