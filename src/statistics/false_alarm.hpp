#pragma once
// How often chance alone sets off a set of rules, for charts with estimated limits.
//
// Tables made by simulation of independent normal values: for each number of baseline points and
// each ratio of all points to these, the share of 20,000 series with any signal (standard error at
// most 0.35 points), between the grid's points linear in the logarithms.
// tests/calibration/monitoring_tables.cpp makes them (seed 20261128), with rules written apart from
// those of this library; monitoring_test.cpp compares the two.
#include <optional>
#include <string_view>

#include "collab/model/chart.hpp"

namespace collab {

/// What is watched for.
enum class AlarmRule { shewhart, western_electric, nhs, nhs_latest, ewma, cusum };

/// How sigma was found. known: the centre alone is estimated.
enum class AlarmSpread { screened_ranges, ranges, known };

/// P(any signal within `points` of which the first `baseline` make the limits).
/// baseline, points  at least 1; beyond the table by a constant hazard from its last two columns
double tabulated_false_alarm(AlarmRule rule, AlarmSpread spread, double baseline, double points);

/// False-alarm probability of all phases together, with what it rests on.
struct FalseAlarm {
  std::optional<double> probability;
  std::string_view basis;
};
/// A centre and sigma that are both known count as estimated from without end. Where weekdays have
/// centres of their own, six points fewer are taken to be the baseline.
FalseAlarm false_alarm(const Chart& chart, AlarmRule rule);

}  // namespace collab
