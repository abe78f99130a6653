// rules: nhs — NHS England's "Making data count", with its icons.
//
// The first label that applies to a point: beyond a limit; one of seven points that rise or fall
// throughout; beyond 2 sigma in three neighbours on one side of which two are; one of seven in a
// row on one side. Trends and runs mark all their points, so that yesterday's labels can change.
// source  NHS England 2023, Making data count; NHSRplotthedots 0.2.0
#include "statistics/false_alarm.hpp"
#include "statistics/rules.hpp"

namespace collab {
namespace {

/// The points of one phase that can have labels, in order.
struct Sequence {
  std::vector<std::size_t> index;
  std::vector<double> value, distance, near;  ///< distance from the centre; 2 sigma
};

Sequence sequence_of(const Chart& chart, const ChartPhase& phase) {
  Sequence all;
  for (std::size_t i = phase.first; i < phase.end; ++i) {
    const ChartPoint& point = chart.points[i];
    if (!point.value || point.excluded || !point.sigma) continue;
    all.index.push_back(i);
    all.value.push_back(*point.value);
    all.distance.push_back(*point.value - *point.centre);
    all.near.push_back(2 * *point.sigma);
  }
  return all;
}

int sign(double number) { return (number > 0) - (number < 0); }

/// Which points are in a stretch of `least` and more with the same sign, and which sign it is.
std::vector<int> stretches(std::span<const int> signs, std::size_t least) {
  std::vector<int> found(signs.size(), 0);
  for (std::size_t i = 0; i < signs.size();) {
    std::size_t end = i + 1;
    while (end < signs.size() && signs[end] == signs[i]) ++end;
    if (signs[i] != 0 && end - i >= least) {
      for (std::size_t j = i; j < end; ++j) found[j] = signs[i];
    }
    i = end;
  }
  return found;
}

void label(const Chart& chart, const ChartPhase& phase, std::vector<PointLabel>& labels) {
  const Sequence all = sequence_of(chart, phase);
  const std::size_t n = all.index.size();
  if (n == 0) return;
  std::vector<int> sides(n), steps(n - 1), beyond(n), near(n);
  for (std::size_t k = 0; k < n; ++k) {
    sides[k] = sign(all.distance[k]);
    beyond[k] = chart.points[all.index[k]].beyond;
    if (beyond[k] == 0 && sides[k] * all.distance[k] > all.near[k]) near[k] = sides[k];
    if (k > 0) steps[k - 1] = sign(all.value[k] - all.value[k - 1]);
  }
  const std::vector<int> runs = stretches(sides, 7);
  // A trend is 6 steps; a point between two trends takes the direction of the step that follows.
  const std::vector<int> trending = stretches(steps, 6);
  std::vector<int> trends(n, 0), pairs(n, 0);
  for (std::size_t k = 0; k < n; ++k) {
    if (k < n - 1) trends[k] = trending[k];
    if (trends[k] == 0 && k > 0) trends[k] = trending[k - 1];
  }
  for (std::size_t k = 2; k < n; ++k) {
    const bool one_side = sides[k] != 0 && sides[k] == sides[k - 1] && sides[k] == sides[k - 2];
    const int count = (near[k] != 0) + (near[k - 1] != 0) + (near[k - 2] != 0);
    if (!one_side || count < 2) continue;
    for (std::size_t j = k - 2; j <= k; ++j) {
      if (near[j] != 0) pairs[j] = near[j];
    }
  }
  const auto either = [](int direction, PointLabel high, PointLabel low) {
    return direction > 0 ? high : low;
  };
  for (std::size_t k = 0; k < n; ++k) {
    PointLabel& here = labels[all.index[k]];
    if (beyond[k] != 0) {
      here = either(beyond[k], PointLabel::above_limit, PointLabel::below_limit);
    } else if (trends[k] != 0) {
      here = either(trends[k], PointLabel::rising, PointLabel::falling);
    } else if (pairs[k] != 0) {
      here = either(pairs[k], PointLabel::two_in_three_high, PointLabel::two_in_three_low);
    } else if (runs[k] != 0) {
      here = either(runs[k], PointLabel::run_above, PointLabel::run_below);
    } else {
      here = PointLabel::common_cause;
    }
  }
}

std::string_view rule_of(PointLabel label) {
  switch (label) {
    case PointLabel::none:
    case PointLabel::common_cause:
      break;
    case PointLabel::above_limit:
    case PointLabel::below_limit:
      return "beyond-limit";
    case PointLabel::rising:
    case PointLabel::falling:
      return "seven-point-trend";
    case PointLabel::two_in_three_high:
    case PointLabel::two_in_three_low:
      return "two-in-three";
    case PointLabel::run_above:
    case PointLabel::run_below:
      return "seven-in-a-row";
  }
  return "";
}

int direction_of(PointLabel label) {
  return variation_of(label, Better::neither) == Variation::neutral_high ? 1 : -1;
}

std::optional<Assurance> assurance_of(const ChartPoint& latest, const ChartSettings& settings) {
  if (!settings.target || settings.better == Better::neither || !latest.upper) return std::nullopt;
  const bool higher = settings.better == Better::higher;
  if (*settings.target > *latest.upper) {
    return higher ? Assurance::consistent_fail : Assurance::consistent_pass;
  }
  if (*settings.target < *latest.lower) {
    return higher ? Assurance::consistent_pass : Assurance::consistent_fail;
  }
  return Assurance::inconsistent;
}

RuleFindings judge(const Chart& chart) {
  RuleFindings findings{.rules = "nhs"};
  findings.labels.assign(chart.points.size(), PointLabel::none);
  findings.reason = without_zones(chart);
  findings.basis = findings.reason;
  // Without variance there are limits all the same: labels and icons are defined.
  if (!findings.reason.empty() && findings.reason != "no-variance") return findings;
  std::optional<std::size_t> latest;
  for (const ChartPhase& phase : chart.phases) {
    label(chart, phase, findings.labels);
    std::size_t before = chart.points.size();
    for (std::size_t i = phase.first; i < phase.end; ++i) {
      const PointLabel here = findings.labels[i];
      if (here == PointLabel::none) continue;
      latest = i;
      if (here != PointLabel::common_cause) {
        mark(findings.signals, rule_of(here), before, i, direction_of(here));
      }
      before = i;
    }
  }
  Icons icons;
  if (latest) {
    icons.variation = variation_of(findings.labels[*latest], chart.settings.better);
    icons.assurance = assurance_of(chart.points[*latest], chart.settings);
    icons.advice = advice(*icons.variation, icons.assurance);
  }
  if (findings.reason.empty()) {
    const FalseAlarm alarm = false_alarm(chart, AlarmRule::nhs);
    findings.false_alarm = alarm.probability;
    findings.basis = alarm.basis;
    icons.false_alarm = false_alarm(chart, AlarmRule::nhs_latest).probability;
  }
  findings.icons = icons;
  return findings;
}

}  // namespace

const RuleSet nhs_rules{
    .name = "nhs",
    .summary = "Making data count: beyond the limits, 7-point trend, 2 in 3, 7 in a row; icons",
    .judge = judge};

}  // namespace collab
