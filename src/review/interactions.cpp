#include <algorithm>
#include <cmath>

#include "collab/statistics/heterogeneity.hpp"
#include "collab/statistics/multiplicity.hpp"
#include "collab/statistics/sequence.hpp"
#include "review/effect_error.hpp"
#include "review/sections.hpp"

namespace collab {
namespace {

bool repeated(const ReviewInput& input, const std::string& metric) {
  return std::any_of(input.cells.begin(), input.cells.end(), [&](const Cell& cell) {
    return cell.metric == metric && !cell.segment.empty() && cell.repeated;
  });
}

/// True when the sealing that brought the segment, and from which on it stayed, came after data,
/// and of a cut that no plan names.
bool declared_late(const std::vector<Plan>& plans, const std::string& segment) {
  bool late = false;
  for (auto plan = plans.rbegin(); plan != plans.rend(); ++plan) {
    const std::vector<std::string> segments = plan->experiment().segments;
    if (std::find(segments.begin(), segments.end(), segment) == segments.end())
      return late || plan == plans.rbegin();
    late = plan->retrospective;
  }
  return late;
}

/// Fills in the test and the levels' shrunken effects.
void compare_levels(SegmentInteraction& result, const std::vector<SegmentOutcome*>& levels) {
  std::vector<LevelEffect> effects;
  std::vector<SegmentOutcome*> compared;
  for (SegmentOutcome* level : levels) {
    const double alpha = 1 - level->confidence;
    const std::optional<double> error = effect_error(level->effect, alpha);
    if (!level->effect.judged || !level->effect.absolute.value || !error) continue;
    effects.push_back({*level->effect.absolute.value, *error, level->effect.df.value_or(many)});
    compared.push_back(level);
  }
  result.levels = static_cast<int>(effects.size());
  const std::optional<Heterogeneity> found = heterogeneity(effects);
  if (!found) {
    result.reason = "one-level";
    return;
  }
  result.q = found->q;
  result.df = found->df;
  result.p_value = found->p_value;
  result.variance = found->variance;
  for (std::size_t i = 0; i < compared.size(); ++i) {
    const LevelEffect& shrunken = found->shrunken[i];
    const double half =
        critical_value(1 - compared[i]->confidence, shrunken.df) * shrunken.standard_error;
    compared[i]->shrunken = {shrunken.value, shrunken.value - half, shrunken.value + half, {}};
    compared[i]->shrunken_error = shrunken.standard_error;
  }
}

/// The goals' tests share the error of a wrong "differ".
void adjust(const Experiment& plan, std::vector<SegmentInteraction>& interactions) {
  std::vector<SegmentInteraction*> tests;
  std::vector<double> p_values;
  for (SegmentInteraction& each : interactions) {
    const Metric* metric = plan.metric(each.metric);
    if (metric == nullptr || metric->role != Role::goal || !each.p_value) continue;
    tests.push_back(&each);
    p_values.push_back(*each.p_value);
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < tests.size(); ++i) tests[i]->adjusted_p = adjusted[i];
}

}  // namespace

std::optional<double> effect_error(const Effect& effect, double alpha) {
  if (effect.standard_error) return effect.standard_error;
  if (!effect.absolute.low || !effect.absolute.high) return std::nullopt;
  const double error = (*effect.absolute.high - *effect.absolute.low) / 2 / critical_value(alpha);
  return error > 0 ? std::optional(error) : std::nullopt;
}

void add_interactions(const ReviewInput& input, const std::vector<Plan>& plans, Review& review) {
  const Experiment& plan = input.plan;
  for (SegmentOutcome& each : review.segments) each.shrunken.reason = "one-level";
  for (const std::string& segment : plan.segments) {
    const bool late = declared_late(plans, segment);
    for (const Metric& metric : plan.metrics) {
      for (const std::string& variant : plan.treatments()) {
        std::vector<SegmentOutcome*> levels;
        for (SegmentOutcome& each : review.segments) {
          if (each.segment == segment && each.metric == metric.id && each.variant == variant)
            levels.push_back(&each);
        }
        if (levels.empty()) continue;
        SegmentInteraction result;
        result.segment = segment;
        result.metric = metric.id;
        result.variant = variant;
        result.declared_late = late;
        // Stores that the rows do not name: the levels' effects take units as independent.
        if (plan.by_cluster() && levels.front()->arm.n_of != "clusters")
          result.reason = "assigned-by-cluster";
        else if (repeated(input, metric.id))
          result.reason = "repeated-units";
        else
          compare_levels(result, levels);
        if (!result.reason.empty()) {
          for (SegmentOutcome* each : levels) each->shrunken.reason = result.reason;
        }
        review.interactions.push_back(std::move(result));
      }
    }
  }
  for (SegmentOutcome& each : review.segments) {
    if (each.shrunken.value) each.shrunken.reason.clear();
  }
  adjust(plan, review.interactions);
  for (SegmentInteraction& each : review.interactions) {
    const std::optional<double> p = each.adjusted_p ? each.adjusted_p : each.p_value;
    each.differ = p && *p < 1 - plan.confidence;
  }
}

}  // namespace collab
