#pragma once
// What a design can show: the answer of `collab power`, and what `plan` says of it.
#include <optional>
#include <string>
#include <vector>

#include "collab/model/metric.hpp"

namespace collab {

/// One thing that a cycle may show of a metric, if a given effect is true. Effects are on the scale
/// of the metric's target: a relative change, or a difference in the metric's measure.
struct PowerClaim {
  std::string claim;    ///< the verdict hoped for: better, met, ok
  std::string assumed;  ///< where the effect comes from: target, predicted, given, no change
  double effect = 0;
  double threshold = 0;  ///< what the interval is to clear
  // Absent with a reason: not-beyond-threshold, out-of-reach; or with no reason where no arrival is
  // known.
  std::optional<double> size;  ///< units (exposures of a rate) of all variants for the wanted power
  std::string size_reason;
  std::optional<double> control_size, treatment_size;  ///< of each treatment
  std::optional<double> days;                          ///< until that many have come
  std::optional<double> power;                         ///< of the planned cycle
  std::optional<double> detectable;  ///< the effect that the cycle shows with the wanted power
  std::string detectable_reason;
};

/// The chance of `better` (a guardrail's: of `ok`) for an effect after some days.
struct PowerPoint {
  double effect = 0, days = 0, power = 0;
};

struct MetricPower {
  std::string metric, kind, measure;
  Role role = Role::goal;
  bool higher_is_better = true;
  std::string target;    ///< target or limit as written; may be empty
  bool relative = true;  ///< effects are fractions of the baseline
  std::optional<double> baseline;
  std::string baseline_from;  ///< `control of cycle 1`, `value 3.2%`, `--baseline`
  std::optional<double> sd;
  std::optional<double> correlation;  ///< with the covariate
  std::optional<double> dispersion;
  std::optional<double> design_effect;  ///< of clusters
  std::optional<double> cluster_size;
  double alpha = 0.05;  ///< of one comparison, over its looks
  int looks = 1;
  std::string counted;                 ///< what sizes count: consumers, exposures
  std::optional<double> per_day;       ///< of all variants
  std::optional<double> planned_size;  ///< at the end of the cycle
  std::vector<PowerClaim> claims;
  std::vector<PowerPoint> table;   ///< by effect, then days; empty without an arrival
  std::vector<std::string> needs;  ///< what is not known, and the flag or key that says it
};

struct PowerReport {
  std::string experiment, title;  ///< empty: asked by flags alone
  std::string unit;
  std::string clusters;  ///< what is assigned, when not the unit: stores
  int cycle_days = 0;
  double confidence = 0.95;
  double wanted = 0.8;  ///< power
  int variants = 2;
  bool even = true;  ///< all variants have the same share
  std::vector<MetricPower> metrics;
  std::vector<std::string> notes;
  std::vector<std::string> warnings;
};

}  // namespace collab
