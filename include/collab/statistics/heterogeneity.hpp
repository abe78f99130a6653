#pragma once
// Does an effect differ between the levels of a segment, and what is each level's once chance is
// taken out? On the absolute scale of the effects given: it exists for every kind, with zero,
// full and negative baselines too, and the levels' effects add up to the total's. (An effect that
// is the same in percent on baselines that differ is an interaction on this scale.)
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace collab {

struct LevelEffect {
  double value = 0;
  double standard_error = 0;                            ///< > 0
  double df = std::numeric_limits<double>::infinity();  ///< of the standard error
};

struct Heterogeneity {
  double q = 0;           ///< Cochran's Q: sum of (effect - mean)^2 / se^2, inverse-variance mean
  double df = 0;          ///< levels - 1
  double p_value = 1;     ///< of equal effects
  double variance = 0;    ///< tau^2, between levels, beyond chance (DerSimonian and Laird)
  double mean = 0;        ///< with weights 1 / (se^2 + tau^2)
  double mean_error = 0;  ///< its standard error
  std::vector<LevelEffect> shrunken;  ///< in the order given
};

/// Interaction test and empirical Bayes estimates.
///
/// The p-value is Q's chi-square tail where all df are infinite. With finite df it is Welch's
/// heteroscedastic F, which allows for standard errors that are estimates themselves; for two
/// levels that is Welch's t squared.
///
/// A shrunken effect is lambda x effect + (1 - lambda) x mean, lambda = tau^2 / (tau^2 + se^2),
/// with squared standard error lambda se^2 + (1 - lambda)^2 mean_error^2: never above the level's
/// own where tau^2 is taken as known. Without variance between levels every level gets the mean.
///
/// effects  k >= 2 levels that share no units, else nullopt; nullopt also when a standard error is
///          not above 0
/// source   Cochran 1954, Biometrics 10:101; Welch 1951, Biometrika 38:330; DerSimonian and Laird
///          1986, Controlled Clinical Trials 7:177; Kackar and Harville 1981, Comm. Statist. A
///          10:1249 (as in metafor's blup)
std::optional<Heterogeneity> heterogeneity(std::span<const LevelEffect> effects);

}  // namespace collab
