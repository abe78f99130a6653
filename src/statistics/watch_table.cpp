#include "statistics/watch_table.hpp"

#include <algorithm>
#include <span>

namespace collab {
namespace {

// Written by calibration_tests (tests/calibration/monitoring_tables.cpp); see watch.hpp.
constexpr WatchRow plain_rows[] = {
#define PLAIN(...) {__VA_ARGS__},
#define BY_WEEKDAY(...)
#include "statistics/watch_table.inc"
#undef PLAIN
#undef BY_WEEKDAY
};
constexpr WatchRow weekday_rows[] = {
#define PLAIN(...)
#define BY_WEEKDAY(...) {__VA_ARGS__},
#include "statistics/watch_table.inc"
#undef PLAIN
#undef BY_WEEKDAY
};

}  // namespace

WatchFigures watch_figures(double baseline, bool weekdays) {
  const std::span<const WatchRow> rows =
      weekdays ? std::span<const WatchRow>(weekday_rows) : std::span<const WatchRow>(plain_rows);
  const double inside = std::clamp(baseline, rows.front().baseline, rows.back().baseline);
  std::size_t low = 0;
  while (low + 2 < rows.size() && rows[low + 1].baseline <= inside) ++low;
  const WatchRow &a = rows[low], &b = rows[low + 1];
  const double share = (1 / a.baseline - 1 / inside) / (1 / a.baseline - 1 / b.baseline);
  const auto mix = [&](double at_a, double at_b) { return at_a + share * (at_b - at_a); };
  WatchFigures figures{mix(a.limit, b.limit),
                       mix(a.delay, b.delay),
                       mix(a.delay_median, b.delay_median),
                       mix(a.found, b.found),
                       {}};
  for (std::size_t i = 0; i < watch_horizons.size(); ++i) {
    figures.alarms_by[i] = mix(a.alarms_by[i], b.alarms_by[i]);
  }
  return figures;
}

double WatchFigures::false_alarm(double periods) const {
  // Before the first horizon and after the last one in proportion.
  if (periods <= watch_horizons[0]) return alarms_by[0] * periods / watch_horizons[0];
  std::size_t low = 0;
  while (low + 2 < watch_horizons.size() && watch_horizons[low + 1] < periods) ++low;
  const double from = watch_horizons[low], to = watch_horizons[low + 1];
  const double share = (periods - from) / (to - from);
  return std::min(1.0, alarms_by[low] + share * (alarms_by[low + 1] - alarms_by[low]));
}

}  // namespace collab
