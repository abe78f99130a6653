#include "review/unit_cells.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <string>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
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
  for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch) {
    const Run run = decode_run(ledger.run(batch->id).bytes);
    const auto row = std::ranges::lower_bound(run.numbers, unit.number);
    if (row == run.numbers.end() || *row != unit.number) continue;
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

UnitFold folded(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan) {
  sort_by_day(batches);
  UnitFold fold(plan);
  for (const Batch& batch : batches) fold.add(batch, decode_run(ledger.run(batch.id).bytes));
  return fold;
}

UnitCells unit_cells(const Ledger& ledger, std::vector<Batch> batches, const Experiment& plan,
                     const LookDays& looks, const UnitFold* previous, OtherKind* other_kind) {
  UnitCells result;
  if (batches.empty()) return result;
  sort_by_day(batches);
  UnitFold fold(plan, previous);
  std::size_t next = 0;
  std::vector<Cell> latest;
  for (const auto& [look, day] : looks) {
    const std::size_t before = next;
    for (; next < batches.size() && (!day || batches[next].dated <= *day); ++next)
      fold.add(batches[next], decode_run(ledger.run(batches[next].id).bytes));
    if (next != before) {
      std::vector<UnfitUnit> unfit;
      latest = fold.cells(look, unfit);
      for (const UnfitUnit& unit : unfit)
        report(unit, ledger, std::span(batches).first(next), plan, other_kind);
    }
    for (Cell& cell : latest) cell.look = look;
    result.cells.insert(result.cells.end(), latest.begin(), latest.end());
  }
  result.metrics = fold.metrics();
  result.units = fold.units();
  result.in_two_variants = fold.in_two_variants();
  return result;
}

}  // namespace collab
