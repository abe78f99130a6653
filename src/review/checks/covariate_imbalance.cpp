#include <fmt/format.h>

#include <algorithm>

#include "collab/review/cells.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/sequence.hpp"
#include "collab/statistics/welch.hpp"
#include "review/trust.hpp"
#include "review/trusted.hpp"

namespace collab {
namespace {

constexpr double imbalance_alpha = 0.001;

std::optional<ArmValue> covariate_value(const Cell* cell) {
  if (cell == nullptr || cell->repeated || cell->moments.n < 2) return std::nullopt;
  const Moments& moments = cell->moments;
  return ArmValue{moments.mean(2), std::max(0.0, moments.variance(2)) / moments.n, moments.n};
}

/// Of the units, or of the stores that were assigned: one mean each. A ratio's stores have sums,
/// which differ with their size.
const Cell* assigned_cell(const TrustContext& context, const Metric& metric,
                          const std::string& variant) {
  if (!context.plan.by_cluster()) return find_cell(context.cells, 0, metric.id, variant);
  const MetricKind* kind = find_metric_kind(metric.kind);
  if (kind == nullptr || kind->shape.unit_fields.size() != 1) return nullptr;
  return find_cell(context.cells, 0, metric.id, variant, {}, Basis::cluster);
}

/// What was known before exposure cannot differ by the variant, but by who got it.
std::optional<TrustFinding> find(const TrustContext& context) {
  const Experiment& plan = context.plan;
  TrustFinding finding{.check = "covariate-imbalance", .message = {}, .p_value = {}};
  const bool once = ratio_test(plan, last_due(context)) == RatioTest::once;
  const int days = context.cycle.day_of_cycle(std::min(context.today, context.cycle.end()));
  const double progress = std::max(1, days) / static_cast<double>(std::max<long>(
                                                  1, static_cast<long>(plan.cycle.count())));
  const Certainty certainty(imbalance_alpha, once ? std::nullopt : std::optional(progress));
  bool declared = false;
  std::string apart;
  for (const Metric& metric : plan.metrics) {
    if (metric.covariate.empty() || metric.covariate == "previous" || plan.control.empty())
      continue;
    declared = true;
    const auto control = covariate_value(assigned_cell(context, metric, plan.control));
    for (const std::string& variant : plan.treatments()) {
      const auto arm = covariate_value(assigned_cell(context, metric, variant));
      if (!control || !arm || !(control->variance + arm->variance > 0)) continue;
      const WelchTest test = welch_test(*control, *arm);
      const double p = two_sided_p(certainty, test.difference / test.standard_error, test.df);
      finding.p_value = std::min(finding.p_value.value_or(1), p);
      if (p >= imbalance_alpha) continue;
      apart += fmt::format("{}{}: {:.4g} in {}, {:.4g} in {}", apart.empty() ? "" : "; ",
                           metric.covariate, control->value, plan.control, arm->value, variant);
    }
  }
  if (!declared) return std::nullopt;
  if (!finding.p_value) {
    finding.status = TrustFinding::Status::not_checkable;
    finding.message = "no covariate is recorded for two variants";
  } else if (apart.empty()) {
    finding.message = "no sign that variants differed before exposure";
  } else {
    finding.status = TrustFinding::Status::warning;
    finding.message =
        apart +
        "; variants differed before exposure: check how units were assigned, the covariate "
        "corrects only a part";
  }
  return finding;
}

}  // namespace

extern const TrustCheck covariate_imbalance_check;
const TrustCheck covariate_imbalance_check{11, find};

}  // namespace collab
