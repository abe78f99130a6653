#pragma once
// --gate: what a review says, as an exit code for jobs (product.md, section 8).
#include <optional>
#include <string>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/model/review.hpp"

namespace collab {

/// What counts beside missed, worse, broken, no_data and stale data, which always do.
struct Gate {
  bool unclear = false;   ///< unclear goals and guardrails count as no_data does
  bool warnings = false;  ///< trust checks that warn or fail
};
/// `missed` (always on), `unclear`, `warn`.
Gate gate_on(const std::vector<std::string>& words);

/// gate_failed: a goal missed or worse, a guardrail broken; gate_stale: no data; ok: everything
/// else, pending too, and secondary metrics whatever they say.
ExitCode gate_code(const Outcome& outcome, const Gate& gate);
/// gate_stale: data are overdue; gate_warnings: a check that warns, where that counts.
ExitCode gate_code(const TrustFinding& finding, const Gate& gate);
/// The worst of its outcomes and findings.
ExitCode gate_code(const Review& review, const Gate& gate);

/// The weakest of what goals and guardrails say, in the order broken, worse, missed, no_data,
/// unclear, pending, better, met, ok; nullopt when there are none.
std::optional<Verdict> weakest_verdict(const std::vector<Review>& reviews);

}  // namespace collab
