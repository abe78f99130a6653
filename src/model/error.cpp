#include "collab/model/error.hpp"

#include <array>
#include <utility>

namespace collab {
namespace {

std::string first_message(const std::vector<Diagnostic>& faults) {
  return faults.empty() ? std::string("failed without saying why") : faults.front().message;
}

}  // namespace

Error::Error(ExitCode code, std::string slug, std::string message, std::string hint)
    : std::runtime_error(message),
      code_(code),
      faults_{Diagnostic{
          .slug = std::move(slug), .message = std::move(message), .hint = std::move(hint)}} {}

Error::Error(ExitCode code, std::vector<Diagnostic> faults)
    : std::runtime_error(first_message(faults)), code_(code), faults_(std::move(faults)) {}

ExitCode worst(ExitCode a, ExitCode b) {
  using enum ExitCode;
  // What a script must know first: is it broken, is it worth retrying, what is wrong, what is lost.
  constexpr std::array order{failure,     ledger_format, busy,          conflict,
                             invalid,     usage,         not_found,     partial,
                             gate_failed, gate_stale,    gate_warnings, ok};
  for (const ExitCode code : order) {
    if (code == a || code == b) return code;
  }
  return a;
}

}  // namespace collab
