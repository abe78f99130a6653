#include "review/comparison.hpp"

#include <fmt/format.h>

#include "collab/review/cells.hpp"
#include "collab/review/looks.hpp"
#include "collab/statistics/cluster.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "review/by_period.hpp"

namespace collab {
namespace {

bool has_data(const Cell* cell) {
  return cell != nullptr && (cell->moments.n > 0 || cell->moments.sum[1] > 0);
}

std::optional<double> minus(std::optional<double> value, double constant) {
  return value ? std::optional(*value - constant) : std::nullopt;
}

/// Level minus constant. The constant is exact, so the level's interval is the effect's, moved.
Effect against_constant(const Estimate& level, double constant) {
  Effect effect;
  effect.method = "against-constant";
  effect.absolute = {minus(level.value, constant), minus(level.low, constant),
                     minus(level.high, constant), level.reason};
  effect.judged = level.low.has_value() || level.high.has_value();
  if (constant > 0) {
    const auto divided = [&](std::optional<double> value) {
      return value ? std::optional(*value / constant) : std::nullopt;
    };
    effect.relative = {divided(effect.absolute.value), divided(effect.absolute.low),
                       divided(effect.absolute.high), level.reason};
  } else {
    effect.relative.reason = constant == 0 ? "zero-baseline" : "negative-baseline";
  }
  return effect;
}

Effect not_judged(const char* reason) {
  Effect effect;
  effect.judged = false;
  effect.absolute.reason = effect.relative.reason = reason;
  return effect;
}

/// Figures of another kind stand on another scale.
void refuse_other_kind(Comparison& result, const std::string& name) {
  result.missing = "other-kind-before";
  result.effect = not_judged("other-kind-before");
  result.base = Side{};
  result.base.name = name;
  result.base.level.reason = "other-kind-before";
}

}  // namespace

Side side_of(const Metric& metric, const std::string& name, const Cell* cell,
             const Certainty& certainty) {
  Side side;
  side.name = name;
  const MetricKind* kind = find_metric_kind(metric.kind);
  const bool exposures = has_data(cell) && cell->moments.n <= 0;
  side.n_of = metric.kind == "value" ? "periods" : exposures ? "exposures" : "units";
  if (!has_data(cell)) {
    side.level.reason = "no-data";
    return side;
  }
  side.n = exposures ? cell->moments.sum[1] : cell->moments.n;
  if (cell->basis == Basis::cluster) {
    side.n_of = "clusters";
    side.level = cluster_level(metric, cell->moments, certainty);
  } else if (kind != nullptr) {
    side.level = kind->level(metric, cell->moments, certainty);
  }
  return side;
}

Comparison compare_cells(const Metric& metric, const Cell* arm, const Cell* base,
                         const std::string& arm_name, const std::string& base_name,
                         const Certainty& certainty) {
  Comparison result;
  result.arm = side_of(metric, arm_name, arm, certainty);
  result.base = side_of(metric, base_name, base, certainty);
  if (!has_data(arm) || !has_data(base)) {
    result.missing = "no-data";
    result.effect = not_judged("no-data");
    return result;
  }
  if (arm->repeated || base->repeated) result.refused = "repeated-units";
  result.effect =
      arm->basis == Basis::cluster
          ? cluster_effect(metric, base->moments, arm->moments, certainty)
          : find_metric_kind(metric.kind)->effect(metric, base->moments, arm->moments, certainty);
  return result;
}

Baselines::Baselines(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                     Ledger::AsOf as_of)
    : ledger_(ledger), cycle_(cycle), plan_(plan), as_of_(as_of) {}

const std::vector<Cell>* Baselines::previous() {
  if (!previous_read_) {
    previous_read_ = true;
    for (int number = cycle_.number - 1; number > 0 && !previous_; --number) {
      const std::optional<Cycle> cycle = ledger_.cycle(cycle_.experiment, number, as_of_);
      if (!cycle || !cycle->decision) continue;
      previous_plan_ = ledger_.plans(cycle->id, as_of_).back().experiment();
      previous_ = ledger_.cells(cycle->id, 0);
      const bool cut = std::ranges::all_of(plan_.segments, [&](const std::string& name) {
        return std::ranges::find(previous_plan_.segments, name) != previous_plan_.segments.end();
      });
      if (!cut) previous_plan_.segments = plan_.segments;
      if (!cut || previous_->empty())
        previous_ = compute_cells(ledger_, *cycle, previous_plan_).cells;
      previous_cycle_ = *cycle;
    }
  }
  return previous_ ? &*previous_ : nullptr;
}

/// What goes on from an extended or adapted cycle was treated before it began: the last days
/// without treatment are those before the first of them.
const Cycle& Baselines::first_treated() {
  if (first_treated_) return *first_treated_;
  Cycle first = cycle_;
  while (first.number > 1) {
    const std::optional<Cycle> earlier = ledger_.cycle(cycle_.experiment, first.number - 1, as_of_);
    if (!earlier || !earlier->decision ||
        (earlier->decision->kind != DecisionKind::extend &&
         earlier->decision->kind != DecisionKind::adapt))
      break;
    first = *earlier;
  }
  return first_treated_.emplace(first);
}

const PrePeriod& Baselines::before(Days last) {
  const auto found = before_.find(last);
  if (found != before_.end()) return found->second;
  return before_[last] = baseline_cells(ledger_, first_treated(), plan_, last, as_of_);
}

std::optional<Moments> Baselines::periods(const Metric& metric, const Cell* cell,
                                          std::string_view segment, const SideDays& days) {
  if (cell == nullptr) return std::nullopt;
  const std::tuple key(days.first, days.last, std::string(segment));
  auto found = series_.find(key);
  if (found == series_.end()) {
    const SeriesRequest request{
        .first = days.first, .last = days.last, .segment = std::string(segment)};
    found =
        series_
            .emplace(key, recorded_series(ledger_, cycle_.experiment, plan_, request, days.known))
            .first;
  }
  for (const Series& series : found->second)
    if (series.metric == metric.id && series.variant == cell->variant)
      return period_moments(metric, *cell, series);
  return std::nullopt;
}

SideCells Baselines::side_cells(const std::vector<Cell>& cells, int look, const std::string& metric,
                                const std::string& variant, std::string_view segment) const {
  return {.units = find_cell(cells, look, metric, variant, segment),
          .clusters = plan_.by_cluster()
                          ? find_cell(cells, look, metric, variant, segment, Basis::cluster)
                          : nullptr};
}

/// By cluster where clusters were assigned; by unit, without a verdict, where rows do not name
/// them.
Comparison Baselines::compare_sides(const Metric& metric, const SideCells& arm,
                                    const SideCells& base, const std::string& arm_name,
                                    const std::string& base_name,
                                    const Certainty& certainty) const {
  if (arm.clusters != nullptr && base.clusters != nullptr)
    return compare_cells(metric, arm.clusters, base.clusters, arm_name, base_name, certainty);
  Comparison result = compare_cells(metric, arm.units, base.units, arm_name, base_name, certainty);
  if (plan_.by_cluster() && result.refused.empty()) result.refused = "assigned-by-cluster";
  return result;
}

bool Baselines::other_kind_before(const Metric& metric) const {
  const Metric* was = previous_ ? previous_plan_.metric(metric.id) : nullptr;
  return was != nullptr && (was->kind != metric.kind || was->scale != metric.scale);
}

std::optional<Side> Baselines::beside(const Metric& metric, const std::string& variant,
                                      double alpha) {
  const Baseline& baseline = baseline_of(metric);
  if (before_after() || baseline.form == Baseline::Form::control) return std::nullopt;
  Side side;
  side.name = to_string(baseline);
  if (baseline.form == Baseline::Form::value) {
    side.level.value = baseline.value.value;
    return side;
  }
  const std::vector<Cell>* cells = nullptr;
  bool other_kind = false;
  if (baseline.form == Baseline::Form::last) {
    cells = &before(baseline.last).cells;
    other_kind = before(baseline.last).other_kind.contains(metric.id);
  } else {
    cells = previous();
    other_kind = other_kind_before(metric);
  }
  if (cells == nullptr)
    side.level.reason = "no-previous-cycle";
  else if (other_kind)
    side.level.reason = "other-kind-before";
  else
    side = side_of(metric, side.name, find_cell(*cells, 0, metric.id, variant), alpha);
  return side;
}

std::vector<std::string> Baselines::other_kind_notes() {
  std::vector<std::string> notes;
  for (const Metric& metric : plan_.metrics) {
    if (baseline_of(metric).form != Baseline::Form::last) continue;
    const OtherKind& found = before(baseline_of(metric).last).other_kind;
    if (const auto row = found.find(metric.id); row != found.end())
      notes.push_back(fmt::format("{}: the rows before the cycle are no baseline for a {}: {}",
                                  metric.id, metric.kind, row->second));
  }
  return notes;
}

Comparison Baselines::compare(const std::vector<Cell>& cells, const Metric& metric,
                              const std::string& variant, int look, const Certainty& certainty,
                              std::string_view segment) {
  const SideCells arm = side_cells(cells, look, metric.id, variant, segment);
  if (!before_after()) {
    const SideCells control = side_cells(cells, look, metric.id, plan_.control, segment);
    Comparison result = compare_sides(metric, arm, control, variant, plan_.control, certainty);
    const MetricKind* kind = find_metric_kind(metric.kind);
    if (kind != nullptr && !kind->shape.compared && result.missing.empty())
      result.effect = not_judged("not-compared");
    return result;
  }
  return compare_times(cells, metric, variant, look, certainty, segment);
}

Comparison Baselines::compare_times(const std::vector<Cell>& cells, const Metric& metric,
                                    const std::string& variant, int look,
                                    const Certainty& certainty, std::string_view segment) {
  const SideCells arm = side_cells(cells, look, metric.id, variant, segment);
  const Baseline& baseline = baseline_of(metric);
  const std::string name = to_string(baseline);
  Comparison result;
  const Cell* base = nullptr;
  SideDays base_days;
  switch (baseline.form) {
    case Baseline::Form::value:
      result = compare_sides(metric, arm, arm, variant, name, certainty);
      result.base = Side{};
      result.base.name = name;
      result.base.level.value = baseline.value.value;
      if (result.missing.empty())
        result.effect = against_constant(result.arm.level, baseline.value.value);
      break;
    case Baseline::Form::last: {
      const PrePeriod& earlier = before(baseline.last);
      const SideCells sides = side_cells(earlier.cells, 0, metric.id, variant, segment);
      const Day start = first_treated().first;
      base = sides.units;
      base_days = {.first = start - baseline.last, .last = start - Days{1}, .known = as_of_};
      result = compare_sides(metric, arm, sides, variant, name, certainty);
      if (earlier.other_kind.contains(metric.id)) refuse_other_kind(result, name);
      break;
    }
    case Baseline::Form::previous:
    case Baseline::Form::control: {
      const std::vector<Cell>* earlier = previous();
      const SideCells sides =
          earlier == nullptr ? SideCells{} : side_cells(*earlier, 0, metric.id, variant, segment);
      result = compare_sides(metric, arm, sides, variant, name, certainty);
      if (other_kind_before(metric)) refuse_other_kind(result, name);
      if (earlier == nullptr) {
        result.missing = "no-previous-cycle";
        result.effect = not_judged("no-previous-cycle");
        result.base.level.reason = "no-previous-cycle";
        break;
      }
      base = sides.units;
      base_days = {.first = previous_cycle_.first,
                   .last = previous_cycle_.end(),
                   .known = previous_cycle_.decision->operation};
      break;
    }
  }
  if (base != nullptr && !plan_.by_cluster()) {
    const SideDays arm_days{
        .first = cycle_.first,
        .last = look > 0 ? look_day(cycle_, plan_, look) : cycle_.end(),
        .known = !as_of_ && cycle_.decision ? cycle_.decision->operation : as_of_};
    const auto earlier = periods(metric, base, segment, base_days);
    const auto later = periods(metric, arm.units, segment, arm_days);
    if (earlier && later) judge_by_period(result, metric, *earlier, *later, certainty);
  }
  result.observational = true;
  return result;
}

}  // namespace collab
