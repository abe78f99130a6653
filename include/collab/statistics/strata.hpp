#pragma once
// Post-stratification: both variants compared as if they had the same mix of strata.
#include <optional>
#include <span>

#include "collab/model/effect.hpp"
#include "collab/statistics/certainty.hpp"
#include "collab/statistics/covariate.hpp"

namespace collab {

/// Both arms' units of one level.
struct Stratum {
  Moments control, treatment;
};

/// The arms once strata are weighted: adjusted as a comparison takes them, and as they were before
/// a covariate adjusted them, of which enough_units() is asked.
struct StratifiedArms {
  ArmPair pair;
  ArmValue control_before, treatment_before;
  bool by_covariate = false;
};

/// Each arm's values by stratum, added up with the strata's shares of the units of both arms as
/// weights: g^2 v adds up to the variance. An arm's n gives Satterthwaite's degrees of freedom over
/// all strata; it is 1 where a stratum has one unit, which shows no variance.
///
/// strata   levels without any unit are left out
/// ratio    column 0 over column 1; else the mean of column 0
/// slope    of the covariate in column 2, where there is one: given, or one for all strata, within
///          arms and strata, that minimises the variance of the weighted difference. One, because
///          strata are small and a slope of its own costs each a degree of freedom
/// returns  nullopt when an arm has no value in some stratum
/// accuracy sizes of strata are taken as fixed. The slope is paid for by a factor of
///          (N - 2 K) / (N - 2 K - 1) and one degree of freedom, K strata; strata in which nothing
///          can be adjusted (fewer than 3 units in an arm, a covariate that does not vary) are
///          taken as they are
/// source   Miratrix, Sekhon and Yu 2013, JRSS B 75:369
std::optional<StratifiedArms> post_stratified(std::span<const Stratum> strata, bool ratio,
                                              std::optional<double> slope = {});

/// The effect of these arms by Welch and Fieller; `no-data` where they are none.
Effect stratified_effect(const std::optional<StratifiedArms>& arms, const Certainty& certainty);

}  // namespace collab
