#pragma once
// The default rule for machines: one alarm with a budget, where people get icons.
#include <span>

#include "collab/model/chart.hpp"
#include "collab/statistics/chart.hpp"

namespace collab {

/// Judges every period after the baseline; the baseline itself is never judged.
///
/// series  scale proportion or rate: events and sizes, else values; as for draw_chart()
/// throws  as draw_chart()
Watch watch(std::span<const SeriesPoint> series, const WatchSettings& settings);

}  // namespace collab
