#include "cli/gate.hpp"

namespace collab {

Gate gate_on(const std::vector<std::string>& words) {
  Gate gate;
  for (const std::string& word : words) {
    if (word == "unclear") gate.unclear = true;
    if (word == "warn") gate.warnings = true;
  }
  return gate;
}

ExitCode gate_code(const Review& review, const Gate& gate) {
  ExitCode code = ExitCode::ok;
  for (const Outcome& outcome : review.outcomes) {
    if (outcome.role == Role::secondary) continue;
    switch (outcome.verdict) {
      case Verdict::missed:
      case Verdict::worse:
      case Verdict::broken:
        code = worst(code, ExitCode::gate_failed);
        break;
      case Verdict::no_data:
        code = worst(code, ExitCode::gate_stale);
        break;
      case Verdict::unclear:
        if (gate.unclear) code = worst(code, ExitCode::gate_stale);
        break;
      case Verdict::met:
      case Verdict::better:
      case Verdict::pending:
      case Verdict::ok:
        break;
    }
  }
  for (const TrustFinding& finding : review.trust) {
    const bool doubtful = finding.status == TrustFinding::Status::warning ||
                          finding.status == TrustFinding::Status::failed;
    if (!doubtful) continue;
    if (finding.check == "freshness") code = worst(code, ExitCode::gate_stale);
    if (gate.warnings) code = worst(code, ExitCode::gate_warnings);
  }
  return code;
}

}  // namespace collab
