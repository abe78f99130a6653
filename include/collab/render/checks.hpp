#pragma once
// What a verb adds to its answer's checks.
#include <string>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/model/review.hpp"
#include "collab/render/document.hpp"
#include "collab/review/gate.hpp"

namespace collab {

/// Goals, guardrails and trust checks, each in the suite of its experiment: what `run --gate` and
/// `review` count. Sets the outputs `verdict`, the weakest of all, and `recommendation`.
void add_checks(Document& document, const std::vector<Review>& reviews, const Gate& gate);

/// An error for each fault, in the suite `what`: an experiment, or the command that failed.
void add_failure(Document& document, const std::string& what, const Error& error);

/// `gate: rude: complaints of answers: broken, …` for each check that is not a pass.
std::vector<std::string> gate_lines(const Document& document);

}  // namespace collab
