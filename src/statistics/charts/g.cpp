// chart: g — opportunities between rare events.
//
// Limits lie about the mean of a geometric distribution; the centre that is drawn, and that runs
// are counted about, is the median.  source  Benneyan 2001, Health Care Management Science 4:305
#include <cmath>

#include "statistics/individuals.hpp"

namespace collab {
namespace {

void draw(PhaseDrawing& drawing) {
  const std::vector<double> values = take_values(drawing, true);
  ChartPhase& phase = drawing.phase;
  phase.baseline = values.size();
  if (values.empty() && !drawing.settings.centre) {
    phase.reason = "no-data";
    return;
  }
  const double mean = drawing.settings.centre ? *drawing.settings.centre : mean_of(values);
  // ln 2 times the mean is the median of an exponential distribution.
  phase.centre = drawing.settings.centre ? 0.693 * mean : median_of(values);
  phase.sigma = std::sqrt(mean * (mean + 1));
  if (!(*phase.sigma > 0)) phase.reason = "no-variance";
  for (ChartPoint& point : drawing.points) {
    if (!point.value) continue;
    point.centre = phase.centre;
    point.lower = std::max(0.0, mean - 3 * *phase.sigma);
    point.upper = mean + 3 * *phase.sigma;
  }
}

}  // namespace

const ChartKind g_chart{
    .name = "g", .summary = "opportunities between rare events", .draw = draw, .median = true};

}  // namespace collab
