#pragma once
// The simulated probabilities behind false_alarm.hpp.
#include <array>

namespace collab {

/// Points that limits come from; with known limits, points in all.
inline constexpr std::array<double, 15> table_baselines{4,  6,  8,  12,  16,  20,  24, 28,
                                                        36, 52, 78, 104, 156, 260, 365};
/// All points over those that limits come from.
inline constexpr std::array<double, 12> table_ratios{1, 1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32};

using AlarmTable = std::array<std::array<double, table_ratios.size()>, table_baselines.size()>;

/// By AlarmRule and AlarmSpread. Beyond 1,200 points by constant hazard, not simulated.
extern const std::array<std::array<AlarmTable, 3>, 6> estimated_limits_table;
/// By AlarmRule, centre and sigma known.
extern const std::array<std::array<double, table_baselines.size()>, 6> known_limits_table;

}  // namespace collab
