#pragma once
// The ledger: one SQLite file, append-only. An operation owns every row that one command wrote;
// what is current is a view; what was known then is a filter on operations (collab-ledger(5)).
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/cell.hpp"
#include "collab/model/contingency.hpp"
#include "collab/model/cycle.hpp"
#include "collab/model/observation.hpp"
#include "collab/model/report.hpp"
#include "collab/model/standard.hpp"
#include "collab/model/verification.hpp"
#include "collab/model/voice.hpp"

namespace collab {

/// What one feed delivered for one period, or what was typed by hand in one command.
struct Batch {
  std::int64_t id = 0;
  std::int64_t operation = 0;
  std::string experiment;
  std::string feed;           ///< empty: typed by hand
  std::optional<Day> period;  ///< absent: the cycle as a whole
  int cycle = 0;              ///< for a batch without a period: the cycle's number
  Day dated{};                ///< the period, or the day a whole-cycle batch is dated to
  std::string name;           ///< --batch NAME; empty
  Grain grain = Grain::summary;
  Counts counts = Counts::once;
  std::string digest;     ///< of its content; empty for summary rows, and where it was retracted
  std::int64_t rows = 0;  ///< that it brought, or that a retraction took back
  std::string source;     ///< file name as given; `-`; empty
  bool late = false;
  std::string reason;  ///< of a correction
};

/// The run of a unit batch as stored: bytes are opaque here.
struct StoredRun {
  std::int64_t batch = 0;
  std::string digest;      ///< of the rows that are left
  std::int64_t units = 0;  ///< how many those are
  std::vector<std::uint8_t> bytes;
  /// Another ledger forgot units, maybe without knowing of it: of those it lacks rows, and nobody
  /// wrote a digest of what is left then.
  bool contested = false;
};

struct StoredSegment {
  std::uint32_t base = 0;
  std::uint32_t count = 0;
  std::vector<std::uint8_t> bytes;
};

/// A look's judgement of one metric of one variant, as it was first made.
struct StoredLook {
  int cycle = 0;
  int look = 0;
  std::string metric, variant;
  Verdict verdict = Verdict::no_data;
  std::string reason;
  Effect effect;
  double confidence = 0;
  Side arm, base;
  std::int64_t operation = 0;
  bool correction = false;  ///< judged anew after a correction; the first stays
};

/// The levels that the program declared for a segment when an operation recorded rows by it.
struct DeclaredLevels {
  std::int64_t operation = 0;
  std::string segment;
  std::vector<std::string> levels;
};

/// When a fixed-name feed file was last read, so that `run` need not read it again.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified = 0;  ///< nanoseconds since the epoch
  std::string digest;         ///< of the feed's mapping, so that a changed mapping reads again
  std::int64_t rows = 0;      ///< that it held, for the count of unchanged ones
};

/// What `status` needs to know of an experiment, before a clock is applied to it.
struct StatusRow {
  std::string experiment;
  std::string title, owner;     ///< of the plan in force; empty when never planned
  std::optional<Cycle> cycle;   ///< the latest, with its decision; absent: rows but never planned
  std::vector<Days> look_days;  ///< as sealed, counted from the cycle's first day: look_days()
  int last_look = 0;            ///< the greatest look with a stored result; 0 = none
  struct Judged {
    int look = 0;
    std::string metric, variant;
    Verdict verdict = Verdict::no_data;
    bool goal = false;  ///< else a guardrail or a secondary metric
  };
  std::vector<Judged> judged;       ///< of every look, the last judgement of each, by look
  std::optional<Day> data_through;  ///< the last day with data in the cycle
  std::string expect;               ///< Holdings::expect
  std::string recent;               ///< Holdings::recent
  std::string touch_point;          ///< of the plan in force
  bool typed = false;               ///< the plan has no feed: rows are typed by hand
  bool amended = false;             ///< some of `judged` may be by a plan before
};

struct LedgerOptions {
  std::chrono::milliseconds timeout{5000};  ///< how long to wait for another writer
  bool read_only = false;
  bool force_filesystem = false;  ///< open on NFS or SMB all the same
};

/// A cycle's units as they were folded after a recording, so that the next night adds to them
/// instead of folding the nights before anew. Opaque here.
struct UnitState {
  std::string folded;  ///< what it rests on: the plan, and the batches in order
  std::string about;
  std::vector<std::uint8_t> bytes;
};

