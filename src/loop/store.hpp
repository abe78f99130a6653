#pragma once
// Rows meet the ledger: unchanged, new, in conflict, corrected; late, between cycles.
#include <set>
#include <string>
#include <vector>

#include "collab/loop/record.hpp"
#include "loop/changes.hpp"
#include "loop/intake.hpp"

namespace collab {

/// The fault of a row of a period beside one of the cycle as a whole, where both would be added.
/// rows: of one period, or of the cycle as a whole
std::optional<Diagnostic> other_span(const Ledger& ledger, const Cycle& cycle,
                                     const std::vector<Observation>& rows);

/// `ana at 2026-03-04T06:00:00Z (op_3)`
std::string who_and_when(const Ledger& ledger, std::int64_t operation);

/// Compares what sources gave with the ledger. Without a writer it only tells what would happen
/// (dry run, and the look before the lock is taken); with one it stores.
class Store {
 public:
  Store(Project& project, const InForce& in_force, const RecordOptions& options,
        RecordReport& report, LedgerWriter* writer);

  void take(const Intake& intake);
  /// True when take() found something to write.
  bool writes() const { return changes_.any(); }
  /// True when the ledger holds now what the source says: no conflict, nothing refused or kept.
  bool settled(const Intake& intake) const { return !unsettled_.contains(&intake); }
  const Changes& changes() const { return changes_; }

 private:
  struct Place {
    int cycle = 0;  ///< 0: between cycles
    Day dated{};
    bool late = false;
    bool closed = false;
  };
  Place place_of(const std::optional<Day>& period) const;
  void take_summary(const Intake& intake, const Part& part, const Place& place, BatchReport& batch);
  void take_units(const Intake& intake, const Part& part, const Place& place, BatchReport& batch);
  /// A conflict by the policy: true when the new content is to be written as a revision.
  bool resolve(const Intake& intake, std::int64_t rows, std::string what, BatchReport& batch);
  void refuse(BatchReport& batch, Diagnostic fault);
  std::optional<std::string> repeated_units(const Batch& key, const Part& part, const Place& place);
  UnitDictionary& dictionary();
  /// By index of the part's names; not_there for units that the ledger does not know yet.
  std::vector<std::uint32_t>& numbers_of(const Part& part);
  /// Numbers the run's rows; it is stored by store_pending_runs().
  void store_run(std::int64_t batch, const Part& part);
  void store_pending_runs();
  void count(const Place& place, std::int64_t rows, std::int64_t late, BatchReport& batch);
  /// How the cycle's rows of a metric came; nullopt when it has none.
  std::optional<bool> unit_rows_of(int cycle, const std::string& metric);
  /// The fault of a metric that comes in the other grain than before.
  std::optional<Diagnostic> other_grain(int cycle, const std::string& metric, bool units);
  /// `2 changed (spend), 1 new, 0 gone`: units of a batch against what is recorded of it.
  std::string difference(const Part& part, std::int64_t before);
  std::optional<Diagnostic> other_span_of(const Part& part, const Place& place) const;
  /// `retracted in op_4 by ana: half a file`, and how to undo it; nullopt for an operation that
  /// mended nothing. What it put in the place of a source's row stands, though the source still
  /// says the old one.
  std::optional<std::string> mended(std::int64_t operation) const;
  bool said_before(const Observation& current, const Statistics& statistics) const;
  bool said_before(const Batch& current, const std::string& digest) const;

  Project& project_;
  const InForce& in_force_;
  const RecordOptions& options_;
  RecordReport& report_;
  LedgerWriter* writer_;
  const Ledger* ledger_;
  std::map<int, Day> judged_through_;  ///< by cycle: the day of its last stored look
  Changes changes_;
  std::map<int, std::map<std::string, bool>> grains_;  ///< by cycle and metric: unit rows?
  std::optional<UnitDictionary> dictionary_;
  std::map<const std::vector<Pseudonym>*, std::vector<std::uint32_t>> numbers_;
  struct PendingRun {
    std::int64_t batch;
    const Part* part;  ///< of the intake that is being taken
  };
  std::vector<PendingRun> pending_;
  std::set<const Intake*> unsettled_;
};

}  // namespace collab
