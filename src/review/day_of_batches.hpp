#pragma once
// The batches of one day: into a cycle's fold, and to the day's own figures.
#include <future>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/cells.hpp"
#include "review/unit_fold.hpp"

namespace collab {

/// Decoded once.
class DayOfBatches {
 public:
  /// batches: outlive it. lowest: numbers of units, as lowest_numbers() has them
  DayOfBatches(const Ledger& ledger, std::span<const Batch> batches,
               const std::vector<std::uint32_t>& lowest, const FreshRuns* fresh = nullptr);

  void add_to(UnitFold& fold) const;
  void add_before_to(UnitFold& fold) const;

  /// A fold that alone() and events_alone() add the day's rows to. all: the cycle's units with this
  /// day, which is needed no longer than that.
  UnitFold today(const UnitFold& all, const Experiment& plan) const;
  std::vector<Cell> alone(UnitFold& today, const Experiment& plan) const;
  std::vector<Cell> events_alone(UnitFold& today, std::vector<UnfitUnit>& unfit) const;
  bool only_events() const { return !runs_.empty() && !has(Grain::unit); }

 private:
  void each(Grain grain, const auto& what) const;
  bool has(Grain grain) const;

  std::span<const Batch> batches_;
  std::vector<std::shared_ptr<const Run>> runs_;
};

/// Cells without those of exposed units.
std::vector<Cell> of_metrics(std::vector<Cell> cells);

/// The figures of days' own rows, one day's made by another thread while the next is folded.
class DaysAlone {
 public:
  /// Both outlive it.
  DaysAlone(const Experiment& plan, std::map<Day, std::vector<Cell>>& cells)
      : plan_(plan), cells_(cells) {}

  /// all: the cycle's units with this day.
  void add(DayOfBatches day, Day date, const UnitFold& all);
  /// Those that are still being made.
  void finish();

 private:
  const Experiment& plan_;
  std::map<Day, std::vector<Cell>>& cells_;
  Day date_{};
  std::future<std::vector<Cell>> coming_;
};

}  // namespace collab
