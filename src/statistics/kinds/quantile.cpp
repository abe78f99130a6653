// kind: quantile — recorded from unit rows, not judged: moments do not hold what a quantile needs,
// and the review says so (`no-method-yet`).
#include "collab/model/error.hpp"
#include "statistics/kinds.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

constexpr const char* reason = "no-method-yet";

Moments from_statistics(const Metric&, const Statistics&) {
  throw Error(ExitCode::invalid, "no-summary-rows",
              "a quantile cannot be added up from summary rows", "send unit rows, one per unit");
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  check_finite("value", fields[0]);
  return {fields[0], 0};
}

Estimate level(const Metric&, const Moments& moments, const Certainty&) {
  return no_estimate(moments.n > 0 ? reason : "no-data");
}

Effect effect(const Metric&, const Moments& control, const Moments& treatment, const Certainty&) {
  return no_effect(control.n > 0 && treatment.n > 0 ? reason : "no-data", "none");
}

}  // namespace

const MetricKind quantile_kind{
    .shape = {.name = "quantile",
              .summary =
                  "a quantile of a number per unit, from unit rows; recorded, not judged yet",
              .unit_fields = {"value"},
              .summary_forms = {},
              .optional_statistics = {},
              .points = false,
              .compared = true},
    .from_statistics = from_statistics,
    .from_unit = from_unit,
    .level = level,
    .effect = effect};

}  // namespace collab
