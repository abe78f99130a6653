#pragma once
// What several cycles say together, and how well a cycle was made: in reviews, learnings and
// worksheets.
#include <vector>

#include "collab/model/review.hpp"
#include "render/data.hpp"

namespace collab {

Json pooled_data(const PooledOutcome& pooled);
Json fidelity_data(const std::vector<FidelityPoint>& points);
Json prediction_data(const std::optional<PredictionOutcome>& prediction);

/// A heading and a line each; nothing for none.
void add_pooled(Page& page, const std::vector<PooledOutcome>& pooled);
/// `Made by the method: 5 of 6`, and what is missing.
void add_fidelity(Page& page, const std::vector<FidelityPoint>& points);

/// `+8% [+3%, +12%]` as sealed.
std::string predicted_text(const PredictionOutcome& prediction);
/// What came, on the prediction's scale; `-` when nothing did.
std::string came_text(const Outcome& outcome);
/// `+5.2% [+1.1%, +9.3%]`
std::string pooled_text(const PooledOutcome& pooled);
/// `5 of 6`: kept of those that can be told.
std::string fidelity_text(const std::vector<FidelityPoint>& points);

}  // namespace collab
