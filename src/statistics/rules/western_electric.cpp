// rules: western-electric — beyond the limits, or runs in the zones on one side of the centre.
//
// 2 of 3 beyond 2 sigma, 4 of 5 beyond 1 sigma, 8 in a row on one side; of the first two the latest
// point is one. The mark is on the point that completes the run.
// source  Western Electric 1956, Statistical Quality Control Handbook
#include <array>

#include "statistics/false_alarm.hpp"
#include "statistics/rules.hpp"

namespace collab {
namespace {

/// The latest points of a phase on one side: how far out each lies.
struct Side {
  int direction;
  std::array<bool, 3> beyond_two{};
  std::array<bool, 5> beyond_one{};
  int run = 0;

  void add(std::size_t count, double distance, double sigma) {
    beyond_two[count % 3] = distance > 2 * sigma;
    beyond_one[count % 5] = distance > sigma;
    run = distance > 0 ? run + 1 : 0;
  }
  template <std::size_t N>
  static bool most(const std::array<bool, N>& beyond, std::size_t count, std::size_t wanted) {
    std::size_t found = 0;
    for (const bool one : beyond) found += one;
    return beyond[count % N] && found >= wanted;
  }
};

RuleFindings judge(const Chart& chart) {
  RuleFindings findings{.rules = "western-electric"};
  findings.reason = without_zones(chart);
  findings.basis = findings.reason;
  if (!findings.reason.empty()) return findings;
  std::array<std::vector<Signal>, 4> found;
  for (const ChartPhase& phase : chart.phases) {
    std::array<Side, 2> sides{Side{+1}, Side{-1}};
    std::size_t count = 0, before = chart.points.size();
    for (std::size_t i = phase.first; i < phase.end; ++i) {
      const ChartPoint& point = chart.points[i];
      if (!point.value || point.excluded || !point.sigma) continue;
      if (point.beyond != 0) mark(found[0], "beyond-limit", before, i, point.beyond);
      for (Side& side : sides) {
        side.add(count, side.direction * (*point.value - *point.centre), *point.sigma);
        if (Side::most(side.beyond_two, count, 2)) {
          mark(found[1], "two-of-three", before, i, side.direction);
        }
        if (Side::most(side.beyond_one, count, 4)) {
          mark(found[2], "four-of-five", before, i, side.direction);
        }
        if (side.run >= 8) mark(found[3], "eight-in-a-row", before, i, side.direction);
      }
      before = i;
      ++count;
    }
  }
  for (const auto& signals : found) {
    findings.signals.insert(findings.signals.end(), signals.begin(), signals.end());
  }
  const FalseAlarm alarm = false_alarm(chart, AlarmRule::western_electric);
  findings.false_alarm = alarm.probability;
  findings.basis = alarm.basis;
  return findings;
}

}  // namespace

const RuleSet western_electric_rules{
    .name = "western-electric",
    .summary = "beyond the limits, 2 of 3 beyond 2 sigma, 4 of 5 beyond 1, 8 in a row on one side",
    .judge = judge};

}  // namespace collab
