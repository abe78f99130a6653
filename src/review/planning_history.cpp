#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "collab/review/cells.hpp"
#include "collab/review/planning.hpp"
#include "collab/statistics/arm_value.hpp"

namespace collab {
namespace {

/// Cells of one stretch of days.
struct Stretch {
  std::vector<Cell> cells;
  Day first{};
  std::string name;  ///< `cycle 1`, `the 28 days before`
};

/// Level and spread of one arm, by kind. false when it says nothing.
bool read_arm(const Metric& metric, const Moments& moments, MetricHistory& history) {
  const double n = moments.n;
  if (metric.kind == "rate") {
    if (!(moments.sum[1] > 0)) return false;
    history.baseline = moments.sum[0] / moments.sum[1];
    history.exposures = true;
    if (n >= 2 && moments.sum[0] > 0) {
      const double residual = ratio_value(moments).value().variance * moments.sum[1];
      history.dispersion = std::max(1.0, residual * moments.sum[1] / moments.sum[0]);
    }
    return true;
  }
  if (!(n > 0)) return false;
  if (metric.kind == "ratio") {
    const auto arm = ratio_value(moments);
    if (!arm) return false;
    history.baseline = arm->value;
    if (n >= 2 && arm->variance > 0) history.sd = std::sqrt(n * arm->variance);
    return true;
  }
  history.baseline = moments.mean();
  const bool share =
      metric.kind == "proportion" || (metric.kind == "score" && metric.scale && !metric.scale->nps);
  if (share) return true;
  if (n >= 2 && moments.variance() > 0) history.sd = std::sqrt(moments.variance());
  const double squares = moments.centred[0], earlier = moments.centred[Moments::index(2, 2)];
  if (!metric.covariate.empty() && squares > 0 && earlier > 0)
    history.correlation = std::clamp(
        moments.centred[Moments::index(0, 2)] / std::sqrt(squares * earlier), -0.999999, 0.999999);
  return true;
}

double size_of(const Metric& metric, const Moments& moments) {
  return metric.kind == "rate" ? moments.sum[1] : moments.n;
}

void read_stretch(const Stretch& stretch, const Experiment& plan, PlanningHistory& known) {
  const bool before_after = plan.control.empty();
  const std::string& arm = before_after ? plan.variants.front().id : plan.control;
  for (const Metric& metric : plan.metrics) {
    if (known.contains(metric.id)) continue;
    const Cell* cell = find_cell(stretch.cells, 0, metric.id, arm);
    MetricHistory history;
    if (cell == nullptr || !read_arm(metric, cell->moments, history)) continue;
    history.from = fmt::format("{} of {}", arm, stretch.name);
    if (before_after) history.control_n = size_of(metric, cell->moments);
    double size = 0;
    bool repeated = false;
    Day through = stretch.first;
    for (const Cell& each : stretch.cells) {
      if (each.look != 0 || each.metric != metric.id || !each.segment.empty()) continue;
      size += size_of(metric, each.moments);
      through = std::max(through, each.through);
      repeated = repeated || each.repeated;
    }
    // The same units again each period: their number says nothing of how many come.
    const double days = static_cast<double>((through - stretch.first).count() + 1);
    if (!repeated && size > 0) history.per_day = size / days;
    known[metric.id] = history;
  }
}

}  // namespace

PlanningHistory planning_history(const Ledger& ledger, const Experiment& plan) {
  PlanningHistory known;
  std::vector<Cycle> cycles = ledger.cycles(plan.id);
  std::reverse(cycles.begin(), cycles.end());
  for (const Cycle& cycle : cycles) {
    const auto agreed = ledger.plan_in_force(cycle.id);
    if (!agreed) continue;
    Experiment then = agreed->experiment();
    // Only what is still measured alike.
    std::vector<Metric> alike;
    for (const Metric& metric : plan.metrics) {
      const Metric* was = then.metric(metric.id);
      if (was != nullptr && was->kind == metric.kind && was->scale == metric.scale)
        alike.push_back(metric);
    }
    then.metrics = std::move(alike);
    if (then.control != plan.control) continue;
    read_stretch({ledger.cells(cycle.id, 0), cycle.first, fmt::format("cycle {}", cycle.number)},
                 then, known);
  }
  if (plan.baseline.form == Baseline::Form::last) {
    Cycle coming;
    coming.experiment = plan.id;
    coming.number = 1;
    coming.first = cycles.empty() ? plan.starts : cycles.back().first;
    const Days last = plan.baseline.last;
    read_stretch({baseline_cells(ledger, coming, plan, last).cells, coming.first - last,
                  fmt::format("the {} days before", last.count())},
                 plan, known);
  }
  return known;
}

}  // namespace collab
