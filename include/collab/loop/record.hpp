#pragma once
// Do: rows into the ledger, typed by hand, from a file, or from an experiment's feeds.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

/// What typed rows and files have in common.
struct RecordOptions {
  std::optional<OnConflict> on_conflict;  ///< else the feed's
  std::string reason;                     ///< -m, needed to correct
  bool partial = false;
  std::uint64_t memory = 0;  ///< bytes for units while a file is read; 0 = no limit
  Progress progress{};       ///< of each file of unit or event rows
};

/// `--period`: a day, a range, or "yesterday" as resolved.
struct PeriodRange {
  Day first{}, last{};
};
/// throws Error(usage, "bad-period")
PeriodRange parse_periods(std::string_view text, Day today);

/// record EXP NAME=VALUE… --variant V
struct TypedRow {
  std::string experiment, variant;
  std::vector<std::pair<std::string, std::string>> values;  ///< `spend.mean`, `41.2`
  std::optional<Day> period;
  std::vector<std::pair<std::string, std::string>> segments;
  std::string location;
  std::optional<double> n;
  RecordOptions options;
};
RecordReport record_typed(Project& project, const TypedRow& row);

/// The observations that it stands for, by metric, not yet dated; checked as a recording is.
std::vector<Observation> typed_observations(Project& project, const Experiment& plan,
                                            const TypedRow& row);

/// record EXP --from FILE|-: through a declared feed, or by grain, counts and a map.
struct FileRequest {
  std::string experiment;
  std::filesystem::path file;  ///< `-` = standard input
  std::string feed;            ///< --feed ID; else the four below
  std::optional<Grain> rows;
  std::optional<Counts> counts;
  std::vector<std::pair<std::string, std::string>> map;  ///< --map COLUMN=FIELD
  std::string format;
  std::optional<Day> period;
  std::string batch;
  RecordOptions options;
};
RecordReport record_file(Project& project, const FileRequest& request);

/// run EXP: every feed, every period of the open cycle up to yesterday, or those of --period.
struct RunRequest {
  std::string experiment;
  std::optional<PeriodRange> periods;
  std::optional<std::chrono::seconds> stale_after;
  bool named = true;  ///< false: one of all, so that having no feeds is no fault
  RecordOptions options;
};
RecordReport run(Project& project, const RunRequest& request);

}  // namespace collab
