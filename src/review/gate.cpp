#include "collab/review/gate.hpp"

#include "review/verdict_order.hpp"

namespace collab {

Gate gate_on(const std::vector<std::string>& words) {
  Gate gate;
  for (const std::string& word : words) {
    if (word == "unclear") gate.unclear = true;
    if (word == "warn") gate.warnings = true;
  }
  return gate;
}

ExitCode gate_code(const Outcome& outcome, const Gate& gate) {
  if (outcome.role == Role::secondary) return ExitCode::ok;
  if (is_failure(outcome.verdict)) return ExitCode::gate_failed;
  const bool stale =
      outcome.verdict == Verdict::no_data || (outcome.verdict == Verdict::unclear && gate.unclear);
  return stale ? ExitCode::gate_stale : ExitCode::ok;
}

ExitCode gate_code(const TrustFinding& finding, const Gate& gate) {
  const bool doubtful = finding.status == TrustFinding::Status::warning ||
                        finding.status == TrustFinding::Status::failed;
  if (!doubtful) return ExitCode::ok;
  if (finding.check == "freshness") return ExitCode::gate_stale;
  // An amendment does not turn a failure into a pass before anything was judged anew.
  if (finding.check == "amended-plan" && finding.status == TrustFinding::Status::failed)
    return ExitCode::gate_failed;
  return gate.warnings ? ExitCode::gate_warnings : ExitCode::ok;
}

ExitCode gate_code(const Review& review, const Gate& gate) {
  ExitCode code = ExitCode::ok;
  for (const Outcome& outcome : review.outcomes) code = worst(code, gate_code(outcome, gate));
  for (const TrustFinding& finding : review.trust) code = worst(code, gate_code(finding, gate));
  if (gate.warnings && !review.contingencies.empty()) code = worst(code, ExitCode::gate_warnings);
  return code;
}

std::optional<Verdict> weakest_verdict(const std::vector<Review>& reviews) {
  // A broken guardrail before all goals; one that is ok behind them.
  const auto rank = [](Verdict verdict) {
    return verdict == Verdict::broken ? 0 : 1 + place(weakest_first, verdict);
  };
  std::optional<Verdict> weakest;
  for (const Review& review : reviews) {
    for (const Outcome& outcome : review.outcomes) {
      if (outcome.role == Role::secondary) continue;
      if (!weakest || rank(outcome.verdict) < rank(*weakest)) weakest = outcome.verdict;
    }
  }
  return weakest;
}

}  // namespace collab
