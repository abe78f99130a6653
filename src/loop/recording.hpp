#pragma once
// One recording: what sources gave goes into the ledger as one operation, and the looks that fell
// due with it are judged and stored.
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "collab/loop/record.hpp"
#include "loop/intake.hpp"

namespace collab {

struct Recording {
  std::string verb;  ///< record, run
  std::vector<Intake> intakes;
  RecordOptions options;
  /// Looks whose data are overdue this long are judged on what there is; nullopt: never.
  std::optional<std::chrono::seconds> overdue_after;
};

/// Fills in the report: batches, tally, looks, faults, code. Nothing is written by a dry run, nor
/// when all is unchanged. What was written leaves the recording's intakes.
void store(Project& project, const InForce& in_force, Recording& recording, RecordReport& report);

}  // namespace collab
