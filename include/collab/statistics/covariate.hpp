#pragma once
// What was known of the units before exposure, used to sharpen a comparison (CUPED).
#include <optional>

#include "collab/statistics/arm_value.hpp"

namespace collab {

/// Two arms' values as a comparison takes them. Their covariance is 0 unless both were adjusted.
struct ArmPair {
  ArmValue control, treatment;
  double covariance = 0;
  /// Squared standard errors whose sum is that of treatment - control; Welch's degrees of freedom
  /// weigh them. Without adjustment the arms' own variances.
  double control_part = 0, treatment_part = 0;
  double slope = 0;     ///< theta, of the value on the covariate
  double df_spent = 0;  ///< degrees of freedom that estimating the slope cost
};

/// The arms as they are.
ArmPair unadjusted(const ArmValue& control, const ArmValue& treatment);

/// Both arms' means (or, with ratio, ratios of columns 0 and 1) moved to the units' common
/// covariate mean: value_a - slope (x_a - x), x the mean over the units of both arms. Column 2 is
/// the covariate; for a ratio with covariate sums in column 3 too, x is the ratio of columns 2
/// and 3.
///
/// slope    given, or the one that minimises the difference's variance: the arms' covariances over
///          their covariate variances, each as a squared standard error. Within arms, so that the
///          treatment's own effect does not leak into it
/// returns  nullopt when an arm has no value, fewer than 3 units, or no covariate that varies
/// accuracy the slope's own estimation is paid for: variances times (N - 2) / (N - 3), one degree
///          of freedom less; none of it for a given slope
/// source   Deng, Xu, Kohavi and Walker 2013, WSDM (CUPED); within arms: Yang and Tsiatis 2001,
///          The American Statistician 55:314
std::optional<ArmPair> covariate_adjusted(const Moments& control, const Moments& treatment,
                                          bool ratio, std::optional<double> slope = {});

/// What the default slope divides: the arms' covariances and their covariate variances, each as a
/// squared standard error, added up. nullopt where covariate_adjusted() has none.
struct SlopeTerms {
  double covariance = 0, variance = 0;
};
std::optional<SlopeTerms> slope_terms(const Moments& control, const Moments& treatment, bool ratio);

/// True when column 2 varies in both arms: there is something to adjust by.
bool has_covariate(const Moments& control, const Moments& treatment);

/// The moments as if there had been no covariate.
Moments without_covariate(Moments moments);

}  // namespace collab
