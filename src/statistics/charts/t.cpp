// chart: t — time between rare events, made nearly normal by the power 1/3.6.
//
// source  Nelson 1994, J. Quality Technology 26:239
#include <cmath>
#include <limits>

#include "statistics/individuals.hpp"

namespace collab {
namespace {

constexpr double power = 3.6;

double back(double transformed) { return transformed > 0 ? std::pow(transformed, power) : 0; }

void draw(PhaseDrawing& drawing) {
  std::vector<double> values = take_values(drawing, true);
  std::vector<std::optional<double>> scores(drawing.points.size());
  for (double& value : values) value = std::pow(value, 1 / power);
  std::size_t next = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (drawing.points[i].baseline) scores[i] = values[next++];
  }
  CentreAndSigma estimated = estimate(drawing, values, scores);
  ChartPhase& phase = drawing.phase;
  phase.sigma.reset();  // it is one of transformed times
  if (!phase.centre) return;
  if (drawing.settings.centre) {
    estimated.centre = std::pow(*drawing.settings.centre, 1 / power);
  } else {
    phase.centre = back(estimated.centre);
  }
  for (ChartPoint& point : drawing.points) {
    if (!point.value) continue;
    point.centre = phase.centre;
    if (!estimated.sigma) continue;
    point.lower = back(estimated.centre - 3 * *estimated.sigma);
    point.upper = back(estimated.centre + 3 * *estimated.sigma);
  }
}

}  // namespace

const ChartKind t_chart{.name = "t",
                        .summary = "time between rare events",
                        .draw = draw,
                        .spread = SpreadSource::moving_range};

}  // namespace collab
