#pragma once
// Contingencies that came true: noticed once, stored, with how late they were noticed.
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "loop/in_force.hpp"

namespace collab {

/// Of the open cycle, those that came true and are not stored yet, with their lag.
std::vector<ContingencyEvent> contingencies_to_store(const Project& project, const Ledger& ledger,
                                                     const InForce& in_force);

/// Stores them; their ids are filled in.
std::vector<ContingencyEvent> store_contingencies(LedgerWriter& writer, const Project& project,
                                                  const Ledger& ledger, const InForce& in_force);

}  // namespace collab
