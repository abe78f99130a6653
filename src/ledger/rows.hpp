#pragma once
// Rows of a query as values of the model, where more than one file reads them.
#include "collab/model/cycle.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

/// Columns 0 to 12: id, experiment, number, first, last; the decision's kind, variant, reason,
/// early, day, actor, instant and operation, or NULL.
Cycle read_cycle(const Database& database, const Query& query);

/// Columns 0 to 10: id, origin, sequence, verb, command, actor, reason, now, wall, digest,
/// previous.
Operation read_operation(const Query& query);

}  // namespace collab
