#pragma once
// Always-valid inference: a critical value that may be looked at every night.
//
// The normal mixture boundary. With x = k(alpha) progress, k(alpha) = -2 ln alpha + ln(1 - 2 ln
// alpha), the null is rejected when z^2 > (1 + 1/x) ln((1 + x) / alpha^2), z the standardised
// effect. k makes the boundary lowest near progress 1. Under independent increments P(ever
// rejected) <= alpha whatever the number of looks, as counts grow. A cohort that is complete on
// the first day has no such theorem: over 28 nights the boundary falls from 5.3 to 3.04 at alpha =
// 0.05, and summing the nights' chances gives 4.8 %; beyond 29 nights simulation alone vouches.
// source  Robbins 1970, Ann. Math. Statist. 41:1397; Waudby-Smith et al. 2024, Ann. Statist.
//         52:2613 (asymptotic confidence sequences); the tuning of Howard et al. 2021,
//         Ann. Statist. 49:1055, as GrowthBook states it
#include <limits>

#include "collab/statistics/certainty.hpp"

namespace collab {

/// k(alpha), the tuning above.
/// throws Error(usage, "alpha-range") unless 0 < alpha < 1
double sequence_tuning(double alpha);

/// The z beyond which a two-sided always-valid test of level alpha rejects.
/// throws Error(usage, "alpha-range") unless 0 < alpha < 1; progress > 0
double sequence_critical(double alpha, double progress);

/// The always-valid two-sided p of a squared standardised effect (or twice a log-likelihood ratio),
/// at most 1; the boundary's tuning stays that of alpha, so that p <= alpha exactly when
/// z >= sequence_critical(alpha, progress).
double sequence_p_value(double z_squared, double alpha, double progress);

constexpr double many = std::numeric_limits<double>::infinity();  ///< df of the normal

/// The two-sided critical value of Student's t on df degrees of freedom: at alpha for a fixed look;
/// always-valid, the t whose tail is that of sequence_critical().
double critical_value(const Certainty& certainty, double df = many);

/// The p-value that belongs to it: below alpha exactly when |t| > critical_value(certainty, df).
double two_sided_p(const Certainty& certainty, double t, double df = many);

}  // namespace collab
