#pragma once
// What the other verbs answer, as data.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/contingency.hpp"
#include "collab/model/cycle.hpp"
#include "collab/model/diagnostic.hpp"
#include "collab/model/effect.hpp"
#include "collab/model/error.hpp"
#include "collab/model/observation.hpp"
#include "collab/model/review.hpp"
#include "collab/model/seal.hpp"
#include "collab/model/standard.hpp"

namespace collab {

/// `plan`: what was sealed.
struct PlanReport {
  enum class Outcome { sealed, unchanged, amended };
  Outcome outcome = Outcome::sealed;
  std::string experiment, title;
  int cycle = 0;
  CycleState state = CycleState::planned;
  Day first{}, last{};
  std::vector<Day> looks;
  std::string sha256;
  bool retrospective = false;
  std::vector<SealChange> changes;  ///< of an amendment, or of `adapt`
  std::vector<std::string> goals;   ///< `return_visit >= +5%`
  std::vector<std::string> guardrails;
  std::vector<std::string> notes;     ///< how alpha is split
  std::vector<std::string> warnings;  ///< overlaps
  std::optional<std::int64_t> operation;
  bool dry_run = false;
  std::string next_command;
  std::string head;
};

/// What one command did with rows (product.md, section 5, rule 5).
struct Tally {
  std::int64_t recorded = 0, unchanged = 0, corrected = 0, kept = 0, late = 0, awaited = 0,
               between = 0, rejected = 0, conflicts = 0;
  Tally& operator+=(const Tally& other);
};

/// One batch: what a feed delivered for a period, or what was typed.
struct BatchReport {
  enum class Outcome { recorded, unchanged, corrected, kept, conflict, awaited, stale, invalid };
  Outcome outcome = Outcome::recorded;
  std::string feed;    ///< empty: typed by hand
  std::string source;  ///< file; `-`; empty when typed
  std::optional<Day> period;
  std::string cycle;  ///< `1`, `2`; `between`
  std::int64_t rows = 0, units = 0;
  std::int64_t late = 0, between = 0, rejected = 0;
  std::string message;  ///< old and new of a conflict, why stale
};
std::string_view name_of(BatchReport::Outcome outcome);

struct LookResult {
  int look = 0;
  Day day{};
  std::string metric, variant;
  Verdict verdict = Verdict::no_data;
};

/// `record` and `run`, one experiment.
struct RecordReport {
  std::string experiment;
  int cycle = 0;
  Tally tally;  ///< rows (units or observations), but awaited counts batches
  std::vector<BatchReport> batches;
  std::vector<LookResult> looks;                ///< results stored by this command
  std::vector<ContingencyEvent> contingencies;  ///< that came true and were stored by it
  std::vector<Diagnostic> faults;  ///< located; of files left out, and of rejected rows
  std::string rejects_file;        ///< where --partial put rejected rows
  std::vector<std::string> warnings;
  std::optional<std::int64_t> operation;  ///< absent when nothing was written
  ExitCode code = ExitCode::ok;
  bool dry_run = false;
  std::string next_command;
};

/// `ack`: who took note of what.
struct AckReport {
  struct Acknowledged {
    ContingencyEvent event;
    bool unchanged = false;  ///< somebody had before
  };
  std::vector<Acknowledged> events;
  struct Checked {
    Standard standard;       ///< with the check
    bool unchanged = false;  ///< the same was said that day
  };
  std::vector<Checked> standards;
  std::string reason;
  std::optional<std::int64_t> operation;
  bool dry_run = false;
  std::string next_command;
};

/// `correct`, `retract`, `undo`: what stood, and what stands in its place.
struct MendReport {
  std::string verb, experiment, reason;
  struct Row {
    Observation was, now;  ///< now without statistics: taken back; was without: brought back
    std::string recorded;  ///< who recorded what was, and when
  };
  std::vector<Row> rows;
  struct UnitRows {
    std::string feed, name;
    std::optional<Day> period;      ///< absent: the cycle as a whole
    int cycle = 0;                  ///< 0: between cycles
    std::int64_t was = 0, now = 0;  ///< rows; 0: taken back, or brought back
    std::string recorded;
  };
  std::vector<UnitRows> batches;
  std::int64_t unchanged = 0;  ///< rows that stand as they are asked for
  std::int64_t closed = 0;     ///< of them all, those of closed cycles, whose reviews stay
  std::vector<LookResult> looks;
  std::vector<ContingencyEvent> contingencies;
  std::optional<std::int64_t> operation;  ///< absent when nothing was written
  bool dry_run = false;
  std::string next_command;
};

/// `archive`, `restore`: experiments that are put away, or taken out again.
struct ArchiveReport {
  std::string verb, reason;
  struct Experiment {
    std::string name;
    bool unchanged = false;  ///< it was so before
  };
  std::vector<Experiment> experiments;
  std::optional<std::int64_t> operation;  ///< absent when nothing was written
  bool dry_run = false;
  std::string next_command;
};

/// `purge`: what was removed for good.
struct PurgeReport {
  std::string experiment, reason;
  std::int64_t cycles = 0, observations = 0, unit_rows = 0;
  std::int64_t units = 0;       ///< that nothing else is recorded of
  std::int64_t operations = 0;  ///< that wrote it, and that stay in the log
  std::optional<std::int64_t> operation;
  std::vector<std::string> warnings;
  bool dry_run = false;
};

struct DecideReport {
  std::string experiment;
  int cycle = 0;
  Decision decision;
  std::optional<PlanReport> next;  ///< with --next
  std::string recommended;         ///< what the review asked for, when it differs
  std::vector<LookResult> looks;
  std::optional<Standard> standard;  ///< of adopt
  bool unchanged = false;            ///< the same decision was there already
  std::optional<std::int64_t> operation;
  bool dry_run = false;
  std::string next_command;
};

/// `status`: a line an experiment.
struct StatusLine {
  std::string experiment, title, owner;
  int cycle = 0;  ///< 0: never planned
  std::optional<CycleState> state;
  int day_of_cycle = 0, cycle_days = 0;
  Day first{}, last{};
  std::optional<Day> data_through;
  std::optional<Day> next_look;
  std::optional<Verdict> verdict;  ///< of the last look, best treatment
  bool stale = false;
  std::vector<std::string> failures_ended;      ///< by an amendment, and nothing was judged since
  std::vector<std::optional<double>> recent;    ///< the first goal's figures of the last periods
  std::vector<ContingencyEvent> contingencies;  ///< that came true and nobody acknowledged
  std::vector<std::string> overlaps;  ///< others that run at its touch point on days of its cycle
  std::string attention;              ///< why a person is needed; empty
  std::string next_command;
};
struct StatusBoard {
  std::string program;
  std::vector<StatusLine> lines;
  std::vector<StatusLine> archived;  ///< put away, by name; not those with a standard to check
};

/// `list`, `log`: named columns and rows of text, numbers marked.
struct Listing {
  std::string of;  ///< experiments, cycles, metrics, observations, operations
  struct Column {
    std::string key;    ///< snake_case, in JSON
    std::string title;  ///< upper case, in tables
    bool number = false;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< empty text = null
  std::string empty_hint;
};

/// `show EXP@N`, `show EXP`, `show op_41`: a title, key and value sections, and text.
struct Sheet {
  std::string of;  ///< experiment, cycle, operation
  std::string title;
  struct Section {
    std::string key, heading;
    std::vector<std::pair<std::string, std::string>> entries;
    Listing listing;   ///< used when it has columns
    std::string text;  ///< verbatim, e.g. the sealed YAML
  };
  std::vector<Section> sections;
};

/// `compare REF REF…`: each metric of the later ones against the first.
struct CompareRow {
  std::string metric, kind, measure;
  bool higher_is_better = true;
  std::string reference;  ///< `answers@2:answers`
  Side arm, base;
  Effect effect;
  double confidence = 0;
  bool observational = true;
  std::string note;
};
struct CompareReport {
  std::string base;
  std::vector<std::string> references;
  std::vector<CompareRow> rows;
  std::vector<std::string> notes;
};

/// `validate`: the files read and every fault.
struct ValidateReport {
  struct File {
    std::string path, experiment;
    bool valid = true;
    int metrics = 0, variants = 0, feeds = 0;
  };
  std::vector<File> files;
  std::vector<Diagnostic> findings;
};

/// `init`, `new`: what was written.
struct FilesReport {
  std::string title;
  std::vector<std::string> written, kept;
  std::vector<std::string> next_commands;
};

}  // namespace collab
