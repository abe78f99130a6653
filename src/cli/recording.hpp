#pragma once
// What `record` and `run` have in common: how rows may conflict, and how their report ends.
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "collab/loop/record.hpp"

namespace collab {

struct RecordingFlags {
  std::string on_conflict;
  std::string reason;
  bool partial = false;
  std::string memory;
};
std::vector<Option> recording_options(RecordingFlags& flags);
/// Progress goes to standard error when that is a terminal.
/// throws Error(usage, "reason-missing") when correcting without -m, "bad-value" for --memory
RecordOptions record_options(const RecordingFlags& flags, Context& context);

/// Prints the answer about the reports and what went wrong in them; returns the exit code, which is
/// no better than `so_far`. On failure standard output stays empty: what was written all the same
/// is told on standard error.
ExitCode finish_recording(Context& context, const std::vector<RecordReport>& reports,
                          const Document& answer, ExitCode so_far = ExitCode::ok,
                          bool gated = false);

}  // namespace collab
