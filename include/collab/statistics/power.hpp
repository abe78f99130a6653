#pragma once
// Planning: how many units show an effect, how likely a size shows it, and which effect a size
// shows.
//
// Power is the chance that the interval of a later review lies strictly beyond a threshold, on one
// side: beyond 0 for `better`, beyond the target for `met`, within the limit for a guardrail's
// `ok`. Each end of an interval has alpha / 2. Effect and threshold are relative changes or
// differences, as the target is written; a relative change e of baseline m is tested as our
// intervals test it, by treatment - (1 + threshold) control: for `better` that is the difference,
// and e m its size.
#include <optional>
#include <string>
#include <vector>

#include "collab/statistics/spending.hpp"

namespace collab {

enum class PowerModel {
  share,  ///< a proportion, or the share of a score's top levels: Miettinen-Nurminen
  mean,   ///< a mean, or a ratio by unit: Welch, and no verdict below enough_units()
  score,  ///< a net promoter score: normal, and no verdict below 30 answers a variant
  rate,   ///< events per exposure: exact conditional and score; sizes count exposures
};

/// Whole clusters are assigned, e.g. stores, and analysed by Student's t on clusters.
struct ClusterPlan {
  double size = 1;         ///< units of a cluster, on average; > 0
  double correlation = 0;  ///< of two units of one cluster (ICC); 0 to 1
  double variation = 0;    ///< coefficient of variation of the clusters' sizes; 0 = all alike
};

struct PowerDesign {
  PowerModel model = PowerModel::share;
  double baseline = 0;     ///< the control's level
  double sd = 0;           ///< mean, score: of a unit, in both arms; a ratio's linearised one
  double correlation = 0;  ///< mean, score: with a covariate, which leaves 1 - r^2 of the variance
  double dispersion = 1;   ///< rate: variance over mean of events; 1 = independent
  double control_share = 0.5, treatment_share = 0.5;  ///< of all units; several treatments: < 1
  /// Units of a control that is there already, e.g. an earlier cycle; infinite for a constant. Then
  /// all units are the treatment's.
  std::optional<double> control_n{};
  std::optional<ClusterPlan> clusters{};
  double alpha = 0.05;  ///< of this comparison, two-sided, over all its looks
  /// boundaries() at alpha: a result at any of them counts. Empty: one look, when all are there.
  std::vector<LookBoundary> looks{};
  bool relative = true;
  double threshold = 0;
  bool upwards = true;  ///< to be shown: above the threshold; else below
};

/// Units (exposures of a rate), not whole; of both arms.
struct ArmSizes {
  double control = 0, treatment = 0;
};
ArmSizes arm_sizes(const PowerDesign& design, double size);

/// 1 + ((cv^2 + 1) m - 1) ICC: how many times more variance clusters leave than single units.
/// source  Eldridge, Ashby and Kerry 2006, Int. J. Epidemiology 35:1292
double design_effect(const ClusterPlan& clusters);

/// The chance that the interval lies beyond the threshold when `effect` is true and `size` units
/// (of all variants together) are there at the end; with looks, at one of them. 0 where the stated
/// rule gives no verdict at that size (arm_value.hpp; 30 answers of a net promoter score).
///
/// effect  on the scale of the threshold; size > 0
/// throws  Error(usage, "baseline-range" | "effect-range" | "alpha-range" | "sd-missing" |
///         "clusters-invalid" | "shares-invalid" | "correlation-range")
/// accuracy  within 0.015 of the enumerated test where each arm expects 10 events (and 10 others)
/// source  shares: Farrington and Manning 1990, Statistics in Medicine 9:1447 (with no threshold
///         Fleiss, Levin and Paik 2003, section 4.2, with the pooled null variance), against a
///         constant at one look the exact binomial test, its steps smoothed; means: the
///         noncentral t by Abramowitz and Stegun 26.7.10, within 0.002 at 8 degrees of freedom;
///         rates: the same two variances, less half an event for the exact test
double power(const PowerDesign& design, double effect, double size);

/// A planned number, or why there is none: `not-beyond-threshold`, `out-of-reach`.
struct PlannedValue {
  std::optional<double> value;
  std::string reason{};
};

/// The least size, of all variants together, with that power.
/// not-beyond-threshold: the effect itself does not lie beyond the threshold, so that no size will
/// show it; out-of-reach: no size below 1e15 does.  throws as power(), and Error(usage,
/// "power-range") unless alpha / 2 < wanted < 1
PlannedValue size_for_power(const PowerDesign& design, double effect, double wanted);

/// The effect nearest to the threshold that `size` shows with that power.
/// out-of-reach: none that the measure can have.  throws as size_for_power()
PlannedValue detectable_effect(const PowerDesign& design, double size, double wanted);

}  // namespace collab
