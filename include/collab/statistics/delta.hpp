#pragma once
// The delta method as most experiment platforms print it: Wald and Welch intervals, covariate
// adjustment, asymptotic confidence sequences, normal posteriors, post-stratification. It is here
// so that people can compare; our own intervals come from the metric kinds. Its known weaknesses
// are kept: no result at a zero cell or a zero baseline, the sign of a relative change over a
// negative baseline, digits lost in sums of squares, a relative test that disagrees with the
// absolute one.
// source  gbstats 0.8.0 (MIT), re-stated from its behaviour; the numbers are in
//         tests/data/gbstats-cases.json
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "collab/model/estimate.hpp"

namespace collab {

/// Plain sums of one arm. Columns as in Moments: 0 value, 1 denominator, 2 covariate, 3 the
/// denominator's covariate; products the upper triangle by rows, at Moments::index(i, j).
struct ArmSums {
  static constexpr std::size_t columns = 4;
  double n = 0;
  std::array<double, columns> sum{};
  std::array<double, columns*(columns + 1) / 2> products{};
  /// A column of zeros and ones: its moments have divisor n, not n - 1.
  std::array<bool, columns> binary{};
};

/// A sample quantile and the sample quantiles at the ends of the 95 % interval that n_star units
/// would have.
struct ArmQuantile {
  double n = 0;       ///< units, or events when clustered
  double n_star = 0;  ///< of which the interval was made
  double nu = 0;      ///< 0 < nu < 1
  double quantile = 0, lower = 0, upper = 0;
  /// Clustered: n clusters, column 0 the events at or below the quantile, column 1 all events.
  std::optional<ArmSums> clusters;
};

/// What is compared. A proportion is a mean with a binary column 0.
struct DeltaMetric {
  bool ratio = false;     ///< column 0 over column 1
  bool adjusted = false;  ///< by the covariates in column 2 (and 3 for a ratio)
};

/// Treatment against control before a test is chosen.
struct DeltaEffect {
  std::string reason;  ///< empty, "no-variance" or "zero-baseline"; then nothing else has meaning
  double value = 0, variance = 0;
  double df = 0;                         ///< Welch's, of the unstratified arms
  double n = 0;                          ///< units of both arms
  double baseline = 0;                   ///< the control's own value, not adjusted
  std::optional<double> slope;           ///< of the covariate adjustment
  std::optional<double> plain_value;     ///< of post-stratification: unstratified, and
  std::optional<double> plain_variance;  ///< what the one-sided sequential p is computed from
};

/// relative  the effect over the control's own value
/// slope     given: used in place of the one that both arms together have
DeltaEffect delta_effect(const DeltaMetric& metric, const ArmSums& control,
                         const ArmSums& treatment, bool relative, std::optional<double> slope = {});
DeltaEffect delta_effect(const ArmQuantile& control, const ArmQuantile& treatment, bool relative);

struct StratumSums {
  ArmSums control, treatment;
};
/// Post-stratified, with the variance of random stratum sizes; strata without variance join the
/// largest. Falls back to the unstratified effect where it has none.
DeltaEffect delta_effect(const DeltaMetric& metric, std::span<const StratumSums> strata,
                         bool relative);

/// alpha, inference, alternative, tuning, prior and margin of `question` applied to an effect.
EstimateResult delta_answer(const DeltaEffect& effect, const EstimateRequest& question);

}  // namespace collab
