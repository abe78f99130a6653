#pragma once
// Control charts of a series. A kind of chart is one file in src/statistics/charts/, a set of rules
// one in src/statistics/rules/.
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "collab/model/chart.hpp"

namespace collab {

/// One period. Missing value: a gap, kept so that periods stay in their places.
struct SeriesPoint {
  /// p, p_prime, u, u_prime, c: events counted. g: opportunities between events; t: time between
  /// events. bernoulli_cusum: 1 or 0 for each opportunity. Else the value itself.
  std::optional<double> value;
  /// p, p_prime: units of which events were counted; u, u_prime: exposure. Else unused.
  std::optional<double> size{};
  int weekday = -1;  ///< 0 Monday .. 6 Sunday; -1 where a period is not a day
};

/// The chart that the settings ask for, with the findings of its rules.
///
/// Points of size 0 are gaps (`zero-denominator`). Limits never leave what the measure can be: 0 to
/// 1 for proportions, 0 and above for counts, rates and times. One point, constant values and
/// series without values are charts, with a reason in their phase.
/// throws  Error(usage, "unknown-chart" | "unknown-rules"); Error(failure, "chart-settings") for
///         phases or exclusions that are not in the series or not ascending, and numbers out of
///         range; Error(invalid, "count-negative" | "successes-above-n" | "not-finite" |
///         "missing-size")
Chart draw_chart(std::span<const SeriesPoint> series, const ChartSettings& settings);

/// Which chart suits a metric, and why.
struct ChartChoice {
  std::string_view kind;
  /// "binomial", "poisson": counts spread as chance alone would; "overdispersed": significantly
  /// more; "values": the periods' own spread is all there is to go by.
  std::string_view reason;
  std::optional<double> dispersion{};  ///< sum of z^2 / (n - 1), z in sigmas of chance alone
  std::optional<double> p_value{};     ///< chi-square of that on n - 1 degrees of freedom
};

/// proportion: p, or p_prime where p_value < 0.05; rate: u or u_prime likewise; any other: xmr.
/// series  events and sizes for proportion and rate; excluded points are not looked at
ChartChoice choose_chart(std::string_view metric_kind, std::span<const SeriesPoint> series,
                         std::span<const ExcludedPoint> excluded = {});

/// What a kind of chart takes as a period's value.
enum class ChartTakes {
  value,           ///< a figure: the metric's own
  events,          ///< a count, of equal periods
  events_of_size,  ///< a count, and of how many or how much
  opportunity      ///< one opportunity with or without the event: no periods
};
/// nullopt for a name that is no chart's
std::optional<ChartTakes> chart_takes(std::string_view kind);

/// Names of all chart kinds and of all rule sets, sorted.
std::span<const std::string_view> chart_names();
std::span<const std::string_view> rule_set_names();

/// Correlation of neighbours about the mean, r = sum of products / sum of squares. A gap breaks
/// a pair. Absent below 4 values, without pairs, or without variance.
Autocorrelation autocorrelation(std::span<const std::optional<double>> values);

/// One-way analysis of variance by weekday. Needs 7 weekdays with three values each.
/// weekdays  as SeriesPoint::weekday, one for each value
WeekdayPattern weekday_pattern(std::span<const std::optional<double>> values,
                               std::span<const int> weekdays);

}  // namespace collab
