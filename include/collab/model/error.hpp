#pragma once
// What ends a command: an exit code, a stable slug, a message, what to do.
#include <stdexcept>
#include <string>
#include <vector>

#include "collab/model/diagnostic.hpp"

namespace collab {

/// The contract with scripts (product.md, section 8). 1-9: could not do it; 10+: did it, and the
/// answer is not "pass".
enum class ExitCode : int {
  ok = 0,
  failure = 1,
  usage = 2,
  invalid = 3,
  not_found = 4,
  conflict = 5,
  busy = 6,
  ledger_format = 7,
  partial = 8,
  gate_failed = 10,
  gate_stale = 11,
  gate_warnings = 12,
};

class Error : public std::runtime_error {
 public:
  /// One fault without a place.
  Error(ExitCode code, std::string slug, std::string message, std::string hint = {});
  /// Located faults, at least one; what() is the first one's message.
  Error(ExitCode code, std::vector<Diagnostic> faults);

  ExitCode code() const { return code_; }
  const std::vector<Diagnostic>& faults() const { return faults_; }

 private:
  ExitCode code_;
  std::vector<Diagnostic> faults_;
};

/// Of several experiments' codes the one to exit with: the first of 1 7 6 5 3 4 8 10 11 12 0.
ExitCode worst(ExitCode a, ExitCode b);

}  // namespace collab