class LedgerWriter;
struct ImportOffer;
class UnitNumbers;
struct ImportReport;

/// A consistent snapshot for reading, or, through write(), the one writer.
/// Every member throws Error(ledger_format) for a file that is not a ledger, is newer or damaged,
/// and Error(busy, "ledger-busy") naming the holder after the timeout.
class Ledger {
 public:
  /// Opens; migrates an older ledger (after a backup beside it) unless read_only.
  /// throws Error(not_found, "no-ledger") when it is not there.
  static Ledger open(const std::filesystem::path& path, const LedgerOptions& options = {});
  /// Makes a new one, mode 0600. throws Error(conflict, "ledger-exists").
  static Ledger create(const std::filesystem::path& path, const LedgerOptions& options = {});
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  // --- reading ------------------------------------------------------------------------------
  // `as_of`: only what operations up to that id wrote; nullopt = all.
  using AsOf = std::optional<std::int64_t>;

  /// All reads until the returned guard goes see one state.
  class Snapshot {
   public:
    explicit Snapshot(Ledger& ledger);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

   private:
    Ledger* ledger_;
  };

  std::vector<std::string> experiments() const;  ///< with a plan or rows, sorted
  std::vector<Cycle> cycles(std::string_view experiment, AsOf as_of = {}) const;  ///< by number
  std::vector<Cycle> latest_cycles() const;  ///< one per experiment, sorted by experiment
  std::optional<Cycle> cycle(std::string_view experiment, int number, AsOf as_of = {}) const;
  /// Sealings of a cycle, first one first; the last is in force.
  std::vector<Plan> plans(std::int64_t cycle, AsOf as_of = {}) const;
  std::optional<Plan> plan_in_force(std::int64_t cycle, AsOf as_of = {}) const;

  /// Current revisions (the last of each natural key) with dated in first..last, or of the
  /// whole-cycle rows of that cycle number; without those that were retracted.
  std::vector<Observation> observations(std::string_view experiment, Day first, Day last, int cycle,
                                        AsOf as_of = {}) const;
  /// The current revision of a natural key; of a retracted row one without statistics.
  std::optional<Observation> observation_like(const Observation& key) const;
  /// What a revision replaced.
  std::optional<Observation> observation_before(std::int64_t id) const;
  /// Every revision of every row, newest last: for `list observations` and `log --patch`.
  std::vector<Observation> observations_of_operation(std::int64_t operation) const;
  /// Current unit batches (summary ones have no batch content) by the same rule as observations(),
  /// without those that were retracted.
  std::vector<Batch> batches(std::string_view experiment, Day first, Day last, int cycle,
                             AsOf as_of = {}) const;
  std::optional<Batch> batch_like(const Batch& key) const;   ///< same feed, period or cycle, name
  std::optional<Batch> batch_before(std::int64_t id) const;  ///< what a unit batch replaced
  std::vector<Batch> batches_of_operation(std::int64_t operation) const;
  /// The periods (days) that have rows of a feed, ascending.
  std::vector<Day> recorded_periods(std::string_view experiment, std::string_view feed) const;
  StoredRun run(std::int64_t batch) const;
  std::vector<StoredSegment> unit_segments() const;
  /// Segments of ledgers that did not know of each other: a unit may be in several of them.
  bool has_joined_units() const;
  std::optional<std::string> key_fingerprint() const;
  /// Experiments that were put away, with the operation that did.
  std::map<std::string, std::int64_t> archived() const;
  /// Each declaration that differed from the one before, oldest first.
  std::vector<DeclaredLevels> declared_levels() const;

  std::vector<Cell> cells(std::int64_t cycle) const;
  std::vector<Cell> cells(std::int64_t cycle, int look) const;
  Holdings holdings(std::int64_t cycle) const;
  std::optional<UnitState> unit_state(std::int64_t cycle) const;
  /// Cells of single days, look 0; of unit and event rows alone.
  std::map<Day, std::vector<Cell>> day_cells(std::int64_t cycle) const;
  std::vector<StoredLook> looks(std::int64_t cycle, AsOf as_of = {}) const;
  /// Contingencies of a cycle that came true, in the order noticed.
  std::vector<ContingencyEvent> contingency_events(std::int64_t cycle, AsOf as_of = {}) const;
  std::optional<ContingencyEvent> contingency_event(std::int64_t id) const;
  /// Of every experiment's latest cycle those that nobody acknowledged, sorted by experiment.
  std::vector<ContingencyEvent> open_contingency_events() const;
  /// What adopted cycles made the standard, by experiment and cycle.
  std::vector<Standard> standards(AsOf as_of = {}) const;
  std::optional<Standard> standard(std::int64_t cycle) const;  ///< what a cycle made the standard
  std::optional<FileStamp> file_stamp(std::string_view experiment, std::string_view feed,
                                      std::string_view file) const;

