// chart: u — events per exposure, spread as chance alone would have it.
#include "statistics/counts.hpp"

namespace collab {

const ChartKind u_chart{
    .name = "u",
    .summary = "independent events per exposure",
    .draw = [](PhaseDrawing& drawing) { draw_counts(drawing, CountModel::poisson, true, false); },
    .spread = SpreadSource::counts,
    .takes = ChartTakes::events_of_size};

}  // namespace collab
