#include "collab/statistics/strata.hpp"

#include <algorithm>
#include <vector>

#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// An arm's values, added up by weight.
struct WeightedArm {
  double value = 0, variance = 0;
  double part = 0;     ///< of the variance of the difference
  double squares = 0;  ///< of parts over their degrees of freedom
  bool lone = false;

  void add(const ArmValue& arm, double own_part, double weight) {
    const double weighed = weight * weight * own_part;
    lone = lone || arm.n < 2;
    value += weight * arm.value;
    variance += weight * weight * arm.variance;
    part += weighed;
    squares += weighed * weighed / (arm.n - 1);
  }

  /// With the n that gives Satterthwaite's degrees of freedom.
  ArmValue whole(double units) const {
    if (lone) return {.value = value, .variance = variance, .n = 1};
    return {
        .value = value, .variance = variance, .n = squares > 0 ? 1 + part * part / squares : units};
  }
};

/// The slope that minimises the variance of the weighted difference.
std::optional<double> common_slope(std::span<const Stratum> strata, std::span<const double> weights,
                                   bool ratio) {
  double covariance = 0, variance = 0;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    const auto terms = slope_terms(strata[i].control, strata[i].treatment, ratio);
    if (!terms) continue;
    covariance += weights[i] * weights[i] * terms->covariance;
    variance += weights[i] * weights[i] * terms->variance;
  }
  if (!(variance > 0)) return std::nullopt;
  return covariance / variance;
}

}  // namespace

std::optional<StratifiedArms> post_stratified(std::span<const Stratum> all, bool ratio,
                                              std::optional<double> given) {
  std::vector<Stratum> strata;
  double control_units = 0, treatment_units = 0;
  for (const Stratum& stratum : all) {
    if (stratum.control.n + stratum.treatment.n == 0) continue;
    strata.push_back(stratum);
    control_units += stratum.control.n;
    treatment_units += stratum.treatment.n;
  }
  if (strata.empty()) return std::nullopt;
  const double units = control_units + treatment_units;
  std::vector<double> weights;
  for (const Stratum& stratum : strata)
    weights.push_back((stratum.control.n + stratum.treatment.n) / units);
  const std::optional<double> slope = given ? given : common_slope(strata, weights, ratio);

  StratifiedArms arms;
  WeightedArm control, treatment, control_before, treatment_before;
  double covariance = 0;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    const auto value = [&](const Moments& m) { return ratio ? ratio_value(m) : mean_value(m); };
    const auto base = value(strata[i].control), arm = value(strata[i].treatment);
    if (!base || !arm) return std::nullopt;
    ArmPair pair = unadjusted(*base, *arm);
    if (slope) {
      if (const auto moved =
              covariate_adjusted(strata[i].control, strata[i].treatment, ratio, slope)) {
        pair = *moved;
        arms.by_covariate = true;
      }
    }
    control.add(pair.control, pair.control_part, weights[i]);
    treatment.add(pair.treatment, pair.treatment_part, weights[i]);
    covariance += weights[i] * weights[i] * pair.covariance;
    control_before.add(*base, base->variance, weights[i]);
    treatment_before.add(*arm, arm->variance, weights[i]);
  }
  arms.control_before = control_before.whole(control_units);
  arms.treatment_before = treatment_before.whole(treatment_units);
  arms.pair.control = control.whole(control_units);
  arms.pair.treatment = treatment.whole(treatment_units);
  arms.pair.covariance = covariance;
  arms.pair.control_part = control.part;
  arms.pair.treatment_part = treatment.part;
  if (!arms.by_covariate) return arms;

  arms.pair.slope = *slope;
  if (given) return arms;
  const double left = units - 2 * static_cast<double>(strata.size());
  const double paid = left > 1 ? left / (left - 1) : 1;
  for (double* variance :
       {&arms.pair.control.variance, &arms.pair.treatment.variance, &arms.pair.covariance,
        &arms.pair.control_part, &arms.pair.treatment_part})
    *variance *= paid;
  arms.pair.df_spent = 1;
  return arms;
}

Effect stratified_effect(const std::optional<StratifiedArms>& arms, const Certainty& certainty) {
  if (!arms) return no_effect("no-data", "post-stratified");
  Effect effect =
      t_effect(arms->pair, enough_units(arms->control_before, arms->treatment_before, certainty),
               certainty, "post-stratified");
  if (arms->by_covariate) effect.method = "post-stratified-covariate";
  return effect;
}

}  // namespace collab
