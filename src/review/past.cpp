#include "collab/review/looks.hpp"
#include "collab/review/predictions.hpp"
#include "review/closed_cycle.hpp"
#include "review/sections.hpp"

namespace collab {

void add_past(const ReviewInput& input, Review& review) {
  for (const Cycle& cycle : input.ledger.cycles(input.cycle.experiment, input.known)) {
    if (cycle.number >= input.cycle.number) continue;
    review.past.push_back({cycle.number, cycle.first, cycle.end(), cycle.decision});
    const std::vector<StoredLook> stored = input.ledger.looks(cycle.id, input.known);
    for (const Outcome& outcome : looked_outcomes(stored, input.plan)) {
      // Beside the verdict, which may be an early look's, what the whole cycle showed.
      const Effect& effect = whole_effect(outcome);
      review.past_outcomes.push_back({cycle.number, outcome.metric, outcome.variant,
                                      effect.relative, effect.absolute, outcome.verdict});
    }
  }
}

}  // namespace collab
