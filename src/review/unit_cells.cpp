#include "review/unit_cells.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <string>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/review/lowest_numbers.hpp"
#include "review/day_of_batches.hpp"

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
        nights->days[coming.front().dated] = of_metrics(latest);
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
    UnitFold today = runs.today(fold, plan);
    cells[day.front().dated] = runs.events_alone(today, unfit);
    for (const UnfitUnit& unit : unfit) report(unit, ledger, day, plan, other_kind);
    rest = rest.subspan(day.size());
  }
  return cells;
}

}  // namespace collab