  std::optional<Voice> voice_like(const Token& key) const;
  std::optional<VoiceRecord> voice(std::int64_t id) const;
  /// At most `limit`, newest first; of a search by words those entered last.
  /// throws Error(usage, "bad-search") for words that hold no word
  VoicePage voices(const VoiceFilter& filter, std::int64_t limit) const;
  /// Names that figures of voices speak of by number; the first is empty.
  std::vector<std::string> voice_names() const;
  /// Figures of all voices, some thousands at a time: the first of the first call has the id 1.
  void each_voice(const std::function<void(std::span<const VoiceFact>)>& visit) const;
  /// Ids of voices whose hypothesis was adopted, ascending.
  std::vector<std::int64_t> adopted_voices() const;

  std::optional<Operation> operation(std::int64_t id) const;
  std::optional<Operation> operation_at(Instant time) const;  ///< the last one not after `time`
  /// Newest first; experiment empty = all.
  std::vector<Operation> operations(std::string_view experiment, std::int64_t limit) const;
  std::optional<Operation> last_operation() const;
  std::string head() const;  ///< last operation's digest; empty in a new ledger

  /// What `status` needs, one row an experiment, without reading plans or cells.
  /// Filled: experiment, title, owner, cycle, cycle_days, first, last, data_through, and as verdict
  /// the best treatment's of the first goal. The rest depends on the day.
  std::vector<StatusLine> status_lines() const;
  /// The same with the decision, the sealed look days and every verdict of its looks.
  std::vector<StatusRow> status_rows() const;

  // --- is it what was written? --------------------------------------------------------------
  /// Recomputes digests and checks what collab-ledger(5) says of tables; empty when all is well.
  /// What runs, plans and cells say is looked at by verify_ledger() (review/verification.hpp).
  /// At most 20 findings a check, and one that says that there are more.
  std::vector<LedgerFinding> verify() const;
  LedgerCounts counts() const;
  int format() const;                    ///< migrations applied
  std::vector<ChainEnd> chains() const;  ///< by their last operation, the latest first
  /// digest: at least 8 hexadecimal digits. throws Error(usage, "bad-digest")
  NotedHead noted_head(std::string_view digest) const;
  /// Every batch with a run, also those that were replaced, in the order recorded.
  std::vector<Batch> unit_batches() const;
  /// The last operation that computed the cycle's cells: that sealed or amended its plan, recorded
  /// rows within its days while it was open, or decided it before its last day. 0: none did.
  std::int64_t cells_made_by(const Cycle& cycle) const;
  /// Rows recorded within the days of a closed cycle after its decision, corrections included.
  std::int64_t rows_after_decision(const Cycle& cycle) const;

  // --- writing ------------------------------------------------------------------------------
  /// Takes the writer lock and begins one operation. Nothing is written until commit().
  LedgerWriter write(const Operation& operation);
  /// Takes the writer lock to take in operations of other ledgers; begins none of its own. `who`:
  /// actor and verb, for those who wait.
  LedgerWriter gather(const Operation& who);
  /// Rewrites the file without a trace of what was removed, and empties its WAL. False when readers
  /// keep the WAL from being emptied.
  bool scrub();
  /// Writes what is committed now to a new file, mode 0600, of which no page holds anything that
  /// was removed; nobody is kept from writing meanwhile. Makes it durable.
  /// throws Error(conflict, "ledger-exists"), Error(failure, "backup-failed")
  void copy_to(const std::filesystem::path& file);

  const std::filesystem::path& path() const;

 private:
  struct Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  friend class LedgerWriter;
  friend class Snapshot;
};

