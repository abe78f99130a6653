#pragma once
// Planning: what a definition can show in its cycle, from the figures that are there already.
#include <map>
#include <optional>
#include <string>

#include "collab/ledger/ledger.hpp"
#include "collab/model/experiment.hpp"
#include "collab/model/power.hpp"

namespace collab {

/// What is known of a metric before a cycle: from earlier cells, or said by the user.
struct MetricHistory {
  std::optional<double> baseline;
  std::string from;  ///< `control of cycle 1`
  std::optional<double> sd, correlation, dispersion;
  std::optional<double> per_day;    ///< units (exposures of a rate) of all variants
  std::optional<double> total;      ///< all that come at once; instead of per_day
  std::optional<double> control_n;  ///< before/after: units of what it is compared with
  bool exposures = false;           ///< sizes count exposures, not units
};
using PlanningHistory = std::map<std::string, MetricHistory>;  ///< by metric

/// The newest figures of each metric: the control's in the running cycle (closed days of it,
/// `today` excluded where data go on), else in earlier cycles, else, with `{last: 28d}`, those of
/// the days before the cycle. A metric that has none is not in the map.
PlanningHistory planning_history(const Ledger& ledger, const Experiment& plan);

/// What the user says instead, and asks.
struct PowerQuestion {
  std::string metric;  ///< only this one; empty: all goals and guardrails
  std::optional<Quantity> effect;
  double wanted = 0.8;
  std::optional<double> cluster_size, cluster_correlation, cluster_variation;
};

/// Every goal and guardrail of the definition.
///
/// `better` is asked at the target's effect, `met` at the predicted one, a guardrail's `ok` at the
/// predicted one or no change; a given effect takes the place of both. A comparison has an error of
/// (1 - confidence) / (goals x treatments), or 1 - confidence for a guardrail, spent over the looks
/// in O'Brien and Fleming's manner. Warns where a claim has a power below 1/2 in the planned cycle,
/// and where fewer than five clusters a variant will be there.
/// throws  Error(usage) as power() does, for what a user said
PowerReport plan_power(const Experiment& plan, const PlanningHistory& history,
                       const PowerQuestion& question = {});

}  // namespace collab
