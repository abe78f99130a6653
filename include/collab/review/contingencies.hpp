#pragma once
// What was agreed for when something happens: did it happen?
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/review.hpp"

namespace collab {

/// Every time that a contingency of the plan came true in the cycle, by what is recorded and, for
/// silent feeds, by the clock and the expectations of `options`; in the plan's order, then by
/// period. id, lag and who noticed are not filled in.
///
/// above, below, signal: of the periods that have a figure, `for` in a row make it true; the
/// streak's first period is `since`. A threshold that is a metric's name is that metric's figure of
/// the same variant and period: break-even. verdict: dated to the look's day. stale: dated to the
/// first period that is awaited.
std::vector<ContingencyEvent> contingencies_come_true(const Ledger& ledger, const Cycle& cycle,
                                                      const Experiment& plan,
                                                      const ReviewOptions& options);

/// The stored events with their state as of now, and behind them those that came true and are not
/// stored yet (id 0).
std::vector<ContingencyEvent> with_stored(std::vector<ContingencyEvent> stored,
                                          const std::vector<ContingencyEvent>& come_true);

}  // namespace collab
