#pragma once
// A recorded series as charts and the machine rule take it, and what they are asked.
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/monitor.hpp"
#include "collab/review/series.hpp"
#include "collab/statistics/chart.hpp"

namespace collab {

struct Charted {
  std::vector<Day> periods;
  std::vector<SeriesPoint> points;  ///< events and sizes for proportions and rates, else values
  std::vector<std::optional<double>> values;  ///< the metric's own
};

/// Periods that are missing between others, by their usual distance, become gaps, so that
/// neighbours are neighbours in time; but not where more than 28 in a row are, between cycles that
/// lie apart.
Charted chart_points(const Metric& metric, const Series& series);

/// The points of these periods, each with its reason.
std::vector<ExcludedPoint> excluded_points(const Charted& charted,
                                           const std::vector<ExcludedPeriods>& excluded);

/// The machine rule's baseline: up to 56 periods before the cycle's first day, in whole weeks of
/// days, when there are 12 at least; else the cycle's own first 14. It does not move while the
/// cycle runs.
WatchSettings watch_settings(const Metric& metric, const Charted& charted, Day cycle_first);

/// One chart of it, limits from each phase's first `limits_from` periods, excluded ones left out. A
/// phase begins with the cycle after an adopted one, where 12 periods at least were recorded since
/// and 8 in a row lie on one side of the centre before.
///
/// settings  kind (empty for our choice), rules and excluded are the caller's; the rest is ours
/// throws  Error(usage, "chart-does-not-fit") for a chart of counts and a metric that has none
Chart chart_of(const Metric& metric, const Charted& charted, const std::vector<Cycle>& cycles,
               ChartSettings settings, std::size_t limits_from = 28);

/// The rule's settings and estimates as JSON, stored with what was concluded from them.
std::string evidence_of(const Watch& watch);

}  // namespace collab
