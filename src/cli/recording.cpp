#include "cli/recording.hpp"

#include <fmt/format.h>

#include "cli/values.hpp"
#include "collab/model/text.hpp"

namespace collab {
namespace {

/// Exit codes that say "could not do it"; partial and the gates say that it was done.
bool is_failure(ExitCode code) { return code != ExitCode::ok && code < ExitCode::partial; }

bool did_something(const RecordReport& report) {
  const Tally& t = report.tally;
  return report.code == ExitCode::ok || report.code == ExitCode::partial || report.operation ||
         t.recorded + t.unchanged + t.corrected + t.kept + t.between > 0;
}

std::vector<Diagnostic> faults_of(const RecordReport& report) {
  std::vector<Diagnostic> faults = report.faults;
  if (faults.empty() && report.code != ExitCode::ok) {
    faults.push_back({.slug = "not-recorded",
                      .message = fmt::format("{}: not everything was recorded", report.experiment),
                      .hint = {},
                      .at = {}});
  }
  return faults;
}

}  // namespace

std::vector<Option> recording_options(RecordingFlags& flags) {
  return {{"--on-conflict",
           "WHAT",
           "correct or keep numbers that are recorded already (default: "
           "refuse, exit 5)",
           &flags.on_conflict,
           {"correct", "keep"}},
          {"-m,--message", "WHY", "why, kept with a correction", &flags.reason},
          {"--partial", "",
           "record the good rows of a file with faults (exit 8); the others go to a "
           "file to mend",
           &flags.partial},
          {"--memory", "SIZE",
           "units of a file that are held at once, 512M or 2G; more are read in further passes "
           "(default: all at once)",
           &flags.memory}};
}

RecordOptions record_options(const RecordingFlags& flags, Context& context) {
  RecordOptions options;
  if (!flags.memory.empty()) options.memory = size_value(flags.memory, "--memory");
  options.progress = context.progress();
  if (flags.on_conflict == "correct") options.on_conflict = OnConflict::correct;
  if (flags.on_conflict == "keep") options.on_conflict = OnConflict::keep;
  options.reason = flags.reason;
  options.partial = flags.partial;
  if (flags.on_conflict == "correct" && is_blank(flags.reason)) {
    throw Error(ExitCode::usage, "reason-missing", "a correction needs a reason", "add -m WHY");
  }
  return options;
}

ExitCode finish_recording(Context& context, const std::vector<RecordReport>& reports,
                          const Document& answer, ExitCode so_far, bool gated) {
  ExitCode code = so_far;
  bool any = false;
  for (const RecordReport& report : reports) {
    code = worst(code, report.code);
    any = any || did_something(report);
  }
  if (any && is_failure(code))
    context.emit_of_failure(answer, gated);
  else if (any)
    context.emit(answer, gated);
  else
    context.emit_checks(answer);
  for (const RecordReport& report : reports) {
    if (report.code != ExitCode::ok) context.report(Error(report.code, faults_of(report)));
  }
  return code;
}

}  // namespace collab
