#include "collab/loop/verify.hpp"

#include "collab/review/verification.hpp"

namespace collab {

std::filesystem::path ledger_of(const Request& request) {
  if (!request.ledger.empty()) return request.ledger;
  const Project project(request);
  return project.shown(project.ledger_path());
}

VerifyReport verify(const Request& request, const std::vector<std::string>& noted) {
  Ledger ledger = Ledger::open(ledger_of(request), {.timeout = request.timeout,
                                                    .read_only = true,
                                                    .force_filesystem = request.force_filesystem});
  return verify_ledger(ledger, noted);
}

}  // namespace collab
