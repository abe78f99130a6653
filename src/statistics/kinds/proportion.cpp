// kind: proportion — a unit either did (1) or did not (0). Level by Clopper and Pearson, effect by
// Miettinen and Nurminen; every size of sample is judged.
#include <algorithm>

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/covariate.hpp"
#include "statistics/covariate_effect.hpp"
#include "statistics/kinds.hpp"
#include "statistics/share_estimate.hpp"
#include "statistics/summary_row.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

Moments from_statistics(const Metric&, const Statistics& statistics) {
  const GivenStatistics row(proportion_kind.shape, statistics);
  const double n = row.count("n"), successes = row.count("successes");
  if (successes > n) {
    throw Error(ExitCode::invalid, "successes-above-n",
                fmt::format("successes {} is more than n {}", to_string(successes), to_string(n)));
  }
  Moments moments;
  moments.n = n;
  moments.sum[0] = successes;
  if (n > 0) moments.centred[0] = successes * (1 - successes / n);
  return moments;
}

std::array<double, 2> from_unit(const Metric&, std::span<const double> fields) {
  const double value = fields[0];
  if (value != 0 && value != 1) {
    throw Error(ExitCode::invalid, "not-a-share",
                fmt::format("{} is neither 0 nor 1", to_string(value)),
                "a proportion's unit either did (1) or did not (0); for amounts use kind mean");
  }
  return {value, 0};
}

Estimate level(const Metric&, const Moments& moments, const Certainty& certainty) {
  return share_level({moments.sum[0], moments.n}, certainty);
}

/// A share and what is missing to 1 are both carried by enough units for Student's t.
bool enough_both_ways(const Moments& control, const Moments& treatment,
                      const Certainty& certainty) {
  const auto failures = [](Moments moments) {
    moments.sum[0] = moments.n - moments.sum[0];
    return mean_value(moments).value();
  };
  return enough_for_each(mean_value(control).value(), mean_value(treatment).value(), certainty) &&
         enough_for_each(failures(control), failures(treatment), certainty);
}

Effect effect(const Metric&, const Moments& control, const Moments& treatment,
              const Certainty& certainty) {
  return proportion_effect(control, treatment, certainty);
}

}  // namespace

/// With a covariate and units enough, the difference of adjusted shares by t: the linear
/// probability model, which is unbiased under random assignment. Else the score interval, which
/// needs no rule of size.
Effect proportion_effect(const Moments& control, const Moments& treatment,
                         const Certainty& certainty, std::optional<double> slope) {
  if (has_covariate(control, treatment) && enough_both_ways(control, treatment, certainty)) {
    if (const auto pair = covariate_adjusted(control, treatment, false, slope))
      return t_effect(*pair, true, certainty, "share-covariate");
  }
  return share_effect({control.sum[0], control.n}, {treatment.sum[0], treatment.n}, certainty);
}

const MetricKind proportion_kind{
    .shape = {.name = "proportion",
              .summary = "share of units that did: 1 or 0 per unit, or successes of n",
              .unit_fields = {"value"},
              .summary_forms = {{"successes", "n"}},
              .optional_statistics = {"units"},
              .points = true,
              .compared = true,
              .stratified = true},
    .from_statistics = from_statistics,
    .from_unit = from_unit,
    .level = level,
    .effect = effect};

}  // namespace collab
