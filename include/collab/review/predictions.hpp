#pragma once
// Predictions beside what came.
#include "collab/model/review.hpp"

namespace collab {

/// What the whole cycle showed: where an earlier look's verdict is final, its effect is the one
/// that was large early, and all data say more.
const Effect& whole_effect(const Outcome& outcome);
double whole_confidence(const Outcome& outcome);  ///< level of its intervals

/// The sealed prediction with what the outcome shows: of all data where the verdict is of an
/// earlier look. Observed, error, inside and score are absent while nothing can be observed.
/// nullopt where nothing was predicted.
std::optional<PredictionOutcome> score_prediction(const Metric& metric, const Outcome& outcome);

}  // namespace collab
