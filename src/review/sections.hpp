#pragma once
// The parts of a review, each from what was read once.
#include <vector>

#include "collab/review/review.hpp"
#include "review/comparison.hpp"

namespace collab {

/// What a review is made from.
struct ReviewInput {
  const Ledger& ledger;
  const Cycle& cycle;
  const Experiment& plan;
  Ledger::AsOf known{};  ///< operations up to this; nullopt = all
  std::vector<Cell> cells;
  Holdings holdings;
  std::vector<LookState> looks;
  std::vector<StoredLook> stored;  ///< of looks that are due

  /// The latest look that is due; 0 = none.
  int last_due() const;
};

/// Every metric of every treatment, in the plan's order.
std::vector<Outcome> outcomes(const ReviewInput& input);
/// First judgements that a correction replaced, and other things to know about the outcomes.
std::vector<std::string> outcome_notes(const ReviewInput& input);
/// The look whose cells an outcome shows; 0: all that is recorded.
int look_shown(const Outcome& outcome);
/// The declared segments, each metric at the look that its outcome shows. Exploratory.
std::vector<SegmentOutcome> segment_outcomes(const ReviewInput& input,
                                             const std::vector<Outcome>& outcomes);
/// Whether the levels differ, and each level's shrunken effect, from review.segments. Effects whose
/// method has no standard error get one from their interval: half its width over the critical
/// value.
void add_interactions(const ReviewInput& input, const std::vector<Plan>& plans, Review& review);
/// Earlier cycles with their decisions and what stood at their last look.
void add_past(const ReviewInput& input, Review& review);

}  // namespace collab
