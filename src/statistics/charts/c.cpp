// chart: c — events counted in periods of equal exposure.
#include "statistics/counts.hpp"

namespace collab {

const ChartKind c_chart{
    .name = "c",
    .summary = "independent events in equal periods",
    .draw = [](PhaseDrawing& drawing) { draw_counts(drawing, CountModel::poisson, false, false); },
    .spread = SpreadSource::counts,
    .takes = ChartTakes::events};

}  // namespace collab
