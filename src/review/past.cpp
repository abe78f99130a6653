#include <algorithm>

#include "collab/review/looks.hpp"
#include "review/sections.hpp"

namespace collab {

void add_past(const ReviewInput& input, Review& review) {
  for (const Cycle& cycle : input.ledger.cycles(input.cycle.experiment, input.known)) {
    if (cycle.number >= input.cycle.number) continue;
    review.past.push_back({cycle.number, cycle.first, cycle.end(), cycle.decision});
    const std::vector<StoredLook> stored = input.ledger.looks(cycle.id, input.known);
    int last = 0;
    for (const StoredLook& look : stored) last = std::max(last, look.look);
    for (const Metric& metric : input.plan.metrics) {
      for (const std::string& variant : input.plan.treatments()) {
        const std::optional<StoredLook> stood = standing(stored, metric.id, variant, last);
        if (!stood) continue;
        review.past_outcomes.push_back({cycle.number, metric.id, variant, stood->effect.relative,
                                        stood->effect.absolute, stood->verdict});
      }
    }
  }
}

}  // namespace collab
