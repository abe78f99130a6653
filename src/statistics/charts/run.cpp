// chart: run — values about their median, without limits.
#include "statistics/individuals.hpp"

namespace collab {
namespace {

void draw(PhaseDrawing& drawing) {
  const std::vector<double> values = take_values(drawing, false);
  ChartPhase& phase = drawing.phase;
  phase.baseline = values.size();
  phase.reason = values.empty() ? "no-data" : "no-limits";
  if (values.empty() && !drawing.settings.centre) return;
  phase.centre = drawing.settings.centre ? *drawing.settings.centre : median_of(values);
  for (ChartPoint& point : drawing.points) {
    if (point.value) point.centre = phase.centre;
  }
}

}  // namespace

const ChartKind run_chart{.name = "run",
                          .summary = "values about their median, without limits",
                          .draw = draw,
                          .median = true};

}  // namespace collab
