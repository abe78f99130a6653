// chart: ewma — an exponentially weighted average, for small lasting shifts.
//
// source  Roberts 1959, Technometrics 1:239; Lucas and Saccucci 1990, Technometrics 32:1
#include <cmath>

#include "statistics/individuals.hpp"

namespace collab {
namespace {

void draw(PhaseDrawing& drawing) {
  const std::vector<double> values = take_values(drawing, false);
  const CentreAndSigma estimated = estimate(drawing, values);
  if (!drawing.phase.centre) return;
  const double weight = drawing.settings.ewma_weight, kept = 1 - weight;
  double average = estimated.centre, remaining = 1;
  for (ChartPoint& point : drawing.points) {
    if (!point.value) continue;
    if (point.excluded) {
      point.value.reset();
      continue;
    }
    average = weight * *point.value + kept * average;
    remaining *= kept * kept;
    point.value = average;
    point.centre = estimated.centre;
    if (!estimated.sigma) continue;
    const double error = *estimated.sigma * std::sqrt(weight / (2 - weight) * (1 - remaining));
    point.lower = estimated.centre - drawing.settings.ewma_width * error;
    point.upper = estimated.centre + drawing.settings.ewma_width * error;
  }
}

}  // namespace

const ChartKind ewma_chart{.name = "ewma",
                           .summary = "an exponentially weighted average of single values",
                           .draw = draw,
                           .spread = SpreadSource::moving_range,
                           .runs = false};

}  // namespace collab
