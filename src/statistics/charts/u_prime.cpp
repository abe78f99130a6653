// chart: u_prime — events per exposure whose spread is more (or less) than chance, by Laney's u'.
#include "statistics/counts.hpp"

namespace collab {

const ChartKind u_prime_chart{
    .name = "u_prime",
    .summary = "events per exposure that vary more than independent ones would",
    .draw = [](PhaseDrawing& drawing) { draw_counts(drawing, CountModel::poisson, true, true); },
    .spread = SpreadSource::moving_range,
    .takes = ChartTakes::events_of_size};

}  // namespace collab
