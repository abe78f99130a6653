#include "collab/statistics/cluster.hpp"

#include <array>

#include "collab/statistics/covariate.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

bool is_ratio(const Metric& metric) {
  const MetricKind* kind = find_metric_kind(metric.kind);
  return kind != nullptr && kind->shape.unit_fields.size() == 2;
}

std::optional<ArmValue> value_of(const Metric& metric, const Moments& clusters) {
  return is_ratio(metric) ? ratio_value(clusters) : mean_value(clusters);
}

/// A quantile's moments carry its standard error, which says nothing of skewness. A ratio leans on
/// denominators that are themselves well known: ten stores of very unlike size are too few.
bool enough(const Metric& metric, const Moments& control, const Moments& treatment,
            const Certainty& certainty) {
  if (metric.kind == "quantile") return true;
  if (is_ratio(metric) && !enough_for_each(denominator_value(control).value(),
                                           denominator_value(treatment).value(), certainty)) {
    return false;
  }
  return enough_units(value_of(metric, control).value(), value_of(metric, treatment).value(),
                      certainty);
}

bool enough_periods(const ArmValue& before, const ArmValue& after, const Certainty& certainty) {
  if (certainty.progress) return enough_for_each(before, after, certainty);
  const auto enough = [](const ArmValue& side) {
    return side.n >= least_clusters && side.value * side.value >= 5 * side.variance;
  };
  return enough(before) && enough(after);
}

}  // namespace

void add_cluster(const Metric& metric, Moments& clusters, const Moments& one) {
  std::array<double, Moments::columns> summary = one.sum;
  if (!is_ratio(metric)) {
    for (double& column : summary) column /= one.n;
  }
  clusters.add(summary);
}

Estimate cluster_level(const Metric& metric, const Moments& clusters, const Certainty& certainty) {
  const auto arm = value_of(metric, clusters);
  if (!arm) return no_estimate("no-data");
  Estimate level =
      t_level(*arm, metric.kind == "quantile" || enough_for_each(*arm, *arm, certainty), certainty);
  if (arm->n < least_clusters) level.reason = "too-few-clusters";
  return level;
}

Effect cluster_effect(const Metric& metric, const Moments& control, const Moments& treatment,
                      const Certainty& certainty) {
  const char* method = is_ratio(metric)            ? "ratio-by-cluster"
                       : metric.kind == "quantile" ? "quantile-by-cluster"
                                                   : "mean-by-cluster";
  const auto base = value_of(metric, control), arm = value_of(metric, treatment);
  if (!base || !arm) return no_effect("no-data", method);
  ArmPair pair = unadjusted(*base, *arm);
  if (has_covariate(control, treatment)) {
    if (const auto adjusted = covariate_adjusted(control, treatment, is_ratio(metric)))
      pair = *adjusted;
  }
  Effect effect = t_effect(pair, enough(metric, control, treatment, certainty), certainty, method);
  if (metric.scale && metric.scale->nps) effect.relative = no_estimate("no-relative");
  if (base->n < least_clusters || arm->n < least_clusters) {
    effect.judged = false;
    effect.absolute.reason = "too-few-clusters";
    if (effect.relative.value) effect.relative.reason = effect.absolute.reason;
  }
  return effect;
}

Effect period_effect(const Metric& metric, const Moments& before, const Moments& after,
                     const Certainty& certainty) {
  const auto base = ratio_value(before), arm = ratio_value(after);
  if (!base || !arm) return no_effect("no-data", "ratio-by-period");
  Effect effect = t_effect(unadjusted(*base, *arm), enough_periods(*base, *arm, certainty),
                           certainty, "ratio-by-period");
  if (metric.scale && metric.scale->nps) effect.relative = no_estimate("no-relative");
  return effect;
}

Estimate period_level(const Moments& periods, const Certainty& certainty) {
  const auto value = ratio_value(periods);
  if (!value) return no_estimate("no-data");
  return t_level(*value, enough_periods(*value, *value, certainty), certainty);
}

}  // namespace collab
