#include "review/day_of_batches.hpp"

#include <algorithm>
#include <utility>

#include "collab/review/lowest_numbers.hpp"

namespace collab {

DayOfBatches::DayOfBatches(const Ledger& ledger, std::span<const Batch> batches,
                           const std::vector<std::uint32_t>& lowest, const FreshRuns* fresh)
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

void DayOfBatches::each(Grain grain, const auto& what) const {
  for (std::size_t i = 0; i < runs_.size(); ++i)
    if (batches_[i].grain == grain) what(batches_[i], *runs_[i]);
}

bool DayOfBatches::has(Grain grain) const {
  return std::ranges::find(batches_, grain, &Batch::grain) != batches_.end();
}

void DayOfBatches::add_to(UnitFold& fold) const {
  each(Grain::event, [&](const Batch& batch, const Run& run) { fold.expose(batch, run); });
  each(Grain::event, [&](const Batch& batch, const Run& run) { fold.add_events(batch, run); });
  each(Grain::unit, [&](const Batch& batch, const Run& run) { fold.add(batch, run); });
}

void DayOfBatches::add_before_to(UnitFold& fold) const {
  each(Grain::event, [&](const Batch& batch, const Run& run) { fold.add_before(batch, run); });
}

UnitFold DayOfBatches::today(const UnitFold& all, const Experiment& plan) const {
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

std::vector<Cell> DayOfBatches::alone(UnitFold& today, const Experiment& plan) const {
  std::vector<UnfitUnit> unfit;
  std::vector<Cell> cells = events_alone(today, unfit);
  UnitFold units(plan);
  each(Grain::unit, [&](const Batch& batch, const Run& run) { units.add(batch, run); });
  for (Cell& cell : units.cells(0, unfit)) cells.push_back(std::move(cell));
  return of_metrics(std::move(cells));
}

std::vector<Cell> DayOfBatches::events_alone(UnitFold& today, std::vector<UnfitUnit>& unfit) const {
  if (!has(Grain::event)) return {};
  each(Grain::event, [&](const Batch& batch, const Run& run) { today.add_events(batch, run); });
  return today.cells(0, unfit);
}

std::vector<Cell> of_metrics(std::vector<Cell> cells) {
  std::erase_if(cells, [](const Cell& cell) { return cell.metric.empty(); });
  return cells;
}

void DaysAlone::add(DayOfBatches day, Day date, const UnitFold& all) {
  auto today = std::make_shared<UnitFold>(day.today(all, plan_));
  finish();
  date_ = date;
  coming_ = std::async([this, today, day = std::move(day)] { return day.alone(*today, plan_); });
}

void DaysAlone::finish() {
  if (coming_.valid()) cells_[date_] = coming_.get();
}

}  // namespace collab
