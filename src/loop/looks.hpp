#pragma once
// Looks that fell due: judged once, stored, final.
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/loop/project.hpp"

namespace collab {

struct DueLook {
  int number = 0;
  Day day{};
};

/// Looks of an open cycle whose day is over, that are not stored, and whose data are complete, or
/// overdue by `overdue_after`, or taken as they are (`as_they_are`: a decision is being made).
std::vector<DueLook> looks_to_store(const Project& project, const Ledger& ledger,
                                    const Cycle& cycle, const Experiment& plan,
                                    const std::vector<Cell>& cells,
                                    std::optional<std::chrono::seconds> overdue_after,
                                    bool as_they_are = false);

/// Judges and stores them from the cycle's cells as they stand.
std::vector<LookResult> store_looks(LedgerWriter& writer, const Ledger& ledger, const Cycle& cycle,
                                    const Experiment& plan, const std::vector<DueLook>& due);

/// Guardrails that all that is recorded finds broken, at always-valid level; once each.
std::vector<LookResult> store_night(LedgerWriter& writer, const Ledger& ledger, const Cycle& cycle,
                                    const Experiment& plan);

/// After a correction of these metrics: stored looks that come out differently are judged anew
/// beside the first, on rows that were not late.
std::vector<LookResult> judge_anew(LedgerWriter& writer, const Ledger& ledger, const Cycle& cycle,
                                   const Experiment& plan, const std::set<std::string>& metrics);

}  // namespace collab
