#pragma once
// Sealing, apart from its transaction: `plan` and `decide --next` share it.
#include "collab/ledger/ledger.hpp"
#include "collab/loop/plan.hpp"

namespace collab {

struct Sealing {
  PlanReport report;
  bool new_cycle = false;
  int number = 0;
  Day first{}, last{};
  std::int64_t cycle = 0;   ///< of an amendment
  std::string expect;       ///< how often data are awaited: not sealed
  std::vector<Plan> plans;  ///< to be added in this order; empty when unchanged
};

/// What `plan` would do on the ledger as it stands. `decision` stands for one that is about to be
/// written to the latest cycle. throws as plan() does.
Sealing prepare_sealing(Project& project, const ExperimentFile& file, const PlanRequest& request,
                        const std::optional<Decision>& decision = {});

/// Writes it, with the cells of rows that are there already.
void write_sealing(LedgerWriter& writer, const Ledger& ledger, const std::string& experiment,
                   Sealing& sealing);

}  // namespace collab
