// kind: ratio — sum over sum by unit, e.g. spend per visit. The unit is what was assigned, so its
// numerator and denominator vary together; linearised, then t, Welch and Fieller as a mean.
#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/covariate.hpp"
#include "statistics/covariate_effect.hpp"
#include "statistics/kinds.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

Moments from_statistics(const Metric&, const Statistics& statistics) {
  const GivenStatistics row(ratio_kind.shape, statistics);
  row.not_negative("denominator_sum");
  Moments moments;
  moments.n = row.count("n");
  row.add_column(moments, 0, "sum", "sum_squares");
  row.add_column(moments, 1, "denominator_sum", "denominator_sum_squares");
  row.add_product(moments, 0, 1, "main_denominator_sum_product");
  return moments;
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  check_finite("numerator", fields[0]);
  check_finite("denominator", fields[1]);
  if (fields[1] < 0) {
    throw Error(ExitCode::invalid, "count-negative",
                fmt::format("denominator {} is negative", to_string(fields[1])));
  }
  return {fields[0], fields[1]};
}

/// Why ratio_value() has none.
const char* absence(const Moments& moments) {
  return moments.n > 0 ? "zero-denominator" : "no-data";
}

Estimate level(const Metric&, const Moments& moments, const Certainty& certainty) {
  const auto arm = ratio_value(moments);
  return arm ? t_level(*arm, certainty) : no_estimate(absence(moments));
}

Effect effect(const Metric&, const Moments& control, const Moments& treatment,
              const Certainty& certainty) {
  return ratio_effect(control, treatment, certainty);
}

}  // namespace

Effect ratio_effect(const Moments& control, const Moments& treatment, const Certainty& certainty,
                    std::optional<double> slope) {
  const auto base = ratio_value(control), arm = ratio_value(treatment);
  if (!base || !arm) return no_effect(absence(base ? treatment : control), "linearised");
  const auto pair = has_covariate(control, treatment)
                        ? covariate_adjusted(control, treatment, true, slope)
                        : std::nullopt;
  Effect result = pair ? t_effect(*pair, enough_units(*base, *arm, certainty), certainty,
                                  "linearised-covariate")
                       : t_effect(*base, *arm, certainty, "linearised");
  // The linearisation leans on denominators that are themselves well known.
  if (result.judged && !enough_for_each(denominator_value(control).value(),
                                        denominator_value(treatment).value(), certainty)) {
    result.judged = false;
    result.absolute.reason = "too-few";
    if (result.relative.reason.empty()) result.relative.reason = "too-few";
  }
  return result;
}

const MetricKind ratio_kind{
    .shape = {.name = "ratio",
              .summary = "sum over sum, e.g. spend per visit, by unit",
              .unit_fields = {"numerator", "denominator"},
              .summary_forms = {{"n", "sum", "sum_squares", "denominator_sum",
                                 "denominator_sum_squares", "main_denominator_sum_product"}},
              .optional_statistics = {"units"},
              .points = false,
              .compared = true,
              .stratified = true},
    .from_statistics = from_statistics,
    .from_unit = from_unit,
    .level = level,
    .effect = effect};

}  // namespace collab
