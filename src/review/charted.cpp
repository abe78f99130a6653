#include "review/charted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"

namespace collab {
namespace {

constexpr int longest_gap = 28;  // periods between which neighbours are still neighbours
// 56 periods find a shift of one sigma in 28 periods in 88 % of cases, 28 in 62 % (collab-methods).
constexpr std::size_t most_for_watch = 56, fewest_for_watch = 12, own_baseline = 14;
constexpr std::size_t new_phase_points = 12, sustained_run = 8;

/// The usual distance between periods: the median, so that one odd date does not tear a series of
/// weeks into days.
Days step_of(const Series& series) {
  std::vector<Days> distances;
  for (std::size_t i = 1; i < series.periods.size(); ++i)
    distances.push_back(series.periods[i].period - series.periods[i - 1].period);
  if (distances.empty()) return Days{0};
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::ranges::nth_element(distances, middle);
  return *middle;
}

bool counted(const Metric& metric) { return metric.kind == "proportion" || metric.kind == "rate"; }

std::optional<double> target_level(const Metric& metric) {
  const std::optional<Target>& target = metric.target ? metric.target : metric.limit;
  if (!target || target->quantity.is_change()) return std::nullopt;
  return target->quantity.value;
}

/// The longest run of points from `first` on that lie on one side of a centre; those on it are not
/// counted.
std::size_t longest_run(const Charted& charted, std::size_t first, double centre) {
  std::size_t longest = 0, run = 0;
  int side = 0;
  for (std::size_t i = first; i < charted.values.size(); ++i) {
    const std::optional<double>& value = charted.values[i];
    if (!value || *value == centre) continue;
    const int here = *value > centre ? 1 : -1;
    run = here == side ? run + 1 : 1;
    side = here;
    longest = std::max(longest, run);
  }
  return longest;
}

std::size_t index_from(const Charted& charted, Day day) {
  return static_cast<std::size_t>(std::ranges::lower_bound(charted.periods, day) -
                                  charted.periods.begin());
}

std::size_t figures_from(const Charted& charted, std::size_t first) {
  return static_cast<std::size_t>(
      std::count_if(charted.values.begin() + static_cast<std::ptrdiff_t>(first),
                    charted.values.end(), [](const auto& value) { return value.has_value(); }));
}

std::vector<PhaseSettings> phases_of(const Charted& charted, const std::vector<Cycle>& cycles,
                                     ChartSettings settings, std::size_t limits_from) {
  std::vector<PhaseSettings> phases{{.first = 0}};
  settings.rules.clear();
  for (std::size_t i = 1; i < cycles.size(); ++i) {
    const std::optional<Decision>& before = cycles[i - 1].decision;
    if (!before || before->kind != DecisionKind::adopt) continue;
    const std::size_t first = index_from(charted, cycles[i].first);
    if (first <= phases.back().first || figures_from(charted, first) < new_phase_points) continue;
    settings.phases = phases;
    settings.phases.push_back({.first = first});
    const Chart drawn = draw_chart(charted.points, settings);
    const std::optional<double> centre = drawn.phases[phases.size() - 1].centre;
    if (!centre || longest_run(charted, first, *centre) < sustained_run) continue;
    phases.push_back(
        {.first = first, .reason = fmt::format("cycle {} was adopted", cycles[i - 1].number)});
  }
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const std::size_t end = i + 1 < phases.size() ? phases[i + 1].first : charted.points.size();
    if (end - phases[i].first > limits_from) phases[i].freeze = limits_from;
  }
  return phases;
}

}  // namespace

