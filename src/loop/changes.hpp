#pragma once
// What a command changed in rows, and what follows: cells, judgements, contingencies.
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"
#include "collab/review/cells.hpp"
#include "loop/in_force.hpp"

namespace collab {

struct Changes {
  std::map<int, std::int64_t> rows;  ///< by cycle; 0: between cycles
  /// Metrics of which rows were corrected or taken back, by cycle.
  std::map<int, std::set<std::string>> corrected;
  FreshRuns runs;  ///< those just stored

  bool any() const { return !rows.empty(); }
};

struct Consequences {
  std::vector<LookResult> looks;  ///< results stored
  std::vector<ContingencyEvent> contingencies;
  /// Something was stored: also where looks stay empty, because an earlier result stands.
  bool stored = false;
};

/// Computes the cells of the cycles that got rows, judges anew what was corrected, stores what the
/// night and due looks say, and which contingencies came true.
/// in_force.cycles: as the ledger has them under the writer's lock
Consequences follow(LedgerWriter& writer, const Project& project, const Ledger& ledger,
                    const InForce& in_force, const Changes& changes,
                    std::optional<std::chrono::seconds> overdue_after);

/// The sealed plan with what the file says about when data are expected, which is not sealed.
Experiment agreed_plan(const Plan& plan, const InForce& in_force);

}  // namespace collab
