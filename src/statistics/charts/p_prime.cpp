// chart: p_prime — proportions whose spread is more (or less) than chance, by Laney's p'.
#include "statistics/counts.hpp"

namespace collab {

const ChartKind p_prime_chart{
    .name = "p_prime",
    .summary = "proportions that vary more than independent units would",
    .draw = [](PhaseDrawing& drawing) { draw_counts(drawing, CountModel::binomial, true, true); },
    .spread = SpreadSource::moving_range,
    .takes = ChartTakes::events_of_size};

}  // namespace collab
