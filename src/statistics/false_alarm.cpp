#include "statistics/false_alarm.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/charts.hpp"
#include "statistics/false_alarm_table.hpp"

namespace collab {
namespace {

/// Where a number lies between two of a grid, in logarithms; clamped at its ends.
struct Between {
  std::size_t low = 0;
  double share = 0;  ///< of the next one
};

template <std::size_t N>
Between between(const std::array<double, N>& grid, double x) {
  if (x <= grid.front()) return {0, 0};
  if (x >= grid.back()) return {N - 2, 1};
  const auto above = std::upper_bound(grid.begin(), grid.end(), x);
  const auto low = static_cast<std::size_t>(above - grid.begin()) - 1;
  return {low, std::log(x / grid[low]) / std::log(grid[low + 1] / grid[low])};
}

/// From P(alarm by a) and P(alarm by b) to that by x > b, the hazard between a and b going on.
double extrapolate(double at_a, double at_b, double a, double b, double x) {
  if (at_b >= 1) return 1;
  const double hazard = std::log((1 - at_a) / (1 - at_b)) / (b - a);
  return 1 - (1 - at_b) * std::exp(-std::max(0.0, hazard) * (x - b));
}

double with_known_limits(AlarmRule rule, double points) {
  const auto& row = known_limits_table[static_cast<std::size_t>(rule)];
  const auto& grid = table_baselines;
  constexpr std::size_t last = table_baselines.size() - 1;
  if (points > grid.back() && rule != AlarmRule::nhs_latest) {
    return extrapolate(row[last - 1], row[last], grid[last - 1], grid[last], points);
  }
  const Between at = between(grid, points);
  return row[at.low] + at.share * (row[at.low + 1] - row[at.low]);
}

std::optional<AlarmSpread> spread_of(const Chart& chart) {
  const ChartSettings& settings = chart.settings;
  const ChartKind* kind = find_chart_kind(settings.kind);
  if (kind == nullptr || kind->spread == SpreadSource::other) return std::nullopt;
  if (settings.sigma || kind->spread == SpreadSource::counts) return AlarmSpread::known;
  return settings.screened ? AlarmSpread::screened_ranges : AlarmSpread::ranges;
}

bool tabulated(const Chart& chart, AlarmRule rule) {
  const ChartSettings& settings = chart.settings;
  static const ChartSettings usual;
  if (!settings.ordered) return false;
  if (rule == AlarmRule::ewma) {
    return settings.ewma_weight == usual.ewma_weight && settings.ewma_width == usual.ewma_width;
  }
  if (rule == AlarmRule::cusum) {
    return settings.cusum_shift == usual.cusum_shift && settings.cusum_limit == usual.cusum_limit &&
           settings.head_start == usual.head_start;
  }
  return true;
}

}  // namespace

double tabulated_false_alarm(AlarmRule rule, AlarmSpread spread, double baseline, double points) {
  const auto& table =
      estimated_limits_table[static_cast<std::size_t>(rule)][static_cast<std::size_t>(spread)];
  const double ratio = points / baseline;
  constexpr std::size_t last = table_ratios.size() - 1;
  const Between row = between(table_baselines, baseline), column = between(table_ratios, ratio);
  const auto at = [&](std::size_t i) {
    const double low = table[i][column.low], high = table[i][column.low + 1];
    if (ratio > table_ratios[last] && rule != AlarmRule::nhs_latest) {
      return extrapolate(low, high, table_ratios[last - 1], table_ratios[last], ratio);
    }
    return low + column.share * (high - low);
  };
  const double low = at(row.low);
  return low + row.share * (at(row.low + 1) - low);
}

FalseAlarm false_alarm(const Chart& chart, AlarmRule rule) {
  const std::optional<AlarmSpread> spread = spread_of(chart);
  if (!spread) return {{}, "distribution-unknown"};
  if (!tabulated(chart, rule)) return {{}, "settings-untabulated"};
  double quiet = 1, latest = 0;
  bool any = false;
  for (const ChartPhase& phase : chart.phases) {
    double points = 0;
    for (std::size_t i = phase.first; i < phase.end; ++i) {
      points += chart.points[i].value && !chart.points[i].excluded;
    }
    if (points < 1) continue;
    if (phase.reason == "no-variance") return {{}, phase.reason};
    if (!phase.reason.empty()) continue;
    any = true;
    if (chart.settings.centre && *spread == AlarmSpread::known) {
      latest = with_known_limits(rule, points);
    } else {
      double baseline = static_cast<double>(phase.baseline);
      if (phase.weekdays.adjusted) baseline -= 6;
      latest = tabulated_false_alarm(rule, *spread, baseline, std::max(points, baseline));
    }
    quiet *= 1 - latest;
  }
  if (!any) return {{}, "no-limits"};
  // Icons are those of the last phase alone.
  return {rule == AlarmRule::nhs_latest ? latest : 1 - quiet, "simulated"};
}

}  // namespace collab
