#pragma once
// What `collab monitor` answers, as data: noise or news, per metric and variant.
#include <optional>
#include <string>
#include <vector>

#include "collab/model/chart.hpp"
#include "collab/model/contingency.hpp"
#include "collab/model/cycle.hpp"
#include "collab/model/metric.hpp"

namespace collab {

/// A metric of a variant: its series, the chart for people, and the one rule for machines.
struct MonitorLine {
  std::string metric, kind, measure, variant;
  Role role = Role::secondary;
  bool higher_is_better = true;
  std::vector<Day> periods;                   ///< of the chart's points
  std::vector<std::optional<double>> values;  ///< the metric's own, by period
  /// Figures to date: each repeats the ones before, so that nothing is judged.
  bool cumulative = false;
  Chart chart;
  Watch watch;
  std::optional<Day> alarm_since;  ///< first period that the machine rule alarms at
  bool alarm_is_worse = false;
  std::string meaning;  ///< a sentence for people
};

/// `worse since 2026-10-16`; empty without an alarm.
std::string alarm_text(const MonitorLine& line);

/// What was said then and is not so now.
struct MonitorChange {
  std::string metric, variant;
  std::string what;  ///< value, periods, alarm, variation, contingency
  std::optional<Day> period;
  std::string then, now;  ///< in words; numbers in shortest form
};

struct MonitorReport {
  std::string experiment, title, owner;
  int cycle = 0;
  CycleState state = CycleState::planned;
  Day first{}, last{};
  int day_of_cycle = 0, cycle_days = 0;
  std::string segment, location;  ///< what was asked for; empty: all
  std::vector<MonitorLine> lines;
  std::vector<ContingencyEvent> contingencies;
  /// How many of the lines a steady process would raise an alarm in by chance alone, in as many
  /// periods as were watched.
  double expected_false_alarms = 0;
  std::optional<Operation> as_of;
  std::vector<MonitorChange> changes;  ///< with as_of: between then and now
  std::string head;
  std::string next_command;
  bool detail = false;  ///< one metric was asked for: its chart is drawn
};

}  // namespace collab
