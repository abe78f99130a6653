#include "loop/changes.hpp"

#include <iterator>

#include "collab/review/review.hpp"
#include "collab/review/series.hpp"
#include "loop/contingencies.hpp"
#include "loop/looks.hpp"

namespace collab {
namespace {

void rebuild_cells(LedgerWriter& writer, const Ledger& ledger, const InForce& in_force,
                   const Changes& changes) {
  for (const auto& [number, rows] : changes.rows) {
    if (number == 0) continue;
    const Cycle cycle = ledger.cycle(in_force.experiment.id, number).value();
    Holdings held = ledger.holdings(cycle.id);
    if (cycle.decision) {
      // A closed review stays as it was: its cells are those at the decision.
      ++held.generation;
      held.after_close += rows;
      writer.replace_cells(cycle.id, ledger.cells(cycle.id), held);
      continue;
    }
    const Plan plan = ledger.plan_in_force(cycle.id).value();
    CycleCells fresh = refresh_cells(ledger, cycle, changes.runs);
    fresh.holdings.generation = held.generation + 1;
    fresh.holdings.expect = usual_expectation(in_force.experiment);
    writer.replace_cells(cycle.id, fresh.cells, fresh.holdings);
    writer.keep_units(cycle.id, fresh.state, fresh.days);
    // Those of the new days are read from what was just kept.
    fresh.holdings.recent = recent_figures(ledger, cycle, plan.experiment());
    writer.set_recent(cycle.id, fresh.holdings.recent);
  }
}

void append(std::vector<LookResult>& all, std::vector<LookResult>&& more) {
  all.insert(all.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
}

}  // namespace

Experiment agreed_plan(const Plan& plan, const InForce& in_force) {
  Experiment agreed = plan.experiment();
  agreed.expect = usual_expectation(in_force.experiment);
  return agreed;
}

Consequences follow(LedgerWriter& writer, const Project& project, const Ledger& ledger,
                    const InForce& in_force, const Changes& changes,
                    std::optional<std::chrono::seconds> overdue_after) {
  rebuild_cells(writer, ledger, in_force, changes);
  Consequences result;
  if (!in_force.cycles.empty() && !in_force.cycles.back().decision) {
    const Cycle& open = in_force.cycles.back();
    if (const auto plan = ledger.plan_in_force(open.id)) {
      const Experiment sealed = agreed_plan(*plan, in_force);
      const auto corrected = changes.corrected.find(open.number);
      if (corrected != changes.corrected.end())
        append(result.looks, judge_anew(writer, ledger, open, sealed, corrected->second));
      if (changes.any()) append(result.looks, store_night(writer, ledger, open, sealed));
      const std::vector<DueLook> due =
          looks_to_store(project, ledger, open, sealed, ledger.cells(open.id), overdue_after);
      append(result.looks, store_looks(writer, ledger, open, sealed, due));
      result.stored = !due.empty();
    }
  }
  result.contingencies = store_contingencies(writer, project, ledger, in_force);
  result.stored = result.stored || !result.looks.empty() || !result.contingencies.empty();
  return result;
}

}  // namespace collab
