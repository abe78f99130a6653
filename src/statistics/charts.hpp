#pragma once
// What a file of charts/ provides, and the registry's entries.
#include <span>
#include <string_view>

#include "collab/statistics/chart.hpp"

namespace collab {

/// One phase while it is drawn. Series and points are those of the phase alone.
struct PhaseDrawing {
  const ChartSettings& settings;
  std::span<const SeriesPoint> series;
  /// excluded and baseline are set: baseline means in the frozen part and not excluded. The kind
  /// fills in the rest, and takes baseline away from points without a value.
  std::span<ChartPoint> points;
  ChartPhase& phase;
};

/// Where the sigma of a chart's limits comes from: what false alarms depend on.
enum class SpreadSource {
  moving_range,  ///< of normal values, or values made nearly so
  counts,        ///< binomial or Poisson, from the centre
  other          ///< no limits, or a distribution without a table
};

struct ChartKind {
  std::string_view name;
  std::string_view summary;
  void (*draw)(PhaseDrawing& drawing);
  SpreadSource spread = SpreadSource::other;
  bool runs = true;        ///< its points lie about the centre independently: runs can be judged
  bool inclusive = false;  ///< a point on the limit is beyond it
  ChartTakes takes = ChartTakes::value;
  bool median = false;  ///< the centre that runs are counted about is a median
};

#define ENTRY(name) extern const ChartKind name##_chart;
#include "chart_kinds.inc"
#undef ENTRY

std::span<const ChartKind* const> chart_kinds();
/// nullptr when there is none of that name.
const ChartKind* find_chart_kind(std::string_view name);

}  // namespace collab
