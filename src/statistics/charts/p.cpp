// chart: p — proportions of units, spread as chance alone would have it.
#include "statistics/counts.hpp"

namespace collab {

const ChartKind p_chart{
    .name = "p",
    .summary = "proportions of independent units",
    .draw = [](PhaseDrawing& drawing) { draw_counts(drawing, CountModel::binomial, true, false); },
    .spread = SpreadSource::counts,
    .takes = ChartTakes::events_of_size};

}  // namespace collab
