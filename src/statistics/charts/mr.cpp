// chart: mr — moving ranges, the companion of xmr: does the spread itself change?
#include <cmath>

#include "statistics/individuals.hpp"

namespace collab {
namespace {

void draw(PhaseDrawing& drawing) {
  take_values(drawing, false);
  std::vector<double> ranges;
  std::optional<double> before;
  for (ChartPoint& point : drawing.points) {
    const std::optional<double> value = point.value;
    if (!value) continue;
    point.value.reset();
    // Neighbours are those that are not excluded; the first has no range.
    if (point.excluded) continue;
    if (before) point.value = std::abs(*value - *before);
    before = value;
    point.baseline = point.baseline && point.value;
    if (point.baseline) ranges.push_back(*point.value);
  }
  ChartPhase& phase = drawing.phase;
  phase.baseline = phase.ranges = ranges.size();
  if (ranges.empty()) {
    phase.reason = before ? "too-few-periods" : "no-data";
    return;
  }
  phase.centre = mean_of(ranges);
  if (!(*phase.centre > 0)) phase.reason = "no-variance";
  for (ChartPoint& point : drawing.points) {
    if (!point.value) continue;
    point.centre = phase.centre;
    point.lower = 0;
    point.upper = 3.267 * *phase.centre;  // D4 for n = 2
  }
}

}  // namespace

const ChartKind mr_chart{
    .name = "mr", .summary = "moving ranges of single values", .draw = draw, .runs = false};

}  // namespace collab
