#pragma once
// What one source gave: rows read, mapped and checked, not yet compared with the ledger.
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/loop/record.hpp"
#include "collab/units/run.hpp"
#include "loop/in_force.hpp"

namespace collab {

/// The rows of one period (or of the cycle as a whole): what a natural key is checked for.
struct Part {
  std::optional<Day> period;
  Counts counts = Counts::once;
  std::int64_t rows = 0;
  std::vector<Observation> observations;  ///< summary grain
  // unit and event grain: one entry a unit, by pseudonym
  std::vector<std::uint32_t> units;                     ///< indices of names
  std::shared_ptr<const std::vector<Pseudonym>> names;  ///< the source's units, ascending
  std::shared_ptr<Run> run;  ///< numbers, and the order that they ask for, come when it is stored
  std::string digest;        ///< of the content, whatever the unit numbers
  std::string name;  ///< of the batch: --batch, and the file's day where rows are of another
};

struct Intake {
  std::string feed;    ///< empty: typed by hand
  std::string source;  ///< as shown; empty when typed
  std::string name;    ///< --batch
  Grain grain = Grain::summary;
  OnConflict on_conflict = OnConflict::refuse;
  std::vector<Part> parts;  ///< by period, the whole-cycle one first
  std::vector<Diagnostic> faults;
  std::uint64_t fault_count = 0;
  std::int64_t rejected = 0;
  std::string rejected_text;  ///< header and rejected rows, as they were
  std::vector<std::string> warnings;
  std::set<std::string> left_out_periods;  ///< periods that the command did not ask for
  std::optional<Day> period;               ///< of the whole source, by its name
  std::string file;  ///< relative to the project's root; what the stamp is kept under
  std::optional<FileStamp> stamp;

  bool sound() const { return fault_count == 0; }
};

struct IntakeRequest {
  std::filesystem::path path;  ///< `-` = standard input
  std::string shown_as;
  std::optional<PeriodRange> periods;  ///< rows of other periods are left out
  std::optional<Day> period;           ///< of rows that say none themselves
  std::string batch;
  bool finished_days_only = false;  ///< leave out today's rows: they are not complete
  bool partial = false;
  std::optional<OnConflict> on_conflict;
  std::uint64_t memory = 0;  ///< bytes for units of one pass over the file; 0 = no limit
  Progress progress{};
};

/// Reads one source through a feed, each row by the plan of the cycle that holds its period; a file
/// with rows of cycles that read them otherwise is read once for each. Faults of rows are in the
/// result; a source that cannot be opened throws as read_feed() does. `key` is asked for only by
/// unit rows.
Intake read_intake(Project& project, const InForce& in_force, const Feed& feed,
                   const IntakeRequest& request);

/// A fault of a row, to be thrown by a sink: line and file are filled in by the reader.
Error row_fault(std::string slug, std::string message, std::string hint = {},
                std::uint64_t column = 0, std::uint64_t length = 0);

}  // namespace collab