/// One operation in the making: one transaction under the writer lock (BEGIN IMMEDIATE). All of it
/// is stored by commit(), none of it otherwise. Reading through the Ledger sees its own writes.
class LedgerWriter {
 public:
  LedgerWriter(LedgerWriter&&) noexcept;
  ~LedgerWriter();  ///< rolls back unless committed

  std::int64_t operation() const;  ///< the id that rows will carry

  Cycle add_cycle(std::string_view experiment, int number, Day first, Day last);
  /// plan.cycle set; operation, actor and instant are filled in. An amendment may move the cycle's
  /// days: Cycle::first and last are those of the plan in force (Plan::first, Plan::last).
  void add_plan(const Plan& plan);
  void add_decision(std::int64_t cycle, const Decision& decision);
  std::int64_t add_batch(const Batch& batch);
  /// observation.batch set, of this operation; a row with the same natural key becomes its
  /// revision. Without statistics it takes that row back.
  void add_observation(const Observation& observation);
  void add_run(const StoredRun& run);
  void add_unit_segment(const StoredSegment& segment);
  void add_look(std::int64_t cycle, const StoredLook& look);
  /// Its id: con_3.
  std::int64_t add_contingency_event(std::int64_t cycle, const ContingencyEvent& event);
  void acknowledge(std::int64_t event, const std::string& reason);
  /// Its id: std_3.
  std::int64_t add_standard(std::int64_t cycle, const Standard& standard);
  void add_standard_check(std::int64_t standard, const StandardCheck& check);
  /// Its id: voice_12.
  std::int64_t add_voice(const Voice& voice);
  std::int64_t add_voice_answer(const VoiceAnswer& answer);
  std::int64_t add_voice_link(const VoiceLink& link);
  /// Before a great many rows: more memory for what is written.
  void expect_many();
  /// Removes the texts of a consumer's voices and of the answers to them, and puts a random
  /// pseudonym in the place of theirs; counts stay as they are. Then scrub().
  struct Forgotten {
    std::int64_t voices = 0, answers = 0;
  };
  std::optional<Forgotten> forget_voices(const Token& pseudonym);  ///< nullopt: nobody known
  /// Removes the experiment's rows, of all operations, for good; those say so in the chain. Units
  /// that nothing else is recorded of are for forget_units(). Then scrub().
  struct Purged {
    std::int64_t cycles = 0, observations = 0, unit_rows = 0, operations = 0;
  };
  Purged purge(std::string_view experiment);
  /// What is left of a run, or of a segment (count: its units that are left), when units are
  /// forgotten takes the place of what there was. Then scrub().
  void forget_rows(const StoredRun& left);
  void forget_units(const StoredSegment& left);
  /// The same where operations that were taken in say so already, or did not know of it.
  void leave_rows(const StoredRun& left);
  void leave_units(const StoredSegment& left);
  void set_key_fingerprint(std::string_view fingerprint);
  void set_archived(std::string_view experiment, bool archived);
  /// Kept when it differs from what was declared last.
  void declare_levels(std::string_view segment, const std::vector<std::string>& levels);

  // Caches, outside the chain.
  /// The stored generation is the greater of holdings.generation and the old one plus 1.
  void replace_cells(std::int64_t cycle, const std::vector<Cell>& cells, const Holdings& holdings);
  /// What replace_cells() takes away with the cells, because it may not fit them any more.
  void keep_units(std::int64_t cycle, const std::optional<UnitState>& state,
                  const std::map<Day, std::vector<Cell>>& days);
  void set_recent(std::int64_t cycle, const std::string& recent);  ///< Holdings::recent alone
  void set_file_stamp(std::string_view experiment, std::string_view feed, std::string_view file,
                      const FileStamp& stamp);

  /// Makes the ledger hold the offered operations beside its own, in the order that a ledger with
  /// all of them has (ledger/importer.hpp). After Ledger::gather() alone. The caches of
  /// ImportReport::experiments are to be computed anew; with conflicts nothing may be committed.
  /// numbers: puts rows of units into the numbers of this ledger
  ImportReport take_in(const ImportOffer& offer, UnitNumbers& numbers);

  /// Digests what was written, links the chain, makes it durable. Returns the finished operation.
  Operation commit();

 private:
  friend class Ledger;
  struct Impl;
  explicit LedgerWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Faults of the ledger, for `collab help errors`.
const std::vector<std::pair<std::string_view, std::string_view>>& ledger_faults();

}  // namespace collab
