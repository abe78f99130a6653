#pragma once
// Experiments that are over are put away: off the board, with all that was learned.
#include <string>
#include <vector>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

/// Puts experiments away: status and plans without a name leave them out, and nothing is recorded
/// for them; what they hold stays as it is. Also those that are defined and were never planned.
/// throws Error(usage, "reason-missing"), Error(not_found, "no-such-experiment"),
/// Error(conflict, "cycle-open")
ArchiveReport archive(Project& project, const std::vector<std::string>& experiments,
                      const std::string& reason);
/// Takes them out again. throws as archive()
ArchiveReport restore(Project& project, const std::vector<std::string>& experiments,
                      const std::string& reason);

/// Removes an experiment that was put away from the ledger for good, and units that nothing else is
/// recorded of. confirm: its name again. throws Error(usage, "reason-missing" | "confirm-missing"),
/// Error(not_found, "no-such-experiment"), Error(conflict, "not-archived")
PurgeReport purge(Project& project, const std::string& experiment, const std::string& confirm,
                  const std::string& reason);

/// throws Error(conflict, "archived")
void refuse_archived(const Ledger& ledger, const std::string& experiment);

}  // namespace collab
