#pragma once
// What a closed cycle's looks say of it.
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/review.hpp"

namespace collab {

/// Goals and guardrails of each treatment, in the plan's order, from the results stored at looks,
/// with their predictions scored; without those that have none. The verdict is the
/// one that stands; where it is an earlier look's, `all-data` is the last look's effect.
std::vector<Outcome> looked_outcomes(const std::vector<StoredLook>& stored, const Experiment& plan);
/// The same of the looks up to the decision.
std::vector<Outcome> closed_outcomes(const Ledger& ledger, const Cycle& cycle,
                                     const Experiment& plan);

/// Why effects of the cycle mean nothing, from its cells of all that is recorded; empty: they do.
std::string spoiled_by(const std::vector<Cell>& cells, const Experiment& plan,
                       const Holdings& holdings);

}  // namespace collab
