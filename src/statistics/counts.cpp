#include "statistics/counts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "collab/model/error.hpp"
#include "statistics/individuals.hpp"

namespace collab {
namespace {

/// What is expected of a period, and the variance of one unit there.
struct Expected {
  double centre = 0, variance = 0;
};

/// Sums of the baseline, by weekday; the last one is of all.
struct Totals {
  std::array<double, 8> events{}, size{};
  void add(int weekday, double number, double of) {
    for (const std::size_t i :
         {static_cast<std::size_t>(weekday < 0 ? 7 : weekday), std::size_t{7}}) {
      events[i] += number;
      size[i] += of;
      if (weekday < 0) break;
    }
  }
};

}  // namespace

double unit_variance(CountModel model, double centre) {
  return model == CountModel::binomial ? centre * (1 - centre) : centre;
}

Share share_of(const SeriesPoint& point, CountModel model) {
  if (!point.value) return {{}, 0, 0, "gap"};
  if (!point.size) {
    throw Error(ExitCode::invalid, "missing-size", "a period's events have no size to divide by");
  }
  if (*point.value < 0 || *point.size < 0) {
    throw Error(ExitCode::invalid, "count-negative", "a charted count or its size is negative");
  }
  if (model == CountModel::binomial && *point.value > *point.size) {
    throw Error(ExitCode::invalid, "successes-above-n", "a period has more successes than units");
  }
  if (!(*point.size > 0)) return {{}, *point.value, 0, "zero-denominator"};
  return {*point.value / *point.size, *point.value, *point.size, ""};
}

void draw_counts(PhaseDrawing& drawing, CountModel model, bool sized, bool laney) {
  const ChartSettings& settings = drawing.settings;
  ChartPhase& phase = drawing.phase;
  const std::size_t n = drawing.series.size();
  const double highest =
      model == CountModel::binomial ? 1 : std::numeric_limits<double>::infinity();
  Totals totals;
  std::vector<double> sizes(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    SeriesPoint period = drawing.series[i];
    if (!sized) period.size = 1;
    const Share share = share_of(period, model);
    ChartPoint& point = drawing.points[i];
    point.value = share.value;
    point.reason = share.reason;
    sizes[i] = share.size;
    if (!share.value) point.baseline = false;
    if (!point.baseline) continue;
    totals.add(period.weekday, share.events, share.size);
    ++phase.baseline;
  }
  if (phase.baseline == 0 && !settings.centre) {
    phase.reason = "no-data";
    return;
  }
  const double centre = settings.centre ? *settings.centre : totals.events[7] / totals.size[7];
  phase.centre = centre;
  const double variance = unit_variance(model, centre);

  std::array<Expected, 8> expected;
  expected.fill({centre, variance});
  const auto expected_of = [&](std::size_t i) -> const Expected& {
    const int weekday = drawing.series[i].weekday;
    return expected[weekday < 0 ? 7 : static_cast<std::size_t>(weekday)];
  };
  std::vector<std::optional<double>> scores(n);
  std::vector<double> values;
  const auto score = [&] {
    values.clear();
    for (std::size_t i = 0; i < n; ++i) {
      const ChartPoint& point = drawing.points[i];
      if (!point.baseline) continue;
      const Expected& here = expected_of(i);
      scores[i] = (*point.value - here.centre) / std::sqrt(here.variance / sizes[i]);
      values.push_back(*scores[i]);
    }
  };
  if (!(variance > 0)) {
    phase.reason = "no-variance";
    phase.sigma = 0;
    for (ChartPoint& point : drawing.points) {
      if (point.value) set_limits(point, centre, 0, 0, highest);
    }
    return;
  }
  score();
  if (settings.ordered) {
    std::vector<int> weekdays(n);
    for (std::size_t i = 0; i < n; ++i) weekdays[i] = drawing.series[i].weekday;
    phase.weekdays = weekday_pattern(scores, weekdays);
    if (phase.weekdays.f || phase.weekdays.significant) {
      for (std::size_t day = 0; day < 7; ++day) {
        phase.weekdays.means[day] = totals.events[day] / totals.size[day];
      }
    }
    if (settings.adjust_weekdays && phase.weekdays.significant) {
      const double usual = totals.size[7] / static_cast<double>(phase.baseline);
      for (std::size_t day = 0; day < 7; ++day) {
        // A period's worth of the overall value keeps the variance of a weekday without events
        // above 0.
        const double shrunken = (totals.events[day] + usual * centre) / (totals.size[day] + usual);
        expected[day] = {*phase.weekdays.means[day], unit_variance(model, shrunken)};
      }
      phase.weekdays.adjusted = true;
      score();
    }
    phase.autocorrelation = autocorrelation(scores);
  }
  Spread spread{1.0, 0, 0};
  if (laney) {
    spread = spread_of(values, settings);
    if (spread.sigma && settings.adjust_autocorrelation && phase.autocorrelation.significant) {
      *spread.sigma /= std::sqrt(1 - std::min(*phase.autocorrelation.r, 0.95));
      phase.autocorrelation.adjusted = true;
    }
    if (spread.sigma) *spread.sigma = std::max(*spread.sigma, settings.least_spread);
    phase.reason = reason_of(spread, phase.baseline);
  }
  phase.ranges = spread.ranges;
  phase.ranges_screened_out = spread.screened_out;
  if (spread.sigma) phase.sigma = *spread.sigma * std::sqrt(variance);
  for (std::size_t i = 0; i < n; ++i) {
    ChartPoint& point = drawing.points[i];
    if (!point.value) continue;
    const Expected& here = expected_of(i);
    point.centre = here.centre;
    if (!spread.sigma) continue;
    set_limits(point, here.centre, *spread.sigma * std::sqrt(here.variance / sizes[i]), 0, highest);
  }
}

}  // namespace collab
