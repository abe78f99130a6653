#pragma once
// The simulated figures behind watch.hpp.
#include <array>
#include <cstddef>

namespace collab {

/// What the machine rule does with a baseline of so many periods.
struct WatchFigures {
  double limit = 0;
  double delay = 0, delay_median = 0, found = 0;
  /// P(any alarm within so many periods), the larger of those at r = 0, 0.2 and 0.4.
  double false_alarm(double periods) const;
  std::array<double, 7> alarms_by{};  ///< watch_horizons
};

/// Between the table's rows linear in 1 / baseline, beyond its last row as there.
/// weekdays  each weekday has its own expectation; baseline then at least 21, else 12
WatchFigures watch_figures(double baseline, bool weekdays);

inline constexpr std::array<double, 7> watch_horizons{7, 14, 28, 56, 112, 224, 365};

struct WatchRow {
  double baseline, limit, delay, delay_median, found;
  std::array<double, 7> alarms_by;
};

}  // namespace collab
