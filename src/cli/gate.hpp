#pragma once
// --gate: what a review says, as an exit code for CI (product.md, section 8).
#include <string>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/model/review.hpp"

namespace collab {

struct Gate {
  bool unclear = false;  ///< unclear goals and guardrails count as no_data does
  bool warnings = false;
};
/// `missed` (always on), `unclear`, `warn`.
Gate gate_on(const std::vector<std::string>& words);

/// gate_failed: a goal missed or worse, a guardrail broken; gate_stale: a stale feed or no data;
/// gate_warnings: a trust check that warns. Pending passes.
ExitCode gate_code(const Review& review, const Gate& gate);

}  // namespace collab
