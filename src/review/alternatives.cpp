#include "review/alternatives.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/statistics/covariate.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/posterior.hpp"
#include "collab/statistics/strata.hpp"
#include "review/effect_error.hpp"
#include "review/segment_levels.hpp"

namespace collab {
namespace {

/// A score interval has no standard error but the one that its width implies, at one look.
std::optional<double> variance_ratio(const Outcome& outcome, const Effect& other) {
  const auto error = [&](const Effect& effect) {
    return outcome.always_valid ? effect.standard_error
                                : effect_error(effect, 1 - outcome.confidence);
  };
  const std::optional<double> ours = error(outcome.effect), theirs = error(other);
  if (!ours || !theirs || !(*theirs > 0)) return std::nullopt;
  return *ours * *ours / (*theirs * *theirs);
}

std::vector<Stratum> strata_of(const std::vector<Cell>& cells, const Cell& control, const Cell& arm,
                               const std::string& segment) {
  std::vector<Stratum> strata;
  for (const auto& [level, units] : segment_levels(cells, std::array{&control, &arm}, segment))
    strata.push_back({.control = units[0], .treatment = units[1]});
  return strata;
}

}  // namespace

void add_alternatives(const ReviewInput& input, const Metric& metric, Outcome& outcome) {
  const std::string& control = input.plan.control;
  const MetricKind* kind = find_metric_kind(metric.kind);
  if (control.empty() || kind == nullptr || !kind->shape.compared) return;
  const auto cell = [&](int look, const std::string& variant, Basis basis) {
    return find_cell(input.cells, look, metric.id, variant, {}, basis);
  };
  const int look = look_shown(outcome);
  const Cell* arm = cell(look, outcome.variant, Basis::unit);
  const Cell* base = cell(look, control, Basis::unit);
  if (arm == nullptr || base == nullptr) return;
  const auto add_effect = [&](const char* name, const std::string& by, Effect effect) {
    OtherWay other{.name = name, .by = by, .effect = std::move(effect), .variance_ratio = {}};
    if (other.name != "all-data") other.variance_ratio = variance_ratio(outcome, other.effect);
    outcome.alternatives.push_back(std::move(other));
  };
  const bool by_cluster = cell(look, outcome.variant, Basis::cluster) != nullptr;
  const Basis basis = by_cluster ? Basis::cluster : Basis::unit;
  LookCertainty certainty_at(input.plan);
  const Cell* arm_now = cell(0, outcome.variant, basis);
  const Cell* base_now = cell(0, control, basis);
  if (outcome.final && !outcome.always_valid && arm_now != nullptr && base_now != nullptr &&
      arm_now->through > arm->through) {
    const Certainty tonight = certainty_at.at(split_alpha(input.plan).goal, 0,
                                              input.cycle.day_of_cycle(arm_now->through));
    add_effect("all-data", {},
               compare_cells(metric, arm_now, base_now, outcome.variant, control, tonight).effect);
  }

  Certainty certainty(1 - outcome.confidence);
  if (outcome.always_valid)
    certainty = certainty_at.at(certainty.alpha, 0, input.cycle.day_of_cycle(arm->through));
  const auto changed_since = [&](const Side& shown) {
    return side_of(metric, shown.name, cell(look, shown.name, basis), certainty).n != shown.n;
  };
  if (changed_since(outcome.arm) || changed_since(outcome.base)) return;
  const auto add = [&](const char* name, const Moments& reference, const Moments& treatment) {
    add_effect(name, {}, kind->effect(metric, reference, treatment, certainty));
  };
  if (by_cluster) {
    add("by-unit", base->moments, arm->moments);
    return;
  }
  if (has_covariate(base->moments, arm->moments))
    add("without-covariate", without_covariate(base->moments), without_covariate(arm->moments));
  const Cell* uncapped = cell(look, outcome.variant, Basis::uncapped);
  const Cell* base_uncapped = cell(look, control, Basis::uncapped);
  if (uncapped != nullptr && base_uncapped != nullptr)
    add("uncapped", base_uncapped->moments, uncapped->moments);
  if (!kind->shape.stratified) return;
  for (const std::string& segment : input.plan.segments) {
    const std::vector<Stratum> strata = strata_of(input.cells, *base, *arm, segment);
    if (strata.empty()) continue;
    const auto arms = post_stratified(strata, metric.kind == "ratio");
    add_effect("post-stratified", segment, stratified_effect(arms, certainty));
  }
}

std::optional<Reading> reading_of(const Outcome& outcome, double credible) {
  // An always-valid interval is wider than its level's normal critical value says.
  const auto error = outcome.always_valid     ? outcome.effect.standard_error
                     : outcome.confidence > 0 ? effect_error(outcome.effect, 1 - outcome.confidence)
                                              : std::nullopt;
  if (!error || !(*error > 0) || !outcome.effect.absolute.value || !outcome.effect.judged)
    return std::nullopt;
  const Normal effect = posterior({*outcome.effect.absolute.value, *error}, std::nullopt);
  const Normal better{outcome.higher_is_better ? effect.mean : -effect.mean, effect.sd};
  const double half = normal_critical(1 - credible) * effect.sd;
  return Reading{.chance_better = normal_upper_tail(-better.mean / better.sd),
                 .expected_loss = expected_positive_part({-better.mean, better.sd}),
                 .low = effect.mean - half,
                 .high = effect.mean + half,
                 .credible = credible};
}

}  // namespace collab
