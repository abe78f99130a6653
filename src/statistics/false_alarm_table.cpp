#include "statistics/false_alarm_table.hpp"

namespace collab {

// Written by calibration_tests (tests/calibration/monitoring_tables.cpp); see false_alarm.hpp.
const std::array<std::array<AlarmTable, 3>, 6> estimated_limits_table{{
#define ESTIMATED(...) __VA_ARGS__
#define KNOWN(...)
#include "statistics/false_alarm_table.inc"
#undef ESTIMATED
#undef KNOWN
}};

const std::array<std::array<double, table_baselines.size()>, 6> known_limits_table{{
#define ESTIMATED(...)
#define KNOWN(...) __VA_ARGS__
#include "statistics/false_alarm_table.inc"
#undef ESTIMATED
#undef KNOWN
}};

}  // namespace collab
