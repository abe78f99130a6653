#include "collab/statistics/chart.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "statistics/charts.hpp"
#include "statistics/rules.hpp"

namespace collab {

std::span<const ChartKind* const> chart_kinds() {
  static const ChartKind* const all[] = {
#define ENTRY(name) &name##_chart,
#include "chart_kinds.inc"
#undef ENTRY
  };
  return all;
}

const ChartKind* find_chart_kind(std::string_view name) {
  for (const ChartKind* kind : chart_kinds()) {
    if (kind->name == name) return kind;
  }
  return nullptr;
}

std::optional<ChartTakes> chart_takes(std::string_view name) {
  const ChartKind* kind = find_chart_kind(name);
  return kind == nullptr ? std::nullopt : std::optional(kind->takes);
}

std::span<const std::string_view> chart_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const ChartKind* kind : chart_kinds()) all.push_back(kind->name);
    return all;
  }();
  return names;
}

namespace {

[[noreturn]] void refuse(const char* what) {
  throw Error(ExitCode::failure, "chart-settings", what);
}

void check_numbers(const ChartSettings& settings) {
  const bool weighted = settings.ewma_weight > 0 && settings.ewma_weight <= 1;
  if (!weighted) refuse("the weight of an average lies above 0 and is at most 1");
  const bool positive = settings.d2 > 0 && settings.ewma_width > 0 && settings.cusum_shift > 0 &&
                        settings.cusum_limit > 0 && settings.bernoulli_limit > 0;
  if (!positive) refuse("widths, shifts and limits are above 0");
  const bool known = (!settings.centre || std::isfinite(*settings.centre)) &&
                     (!settings.sigma || (*settings.sigma > 0 && std::isfinite(*settings.sigma)));
  if (!known) refuse("a known centre is finite, a known sigma above 0");
  if (!(settings.head_start >= 0)) refuse("a head start is 0 or above");
  if (!(settings.odds_ratio > 1)) refuse("an odds ratio to be found is above 1");
}

void check_series(std::span<const SeriesPoint> series) {
  for (const SeriesPoint& point : series) {
    const bool finite = (!point.value || std::isfinite(*point.value)) &&
                        (!point.size || std::isfinite(*point.size));
    if (!finite) {
      throw Error(ExitCode::invalid, "not-finite", "a charted number is not finite");
    }
    if (point.weekday < -1 || point.weekday > 6) refuse("a weekday is 0 to 6");
  }
}

/// Which side of its limits each point lies on.
void compare(std::span<ChartPoint> points, bool inclusive) {
  for (ChartPoint& point : points) {
    if (!point.value || !point.upper || !point.lower) continue;
    const double low = point.lower_sum ? *point.lower_sum : *point.value;
    if (*point.value > *point.upper || (inclusive && *point.value == *point.upper)) {
      point.beyond = 1;
    } else if (low < *point.lower || (inclusive && low == *point.lower)) {
      point.beyond = -1;
    }
  }
}

}  // namespace

Chart draw_chart(std::span<const SeriesPoint> series, const ChartSettings& settings) {
  const ChartKind* kind = find_chart_kind(settings.kind);
  if (kind == nullptr) {
    throw Error(ExitCode::usage, "unknown-chart",
                fmt::format("there is no chart '{}'", settings.kind),
                fmt::format("charts: {}", fmt::join(chart_names(), ", ")));
  }
  check_numbers(settings);
  check_series(series);
  Chart chart;
  chart.settings = settings;
  chart.points.resize(series.size());
  for (ChartPoint& point : chart.points) point.baseline = true;
  for (const ExcludedPoint& excluded : settings.excluded) {
    if (excluded.index >= series.size()) refuse("an excluded point is not in the series");
    chart.points[excluded.index].excluded = true;
    chart.points[excluded.index].baseline = false;
  }
  static const PhaseSettings whole{};
  const std::span<const PhaseSettings> phases =
      settings.phases.empty() ? std::span(&whole, 1) : std::span(settings.phases);
  if (phases.front().first != 0) refuse("the first phase begins with the series");
  for (std::size_t i = 0; i < phases.size(); ++i) {
    ChartPhase phase;
    phase.first = phases[i].first;
    phase.end = i + 1 < phases.size() ? phases[i + 1].first : series.size();
    if (phase.end < phase.first || (phase.end == phase.first && i + 1 < phases.size())) {
      refuse("phases follow one another within the series");
    }
    const std::size_t length = phase.end - phase.first;
    const std::span<ChartPoint> points = std::span(chart.points).subspan(phase.first, length);
    for (std::size_t j = phases[i].freeze.value_or(length); j < length; ++j) {
      points[j].baseline = false;
    }
    PhaseDrawing drawing{settings, series.subspan(phase.first, length), points, phase};
    kind->draw(drawing);
    compare(points, kind->inclusive);
    const auto valued = std::count_if(points.begin(), points.end(), [](const ChartPoint& point) {
      return point.value && !point.excluded;
    });
    phase.trial =
        phases[i].freeze && *phases[i].freeze < length ? phase.baseline < 12 : valued < 13;
    chart.phases.push_back(phase);
  }
  for (const std::string& name : settings.rules) {
    const RuleSet* rules = find_rule_set(name);
    if (rules == nullptr) {
      throw Error(ExitCode::usage, "unknown-rules", fmt::format("there are no rules '{}'", name),
                  fmt::format("rules: {}", fmt::join(rule_set_names(), ", ")));
    }
    chart.findings.push_back(rules->judge(chart));
  }
  return chart;
}

}  // namespace collab