Charted chart_points(const Metric& metric, const Series& series) {
  Charted charted;
  const Days step = step_of(series);
  const bool daily = step == Days{1};
  for (const SeriesPeriod& period : series.periods) {
    if (!charted.periods.empty() && step > Days{0}) {
      const Days distance = period.period - charted.periods.back();
      if (distance <= step * longest_gap)
        for (Day day = charted.periods.back() + step; (period.period - day) * 2 >= step;
             day += step) {
          charted.periods.push_back(day);
          charted.values.emplace_back();
          charted.points.push_back({});
        }
    }
    SeriesPoint point;
    if (counted(metric)) {
      point.size = period.size;
      point.value = period.events;
    } else {
      point.value = period.value;
    }
    charted.periods.push_back(period.period);
    charted.values.push_back(period.value);
    charted.points.push_back(point);
  }
  for (std::size_t i = 0; daily && i < charted.points.size(); ++i) {
    const std::chrono::weekday weekday{charted.periods[i]};
    charted.points[i].weekday = static_cast<int>(weekday.iso_encoding()) - 1;
  }
  return charted;
}

std::vector<ExcludedPoint> excluded_points(const Charted& charted,
                                           const std::vector<ExcludedPeriods>& excluded) {
  std::vector<ExcludedPoint> points;
  for (std::size_t i = 0; i < charted.periods.size(); ++i) {
    const auto found = std::ranges::find_if(excluded, [&](const ExcludedPeriods& each) {
      return charted.periods[i] >= each.first && charted.periods[i] <= each.last;
    });
    if (found != excluded.end()) points.push_back({.index = i, .reason = found->reason});
  }
  return points;
}

WatchSettings watch_settings(const Metric& metric, const Charted& charted, Day cycle_first) {
  WatchSettings settings;
  settings.scale = metric.kind == "proportion" ? WatchScale::proportion
                   : metric.kind == "rate"     ? WatchScale::rate
                                               : WatchScale::value;
  const std::size_t begins = index_from(charted, cycle_first);
  const bool daily = !charted.points.empty() && charted.points.front().weekday >= 0;
  std::size_t before = std::min(begins, most_for_watch);
  if (daily) before -= before % 7;  // no weekday counts for more than another
  if (before >= fewest_for_watch) {
    settings.baseline = before;
    settings.first = begins - settings.baseline;
  } else {
    settings.first = begins < charted.points.size() ? begins : 0;
    settings.baseline = own_baseline;
  }
  return settings;
}

Chart chart_of(const Metric& metric, const Charted& charted, const std::vector<Cycle>& cycles,
               ChartSettings settings, std::size_t limits_from) {
  if (settings.kind.empty()) {
    const ChartChoice choice = choose_chart(metric.kind, charted.points, settings.excluded);
    settings.kind = choice.kind;
    settings.kind_reason = choice.reason;
    if (choice.reason == "overdispersed") settings.least_spread = 1;
  }
  settings.adjust_autocorrelation = true;
  settings.adjust_weekdays = true;
  settings.better = metric.higher_is_better ? Better::higher : Better::lower;
  settings.target = target_level(metric);
  Charted drawn = charted;
  const bool figures = chart_takes(settings.kind) == ChartTakes::value;
  if (!figures && !counted(metric))
    throw Error(ExitCode::usage, "chart-does-not-fit",
                fmt::format("a {} chart counts events, and {} is a {}", settings.kind, metric.id,
                            metric.kind),
                "for figures that are no counts: --chart xmr");
  for (std::size_t i = 0; i < drawn.points.size() && figures; ++i) {
    drawn.points[i].value = drawn.values[i];
    drawn.points[i].size = std::nullopt;
  }
  settings.phases = phases_of(drawn, cycles, settings, limits_from);
  return draw_chart(drawn.points, settings);
}

std::string evidence_of(const Watch& watch) {
  const auto number = [](const std::optional<double>& value) {
    return value && std::isfinite(*value) ? fmt::format("{}", *value) : std::string("null");
  };
  return fmt::format(
      R"({{"rule":"{}","scale":"{}","first":{},"baseline":{},"weight":{},"limit":{},"centre":{},)"
      R"("sigma":{},"dispersion":{},"autocorrelation":{},"budget":{},"horizon":{}}})",
      watch.rule, name_of(watch.settings.scale), watch.settings.first, watch.baseline, watch.weight,
      watch.limit, number(watch.centre), number(watch.sigma), number(watch.dispersion),
      number(watch.autocorrelation_used), watch.budget, watch.horizon);
}

}  // namespace collab
