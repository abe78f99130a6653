#pragma once
// From verdicts to what to do: per variant, and the decision that `repeat:` asks for.
#include <string>
#include <vector>

#include "collab/model/experiment.hpp"
#include "collab/model/review.hpp"

namespace collab {

/// Of each treatment: a broken guardrail breaks it; else the weakest of its goals in the order
/// worse, missed, no_data, pending, unclear, better, met; met with a guardrail not yet ok is
/// unclear.
std::vector<VariantVerdict> variant_verdicts(const Experiment& plan,
                                             const std::vector<Outcome>& outcomes);

/// An effect pulled towards 0 by its own uncertainty: d (1 - se^2 / d^2), at least 0, counted
/// positive in the better direction (positive-part James-Stein). Without a standard error a quarter
/// of the interval's width stands in. Serves to choose among several met variants.
double shrunken_effect(const Outcome& outcome);

/// The one that decides: the strongest, and of several met ones that with the largest shrunken
/// effect on the first goal. nullptr without treatments.
const VariantVerdict* leading_variant(const Experiment& plan,
                                      const std::vector<VariantVerdict>& variants,
                                      const std::vector<Outcome>& outcomes);

/// The decision that the plan asks for and the command that makes it. Of several met variants the
/// one with the largest shrunken effect on the first goal; with none met, the strongest in the
/// order better, unclear, pending, no_data, missed, worse, broken decides. Before the last look
/// only final verdicts and a broken guardrail ask for a decision. Reads cycle, state, looks,
/// outcomes and variants of the review.
Recommendation recommend(const Experiment& plan, const Review& review);

}  // namespace collab
