#include "collab/review/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "collab/review/looks.hpp"
#include "collab/review/series.hpp"
#include "review/summary_cells.hpp"
#include "review/unit_cells.hpp"
#include "review/unit_fold.hpp"

namespace collab {
namespace {

bool in_cycle(const Cycle& cycle, const std::optional<Day>& period, int number, Day dated) {
  return period ? cycle.holds(dated) : number == cycle.number;
}

struct RecordedRows {
  std::vector<Observation> observations;
  std::vector<Batch> batches;

  std::int64_t count(auto wanted) const {
    std::int64_t rows = std::count_if(observations.begin(), observations.end(), wanted);
    for (const Batch& batch : batches) rows += wanted(batch) ? batch.rows : 0;
    return rows;
  }
};

RecordedRows rows_of(const Ledger& ledger, const Cycle& cycle, Ledger::AsOf as_of) {
  RecordedRows rows;
  rows.observations =
      ledger.observations(cycle.experiment, cycle.first, cycle.end(), cycle.number, as_of);
  std::erase_if(rows.observations,
                [&](const Observation& o) { return !in_cycle(cycle, o.period, o.cycle, o.dated); });
  rows.batches = ledger.batches(cycle.experiment, cycle.first, cycle.end(), cycle.number, as_of);
  std::erase_if(rows.batches, [&](const Batch& b) {
    return b.grain == Grain::summary || !in_cycle(cycle, b.period, b.cycle, b.dated);
  });
  return rows;
}

/// The order in which unit batches are folded.
std::vector<Batch> by_day(std::vector<Batch> batches) {
  std::ranges::sort(batches, {}, [](const Batch& batch) {
    return std::tie(batch.dated, batch.feed, batch.name, batch.period);
  });
  return batches;
}

/// What a fold rests on: the plan, what came before the cycle, and the batches in order.
std::string basis_of(const Ledger& ledger, const Cycle& cycle, const std::vector<Batch>& before) {
  const std::optional<Plan> plan = ledger.plan_in_force(cycle.id);
  const std::optional<Cycle> last = ledger.cycle(cycle.experiment, cycle.number - 1);
  std::string basis =
      fmt::format("{} {} {} {}", plan ? plan->sha256 : "", to_string(cycle.first),
                  to_string(cycle.end()), last ? ledger.holdings(last->id).generation : 0);
  for (const Batch& batch : before) basis += fmt::format(" {}", batch.id);
  return basis + ":";
}
std::string ids_of(const std::vector<Batch>& batches) {
  std::string ids;
  for (const Batch& batch : batches) ids += fmt::format(" {}", batch.id);
  return ids + " ";
}

/// Event batches of the days before the cycle, as many as it has, that no earlier cycle holds.
std::vector<Batch> batches_before(const Ledger& ledger, const Cycle& cycle, Ledger::AsOf known) {
  std::vector<Batch> batches =
      ledger.batches(cycle.experiment, cycle.first - (cycle.last - cycle.first + Days{1}),
                     cycle.first - Days{1}, -1, known);
  const std::vector<Cycle> cycles = ledger.cycles(cycle.experiment, known);
  std::erase_if(batches, [&](const Batch& batch) {
    return batch.grain != Grain::event ||
           std::ranges::any_of(cycles, [&](const Cycle& one) { return one.holds(batch.dated); });
  });
  return batches;
}

/// The units' latest values in the cycle before, where a covariate asks for them.
std::optional<UnitFold> previous_units(const Ledger& ledger, const Cycle& cycle,
                                       const Experiment& plan, Ledger::AsOf known) {
  const bool asked = std::ranges::any_of(
      plan.metrics, [](const Metric& metric) { return metric.covariate == "previous"; });
  if (!asked) return std::nullopt;
  const std::optional<Cycle> before = ledger.cycle(cycle.experiment, cycle.number - 1, known);
  if (!before) return std::nullopt;
  const std::optional<Plan> was = ledger.plan_in_force(before->id, known);
  if (!was) return std::nullopt;
  std::vector<Batch> batches = by_day(rows_of(ledger, *before, known).batches);
  if (const std::optional<UnitState> state = ledger.unit_state(before->id);
      state && state->folded == basis_of(ledger, *before, batches_before(ledger, *before, known)) +
                                    ids_of(batches)) {
    UnitFold fold(was->experiment());
    fold.restore({.run = decode_run(state->bytes), .about = state->about});
    return fold;
  }
  return folded(ledger, std::move(batches), was->experiment());
}

CycleCells fold(const Ledger& ledger, const RecordedRows& rows, const Experiment& plan,
                const LookDays& looks, const UnitFold* previous = nullptr,
                OtherKind* other_kind = nullptr, std::vector<Batch> before = {},
                Nights* nights = nullptr) {
  CycleCells result;
  UnitCells units = unit_cells(ledger, rows.batches, plan, looks, previous, other_kind,
                               std::move(before), nights);
  result.holdings.event_rows = units.event_rows;
  result.holdings.exposure_unknown = units.exposure_unknown;
  result.holdings.units = units.units;
  result.holdings.in_two_variants = units.in_two_variants;
  std::vector<SummaryRow> summary =
      summary_rows(rows.observations, plan, ledger.declared_levels(), other_kind);
  std::erase_if(summary, [&](const SummaryRow& row) { return units.metrics.contains(row.metric); });
  result.cells = std::move(units.cells);
  for (const auto& [look, day] : looks) {
    for (Cell& cell : summary_cells(summary, plan, look, day)) {
      // Distinct units are counted better by unit rows than by a column of summary rows.
      if (cell.metric.empty() && result.holdings.units > 0) continue;
      result.cells.push_back(std::move(cell));
    }
  }
  std::sort(result.cells.begin(), result.cells.end(), [](const Cell& a, const Cell& b) {
    return std::tie(a.look, a.metric, a.variant, a.segment, a.basis) <
           std::tie(b.look, b.metric, b.variant, b.segment, b.basis);
  });
  return result;
}

LookDays looks_of(const Cycle& cycle, const Experiment& plan) {
  LookDays looks;
  const int count = static_cast<int>(look_days(plan.looks, plan.cycle).size());
  for (int look = 1; look <= count; ++look) looks.emplace_back(look, look_day(cycle, plan, look));
  looks.emplace_back(0, std::nullopt);
  return looks;
}

void count_rows(const RecordedRows& rows, Holdings& holdings) {
  holdings.observations = rows.count([](const auto&) { return true; });
  holdings.late = rows.count([](const auto& row) { return row.late; });
}

}  // namespace

CycleCells compute_cells(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                         Ledger::AsOf as_of, WhichRows which) {
  const Ledger::AsOf known = !as_of && cycle.decision ? cycle.decision->operation : as_of;
  RecordedRows rows = rows_of(ledger, cycle, known);
  if (which == WhichRows::in_time) {
    std::erase_if(rows.observations, [](const Observation& row) { return row.late; });
    std::erase_if(rows.batches, [](const Batch& batch) { return batch.late; });
  }
  const std::optional<UnitFold> previous = previous_units(ledger, cycle, plan, known);
  CycleCells result =
      fold(ledger, rows, plan, looks_of(cycle, plan), previous ? &*previous : nullptr, nullptr,
           batches_before(ledger, cycle, known));
  count_rows(rows, result.holdings);
  if (cycle.decision) {
    const RecordedRows all = as_of ? rows : rows_of(ledger, cycle, std::nullopt);
    result.holdings.after_close =
        all.count([&](const auto& row) { return row.operation > cycle.decision->operation; });
  }
  return result;
}

CycleCells refresh_cells(const Ledger& ledger, const Cycle& cycle, const FreshRuns& fresh) {
  const Experiment plan = ledger.plan_in_force(cycle.id).value().experiment();
  const RecordedRows rows = rows_of(ledger, cycle, std::nullopt);
  std::vector<Batch> before = batches_before(ledger, cycle, std::nullopt);
  const std::vector<Batch> batches = by_day(rows.batches);
  const std::string basis = basis_of(ledger, cycle, before);
  Nights nights{.fresh = &fresh, .kept = {}, .folded = 0, .cells = {}, .days = {}};
  const std::optional<UnitState> state = ledger.unit_state(cycle.id);
  if (state && (basis + ids_of(batches)).starts_with(state->folded)) {
    KeptFold kept{.run = decode_run(state->bytes), .about = state->about};
    nights.kept = std::make_shared<const KeptFold>(std::move(kept));
    nights.folded =
        static_cast<std::size_t>(std::ranges::count(state->folded.substr(basis.size()), ' ')) - 1;
    // A further batch of the last day that was folded would come into its middle.
    const bool within_a_day = nights.folded < batches.size() &&
                              batches[nights.folded].dated == batches[nights.folded - 1].dated;
    if (within_a_day) {
      nights.kept.reset();
      nights.folded = 0;
    } else {
      nights.cells = ledger.cells(cycle.id);
      nights.days = ledger.day_cells(cycle.id);
    }
  }
  const std::optional<UnitFold> previous = previous_units(ledger, cycle, plan, std::nullopt);
  CycleCells result = fold(ledger, rows, plan, looks_of(cycle, plan),
                           previous ? &*previous : nullptr, nullptr, std::move(before), &nights);
  count_rows(rows, result.holdings);
  if (nights.kept)
    result.state = UnitState{.folded = basis + ids_of(batches),
                             .about = nights.kept->about,
                             .bytes = encode(nights.kept->run)};
  result.days = std::move(nights.days);
  return result;
}

CycleCells cells_as_made(const Ledger& ledger, const Cycle& cycle) {
  const std::int64_t made = ledger.cells_made_by(cycle);
  const std::optional<Plan> sealed = ledger.plan_in_force(cycle.id, made);
  if (!sealed) return {};
  const Experiment plan = sealed->experiment();
  const RecordedRows rows = rows_of(ledger, cycle, made);
  std::vector<Batch> before = batches_before(ledger, cycle, made);
  const std::string basis = basis_of(ledger, cycle, before);
  const std::optional<UnitFold> previous = previous_units(ledger, cycle, plan, made);
  Nights nights;
  CycleCells result = fold(ledger, rows, plan, looks_of(cycle, plan),
                           previous ? &*previous : nullptr, nullptr, std::move(before), &nights);
  count_rows(rows, result.holdings);
  result.holdings.after_close = ledger.rows_after_decision(cycle);
  result.holdings.recent = recent_figures(ledger, cycle, plan, made);
  if (nights.kept)
    result.state = UnitState{.folded = basis + ids_of(by_day(rows.batches)),
                             .about = nights.kept->about,
                             .bytes = encode(nights.kept->run)};
  result.days = std::move(nights.days);
  return result;
}

PrePeriod baseline_cells(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                         Days last, Ledger::AsOf as_of) {
  // Rows of whole cycles are no pre-period: there is no cycle 0.
  Cycle before;
  before.experiment = cycle.experiment;
  before.first = cycle.first - last;
  before.last = cycle.first - Days{1};
  PrePeriod result;
  result.cells = fold(ledger, rows_of(ledger, before, as_of), plan, {{0, std::nullopt}}, nullptr,
                      &result.other_kind)
                     .cells;
  std::erase_if(result.cells,
                [&](const Cell& cell) { return result.other_kind.contains(cell.metric); });
  return result;
}

const Cell* find_cell(const std::vector<Cell>& cells, int look, std::string_view metric,
                      std::string_view variant, std::string_view segment, Basis basis) {
  const std::tuple wanted(look, metric, variant, segment, basis);
  const auto key = [](const Cell& cell) {
    return std::tuple(cell.look, std::string_view(cell.metric), std::string_view(cell.variant),
                      std::string_view(cell.segment), cell.basis);
  };
  const auto found = std::ranges::lower_bound(cells, wanted, {}, key);
  return found != cells.end() && key(*found) == wanted ? &*found : nullptr;
}

}  // namespace collab
