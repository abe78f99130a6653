// kind: mean — a number per unit. Level by t, effect by Welch and Fieller, adjusted by a covariate
// where there is one; not judged where too few units carry the value (arm_value.hpp).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/covariate.hpp"
#include "statistics/covariate_effect.hpp"
#include "statistics/kinds.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

void add_covariate(const GivenStatistics& row, Moments& moments) {
  constexpr std::array<std::string_view, 3> names{"covariate_sum", "covariate_sum_squares",
                                                  "main_covariate_sum_product"};
  const auto given = std::count_if(names.begin(), names.end(),
                                   [&](std::string_view name) { return row.has(name); });
  if (given == 0) return;
  if (given < 3) {
    throw Error(ExitCode::invalid, "missing-statistic",
                "a covariate needs covariate_sum, covariate_sum_squares and "
                "main_covariate_sum_product");
  }
  row.add_column(moments, 2, names[0], names[1]);
  row.add_product(moments, 0, 2, names[2]);
}

Moments from_statistics(const Metric&, const Statistics& statistics) {
  const GivenStatistics row(mean_kind.shape, statistics);
  Moments moments;
  moments.n = row.count("n");
  if (row.has("mean")) {
    const double sd = row.number("sd");
    if (sd < 0) {
      throw Error(ExitCode::invalid, "sd-negative",
                  fmt::format("sd {} is negative", to_string(sd)));
    }
    moments.sum[0] = moments.n * row.number("mean");
    if (moments.n > 1) moments.centred[0] = sd * sd * (moments.n - 1);
  } else {
    row.add_column(moments, 0, "sum", "sum_squares");
  }
  add_covariate(row, moments);
  return moments;
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  check_finite("value", fields[0]);
  return {fields[0], 0};
}

Estimate level(const Metric&, const Moments& moments, const Certainty& certainty) {
  const auto arm = mean_value(moments);
  return arm ? t_level(*arm, certainty) : no_estimate("no-data");
}

Effect effect(const Metric&, const Moments& control, const Moments& treatment,
              const Certainty& certainty) {
  return mean_effect(control, treatment, certainty);
}

}  // namespace

Effect mean_effect(const Moments& control, const Moments& treatment, const Certainty& certainty,
                   std::optional<double> slope) {
  const auto base = mean_value(control), arm = mean_value(treatment);
  if (!base || !arm) return no_effect("no-data", "welch");
  if (has_covariate(control, treatment)) {
    if (const auto pair = covariate_adjusted(control, treatment, false, slope))
      return t_effect(*pair, enough_units(*base, *arm, certainty), certainty, "welch-covariate");
  }
  return t_effect(*base, *arm, certainty, "welch");
}

const MetricKind mean_kind{
    .shape = {.name = "mean",
              .summary = "a number per unit, averaged over units",
              .unit_fields = {"value"},
              .summary_forms = {{"n", "mean", "sd"}, {"n", "sum", "sum_squares"}},
              .optional_statistics = {"covariate_sum", "covariate_sum_squares",
                                      "main_covariate_sum_product", "units"},
              .points = false,
              .compared = true,
              .stratified = true},
    .from_statistics = from_statistics,
    .from_unit = from_unit,
    .level = level,
    .effect = effect};

}  // namespace collab
