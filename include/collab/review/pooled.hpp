#pragma once
// What several cycles say together of one metric.
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/learning.hpp"

namespace collab {

struct ReviewInput;

/// A cycle's effect on a metric, as it may be pooled with others.
struct Poolable {
  std::string experiment;
  int cycle = 0;
  Outcome outcome;
  bool units_apart = false;  ///< Learning::units_apart
  std::string spoiled;       ///< Learning::spoiled
};

/// Outcomes of one metric, the earliest first; of a cycle one variant, because those that share a
/// control go up and down together.
/// Random effects by restricted likelihood. Relative effects are pooled as logarithms of ratios,
/// and absolute ones where the target is absolute or a cycle has no relative effect. Of cycles of
/// one experiment that may share units the latest alone is in it, and before/after comparisons are
/// not: two of them share a cycle. Of another kind, measure or direction than the newest one, or of
/// data that cannot be trusted: left out, and said.
/// reason  one-cycle; shared-units-unknown; of the statistics
PooledOutcome pool_outcomes(const std::vector<Poolable>& outcomes, double confidence);

/// Whether the units of a cycle can be in no other: all its rows are summaries, and each unit is in
/// one period alone (`counts: new`). Of unit and event rows nobody has promised that.
bool units_apart(const Experiment& plan, const std::vector<Cell>& cells);

/// The goals of each treatment, over the closed cycles before and this one.
void add_pooled(const ReviewInput& input, Review& review);

/// A metric over closed cycles of whatever experiments, in each the variant that led.
PooledOutcome pool_learnings(const std::vector<Learning>& learnings, const std::string& metric);

}  // namespace collab
