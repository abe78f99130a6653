// kind: quantile — a quantile of a number per unit, from unit rows. The values are gone when
// moments are read, so the moments carry the quantile and its standard error (quantile.hpp); then
// Welch and Fieller.
#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/statistics/quantile.hpp"
#include "statistics/kinds.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// Values beyond the quantile, on its thinner side, below which it cannot be trusted: the interval
/// around it would run into the sample's end.
constexpr double least_beyond = 10;

Moments from_statistics(const Metric&, const Statistics&) {
  throw Error(ExitCode::invalid, "no-summary-rows",
              "a quantile cannot be added up from summary rows", "send unit rows, one per unit");
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  check_finite("value", fields[0]);
  return {fields[0], 0};
}

bool enough(const Metric& metric, const Moments& moments) {
  const double q = quantile_of(metric);
  return moments.n * std::min(q, 1 - q) >= least_beyond - 1e-9;  // 1 - 0.9 is not quite 0.1
}

Estimate level(const Metric& metric, const Moments& moments, const Certainty& certainty) {
  const auto arm = mean_value(moments);
  if (!arm) return no_estimate("no-data");
  return t_level(*arm, enough(metric, moments), certainty);
}

Effect effect(const Metric& metric, const Moments& control, const Moments& treatment,
              const Certainty& certainty) {
  constexpr const char* method = "quantile-welch";
  const auto base = mean_value(control), arm = mean_value(treatment);
  if (!base || !arm) return no_effect("no-data", method);
  return t_effect(unadjusted(*base, *arm), enough(metric, control) && enough(metric, treatment),
                  certainty, method);
}

}  // namespace

const MetricKind quantile_kind{
    .shape = {.name = "quantile",
              .summary = "a quantile of a number per unit, e.g. p90 of minutes, from unit rows",
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
