#include "review/unit_cells.hpp"

#include <algorithm>
#include <tuple>

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
    if (next != before) latest = fold.cells(look, other_kind);
    for (Cell& cell : latest) cell.look = look;
    result.cells.insert(result.cells.end(), latest.begin(), latest.end());
  }
  result.metrics = fold.metrics();
  result.units = fold.units();
  result.in_two_variants = fold.in_two_variants();
  return result;
}

}  // namespace collab
