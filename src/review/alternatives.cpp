#include "review/alternatives.hpp"

#include <cmath>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/statistics/covariate.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/posterior.hpp"
#include "review/effect_error.hpp"

namespace collab {
namespace {

std::optional<double> variance_ratio(const Effect& as_compared, const Effect& other) {
  const auto& ours = as_compared.standard_error;
  const auto& theirs = other.standard_error;
  if (!ours || !theirs || !(*theirs > 0)) return std::nullopt;
  return *ours * *ours / (*theirs * *theirs);
}

}  // namespace

void add_alternatives(const ReviewInput& input, const Metric& metric, Outcome& outcome, int look) {
  const MetricKind* kind = find_metric_kind(metric.kind);
  if (input.plan.control.empty() || kind == nullptr || !kind->shape.compared) return;
  const auto cell = [&](const std::string& variant, Basis basis) {
    return find_cell(input.cells, look, metric.id, variant, {}, basis);
  };
  const Cell* arm = cell(outcome.variant, Basis::unit);
  const Cell* base = cell(input.plan.control, Basis::unit);
  if (arm == nullptr || base == nullptr) return;
  Certainty certainty(1 - outcome.confidence);
  if (outcome.always_valid)
    certainty =
        LookCertainty(input.plan).at(certainty.alpha, 0, input.cycle.day_of_cycle(arm->through));
  const auto add = [&](const char* name, const Moments& control, const Moments& treatment) {
    OtherWay other{.name = name, .effect = {}, .variance_ratio = {}};
    other.effect = kind->effect(metric, control, treatment, certainty);
    other.variance_ratio = variance_ratio(outcome.effect, other.effect);
    outcome.alternatives.push_back(std::move(other));
  };
  const bool by_cluster = cell(outcome.variant, Basis::cluster) != nullptr;
  if (by_cluster) add("by-unit", base->moments, arm->moments);
  const bool adjusted = has_covariate(base->moments, arm->moments);
  if (adjusted && !by_cluster)
    add("without-covariate", without_covariate(base->moments), without_covariate(arm->moments));
  const Cell* uncapped = cell(outcome.variant, Basis::uncapped);
  const Cell* base_uncapped = cell(input.plan.control, Basis::uncapped);
  if (uncapped != nullptr && base_uncapped != nullptr && !by_cluster)
    add("uncapped", base_uncapped->moments, uncapped->moments);
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
