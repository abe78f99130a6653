// chart: xmr — single values, with limits from the moving ranges.
#include <limits>

#include "statistics/individuals.hpp"

namespace collab {
namespace {

void draw(PhaseDrawing& drawing) {
  constexpr double unbounded = std::numeric_limits<double>::infinity();
  std::vector<double> values = take_values(drawing, false);
  ChartPhase& phase = drawing.phase;
  const std::size_t n = drawing.points.size();
  std::vector<std::optional<double>> scores(n);
  std::vector<int> weekdays(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (drawing.points[i].baseline) scores[i] = drawing.points[i].value;
    weekdays[i] = drawing.series[i].weekday;
  }
  std::array<double, 8> offset{};  // of each weekday from the mean; the last one: not a day
  if (drawing.settings.ordered) {
    phase.weekdays = weekday_pattern(scores, weekdays);
    if (drawing.settings.adjust_weekdays && phase.weekdays.significant) {
      const double mean = mean_of(values);
      for (std::size_t day = 0; day < 7; ++day) offset[day] = *phase.weekdays.means[day] - mean;
      phase.weekdays.adjusted = true;
    }
  }
  const auto offset_of = [&](std::size_t i) {
    return offset[weekdays[i] < 0 ? 7 : static_cast<std::size_t>(weekdays[i])];
  };
  if (phase.weekdays.adjusted) {
    values.clear();
    for (std::size_t i = 0; i < n; ++i) {
      if (!scores[i]) continue;
      *scores[i] -= offset_of(i);
      values.push_back(*scores[i]);
    }
  }
  const CentreAndSigma estimated = estimate(drawing, values, scores);
  if (!phase.centre) return;
  for (std::size_t i = 0; i < n; ++i) {
    ChartPoint& point = drawing.points[i];
    if (!point.value) continue;
    point.centre = estimated.centre + offset_of(i);
    if (estimated.sigma) {
      set_limits(point, *point.centre, *estimated.sigma, -unbounded, unbounded);
    }
  }
}

}  // namespace

const ChartKind xmr_chart{.name = "xmr",
                          .summary = "single values, limits from their moving ranges",
                          .draw = draw,
                          .spread = SpreadSource::moving_range};

}  // namespace collab
