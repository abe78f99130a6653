#pragma once
// Small pictures of text: a line of eight heights, and a control chart of a few rows.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "render/figures.hpp"

namespace collab {

/// The last `most` values, each as one of eight heights between the least and the greatest of
/// them; a blank for a missing one. All alike: the middle height.
std::string sparkline(std::span<const std::optional<double>> values, std::size_t most = 14);

struct PlotPoint {
  std::optional<double> value, centre, lower, upper;
  bool marked = false;  ///< a signal or alarm
};

/// Rows of text from the greatest value to the least, a column a point (the last `most`), the value
/// of the row at its left. `●` a point, `◆` a marked one, `─` the limits, `┄` the centre.
std::vector<std::string> plot(std::span<const PlotPoint> points, const Notation& notation,
                              std::size_t most = 60, int rows = 11);

}  // namespace collab
