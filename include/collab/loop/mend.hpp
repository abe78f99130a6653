#pragma once
// Mend: what was recorded is put right, taken back, or put back to what stood before. All three add
// revisions: nothing that was recorded is lost, and `log --patch` shows it. `shown`, of all three,
// is what a dry run told and somebody agreed to: Error(conflict, "changed-meanwhile") where other
// rows would be written, because the ledger changed since.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "collab/loop/record.hpp"

namespace collab {

/// correct EXP NAME=VALUE…: other numbers for rows that were recorded. row.options: its reason.
/// throws  Error(usage, "reason-missing"); Error(not_found, "nothing-recorded");
///         Error(invalid, "unequal-totals"); and what recording throws
MendReport correct(Project& project, const TypedRow& row, const MendReport* shown = nullptr);

/// retract EXP[@N] [METRIC…]: rows that all of what is given fits; of a cycle, or of periods.
struct RetractRequest {
  Reference cycle;
  std::optional<PeriodRange> periods;  ///< else the rows of the cycle
  std::vector<std::string> metrics;
  std::string variant, location, feed, batch;
  std::vector<std::pair<std::string, std::string>> segments;
  bool total = false;  ///< rows of no segment and no location alone
  std::string reason;
};
/// Unit and event rows are taken back by the batch: a feed's rows of a period.
/// throws  Error(usage, "reason-missing" | "argument-missing"); Error(not_found,
///         "nothing-recorded"); Error(invalid, "unequal-totals")
MendReport retract(Project& project, const RetractRequest& request,
                   const MendReport* shown = nullptr);

/// undo op_41: each row that the operation wrote goes back to the one that it replaced.
/// throws  Error(not_found, "no-such-operation"); Error(invalid, "not-undoable") for one that
///         recorded no rows; Error(conflict, "changed-since") where a later one changed them again
MendReport undo(Project& project, std::int64_t operation, const std::string& reason,
                const MendReport* shown = nullptr);

}  // namespace collab
