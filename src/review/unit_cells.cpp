#include "review/unit_cells.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/review/lowest_numbers.hpp"
#include "review/unit_fold.hpp"

namespace collab {
namespace {

/// In the order of their days, which decides which value is the latest.
void sort_by_day(std::vector<Batch>& batches) {
  std::sort(batches.begin(), batches.end(), [](const Batch& a, const Batch& b) {
    return std::tie(a.dated, a.feed, a.name, a.period) <
           std::tie(b.dated, b.feed, b.name, b.period);
  });
}

/// The batch that the unit has its values from, which is the last one that gives it some; and its
/// variant there: `a unit of answers on 2026-10-10 (feed members, op_3) has 3.5`.
std::string place_of(const UnfitUnit& unit, const Ledger& ledger, std::span<const Batch> batches) {
  const std::vector<std::uint32_t> lowest = lowest_numbers(ledger);
  for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch) {
    Run run = decode_run(ledger.run(batch->id).bytes);
    use_lowest(run.numbers, lowest);
    const auto row = std::ranges::find(run.numbers, unit.number);
    if (row == run.numbers.end()) continue;
    const auto i = static_cast<std::size_t>(row - run.numbers.begin());
    bool gives = false;
    for (std::size_t f = 0; f < run.fields.size(); ++f)
      gives =
          gives || (run.present[f][i] != 0 && std::ranges::count(unit.fields, run.fields[f]) > 0);
    if (!gives) continue;
    std::vector<std::string> values;
    for (const double value : unit.values) values.push_back(to_string(value));
    return fmt::format("a unit of {}{} ({}{}op_{}) has {}", run.variants.at(run.variant[i]),
                       batch->period ? " on " + to_string(*batch->period) : "",
                       batch->feed.empty() ? "" : fmt::format("feed {}, ", batch->feed),
                       batch->name.empty() ? "" : fmt::format("batch {}, ", batch->name),
                       batch->operation, fmt::join(values, " and "));
  }
  return "a unit";
}

/// batches: those that were folded.
void report(const UnfitUnit& unit, const Ledger& ledger, std::span<const Batch> batches,
            const Experiment& plan, OtherKind* other_kind) {
  if (other_kind != nullptr && other_kind->contains(unit.metric)) return;
  const std::string place = place_of(unit, ledger, batches);
  if (other_kind == nullptr)
    throw Error(ExitCode::invalid, "other-kind-recorded",
                fmt::format("{} of {}, which is no {}: {}", unit.metric, place,
                            plan.metric(unit.metric)->kind, unit.why),
                "record the batch as the plan has it: --on-conflict correct -m WHY");
  other_kind->emplace(unit.metric, place);
}

}  // namespace

namespace {

/// Of metrics alone.
std::vector<Cell> without_exposures(std::vector<Cell> cells) {
  std::erase_if(cells, [](const Cell& cell) { return cell.metric.empty(); });
  return cells;
}

/// Batches of one day, decoded once.
class DayOfBatches {
 public:
  /// lowest: numbers of units, as lowest_numbers() has them
  DayOfBatches(const Ledger& ledger, std::span<const Batch> batches,
               const std::vector<std::uint32_t>& lowest, const FreshRuns* fresh = nullptr)
      : batches_(batches) {
    for (const Batch& batch : batches) {
      const auto known = fresh == nullptr ? FreshRuns::const_iterator{} : fresh->find(batch.id);
      if (fresh != nullptr && known != fresh->end()) {
        runs_.push_back(known->second);  // made here, and so by the lowest
        continue;
      }
      Run run = decode_run(ledger.run(batch.id).bytes);
      use_lowest(run.numbers, lowest);
      runs_.push_back(std::make_shared<const Run>(std::move(run)));
    }
  }

