#pragma once
// Judging a look: what loop stores when a look's data are complete, and what review shows until then.
#include <vector>

#include "collab/ledger/ledger.hpp"

namespace collab {

/// Every goal and guardrail of every treatment at look `look` (from 1), judged from the cycle's cells.
std::vector<StoredLook> judge_look(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                                   const std::vector<Cell>& cells, int look,
                                   Ledger::AsOf as_of = {});

/// Every goal and guardrail has data of every variant up to the look's day.
bool look_complete(const Cycle& cycle, const Experiment& plan, const std::vector<Cell>& cells,
                   int look);

}  // namespace collab