  void add_to(UnitFold& fold) const {
    each(Grain::event, [&](const Batch& batch, const Run& run) { fold.expose(batch, run); });
    each(Grain::event, [&](const Batch& batch, const Run& run) { fold.add_events(batch, run); });
    each(Grain::unit, [&](const Batch& batch, const Run& run) { fold.add(batch, run); });
  }
  void add_before_to(UnitFold& fold) const {
    each(Grain::event, [&](const Batch& batch, const Run& run) { fold.add_before(batch, run); });
  }
  /// A fold for the figures of the day's own rows, to which alone() adds. all: the cycle's units
  /// with this day.
  UnitFold begun(const UnitFold& all, const Experiment& plan) const {
    UnitFold today(plan);
    if (!has(Grain::event)) return today;
    Days within{0};
    each(Grain::event, [&](const Batch& batch, const Run& run) {
      today.expose(batch, run);
      const Feed* feed = plan.feed(batch.feed);
      within = std::max(within, feed != nullptr && feed->within ? *feed->within : Days{36'525});
    });
    today.adopt(all, batches_.front().dated, within);
    return today;
  }
  std::vector<Cell> alone(UnitFold& begun, const Experiment& plan) const {
    std::vector<UnfitUnit> unfit;
    std::vector<Cell> cells = events_alone(begun, unfit);
    UnitFold units(plan);
    each(Grain::unit, [&](const Batch& batch, const Run& run) { units.add(batch, run); });
    for (Cell& cell : units.cells(0, unfit)) cells.push_back(std::move(cell));
    return without_exposures(std::move(cells));
  }
  bool only_events() const { return !runs_.empty() && !has(Grain::unit); }
  std::vector<Cell> events_alone(UnitFold& begun, std::vector<UnfitUnit>& unfit) const {
    if (!has(Grain::event)) return {};
    each(Grain::event, [&](const Batch& batch, const Run& run) { begun.add_events(batch, run); });
    return begun.cells(0, unfit);
  }

 private:
  void each(Grain grain, const auto& what) const {
    for (std::size_t i = 0; i < runs_.size(); ++i)
      if (batches_[i].grain == grain) what(batches_[i], *runs_[i]);
  }
  bool has(Grain grain) const {
    return std::ranges::find(batches_, grain, &Batch::grain) != batches_.end();
  }
  std::span<const Batch> batches_;
  std::vector<std::shared_ptr<const Run>> runs_;
};

/// The figures of days' own rows, one day's made by another thread while the next is folded.
class DaysAlone {
 public:
  DaysAlone(const Experiment& plan, std::map<Day, std::vector<Cell>>& cells)
      : plan_(plan), cells_(cells) {}

  /// all: the cycle's units with this day.
  void add(DayOfBatches day, Day date, const UnitFold& all) {
    auto begun = std::make_shared<UnitFold>(day.begun(all, plan_));
    finish();
    date_ = date;
    coming_ = std::async(std::launch::async,
                         [this, begun, day = std::move(day)] { return day.alone(*begun, plan_); });
  }
  void finish() {
    if (coming_.valid()) cells_[date_] = coming_.get();
  }

 private:
  const Experiment& plan_;
  std::map<Day, std::vector<Cell>>& cells_;
  Day date_{};
  std::future<std::vector<Cell>> coming_;
};

/// The batches of the first day of `rest`.
std::span<const Batch> first_day(std::span<const Batch> rest) {
  const auto other = std::ranges::find_if(
      rest, [&](const Batch& batch) { return batch.dated != rest.front().dated; });
  return rest.first(static_cast<std::size_t>(other - rest.begin()));
}

}  // namespace

UnitFold folded(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan) {
  sort_by_day(batches);
  const std::vector<std::uint32_t> lowest = lowest_numbers(ledger);
  UnitFold fold(plan);
  for (std::span<const Batch> rest(batches); !rest.empty();) {
    const auto day = first_day(rest);
    DayOfBatches(ledger, day, lowest).add_to(fold);
    rest = rest.subspan(day.size());
  }
  return fold;
}

UnitCells unit_cells(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan,
                     const LookDays& looks, const UnitFold* previous, OtherKind* other_kind,
                     std::vector<Batch> before, Nights* nights) {
  UnitCells result;
  if (batches.empty()) return result;
  sort_by_day(batches);
  const std::vector<std::uint32_t> lowest = lowest_numbers(ledger);
  UnitFold fold(plan, previous);
  const std::size_t folded = nights != nullptr && nights->kept ? nights->folded : 0;
  if (folded > 0) {
    fold.restore(*nights->kept);
  } else if (fold.wants_before() && !before.empty()) {
    sort_by_day(before);
    DayOfBatches(ledger, before, lowest).add_before_to(fold);
  }
  std::map<Day, std::vector<Cell>> nobody_asks;
  DaysAlone days(plan, nights == nullptr ? nobody_asks : nights->days);
  std::size_t next = folded;
  std::vector<Cell> latest;
  std::vector<UnfitUnit> unfit;
  std::size_t known = folded;  // how many batches `latest` and `unfit` are of
  const auto bring_up = [&] {
    if (known == next) return;
    unfit.clear();
    latest = fold.cells(0, unfit);
    known = next;
  };
  for (const auto& [look, day] : looks) {
    // Nothing new up to that look: its cells are what they were.
    if (folded > 0 && next == folded &&
        (next == batches.size() || (day && *day < batches[next].dated))) {
      for (const Cell& cell : nights->cells)
        if (cell.look == look && cell.unit_rows) result.cells.push_back(cell);
      continue;
    }
    while (next < batches.size() && (!day || batches[next].dated <= *day)) {
      const auto coming = first_day(std::span(batches).subspan(next));
      DayOfBatches today(ledger, coming, lowest, nights == nullptr ? nullptr : nights->fresh);
      today.add_to(fold);
      const bool first = next == 0 && before.empty() && previous == nullptr;
      next += coming.size();
      if (nights == nullptr || !coming.front().period) continue;
      if (first && today.only_events()) {
        // All that is known is of this day.
        bring_up();
        nights->days[coming.front().dated] = without_exposures(latest);
      } else {
        days.add(std::move(today), coming.front().dated, fold);
      }
    }
    bring_up();
    for (const UnfitUnit& unit : unfit)
      report(unit, ledger, std::span(batches).first(next), plan, other_kind);
    for (Cell& cell : latest) cell.look = look;
    result.cells.insert(result.cells.end(), latest.begin(), latest.end());
  }
  days.finish();
  result.metrics = fold.metrics();
  result.units = fold.units();
  result.in_two_variants = fold.in_two_variants();
  result.event_rows = fold.has_events();
  result.exposure_unknown = fold.exposure_unknown();
  if (nights != nullptr) {
    // After one night its rows say as much.
    const bool several = batches.front().dated != batches.back().dated;
    if (several) nights->kept = std::make_shared<const KeptFold>(fold.keep());
    nights->folded = batches.size();
  }
  return result;
}

std::map<Day, std::vector<Cell>> event_day_cells(const Ledger& ledger, std::vector<Batch> batches,
                                                 const Experiment& plan, OtherKind* other_kind) {
  std::erase_if(batches, [](const Batch& batch) { return batch.grain != Grain::event; });
  sort_by_day(batches);
  std::map<Day, std::vector<Cell>> cells;
  const std::vector<std::uint32_t> lowest = lowest_numbers(ledger);
  UnitFold fold(plan);
  for (std::span<const Batch> rest(batches); !rest.empty();) {
    const auto day = first_day(rest);
    const DayOfBatches runs(ledger, day, lowest);
    runs.add_to(fold);
    std::vector<UnfitUnit> unfit;
    UnitFold begun = runs.begun(fold, plan);
    cells[day.front().dated] = runs.events_alone(begun, unfit);
    for (const UnfitUnit& unit : unfit) report(unit, ledger, day, plan, other_kind);
    rest = rest.subspan(day.size());
  }
  return cells;
}

}  // namespace collab
