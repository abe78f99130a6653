#include "loop/looks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "collab/feeds/zone.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/looks.hpp"

namespace collab {
namespace {

Day day_of(const Cycle& cycle, const Experiment& plan, int look) {
  const std::vector<Days> days = look_days(plan.looks, plan.cycle);
  return cycle.first + days[static_cast<std::size_t>(look - 1)] - Days{1};
}

/// How many days a row speaks for: a weekly figure dated on its first day is complete for its week.
Days period_length(std::string_view expect) {
  return expect == "weekly" ? Days{7} : expect == "monthly" ? Days{28} : Days{1};
}

LookResult result_of(const StoredLook& look, Day day) {
  return {.look = look.look,
          .day = day,
          .metric = look.metric,
          .variant = look.variant,
          .verdict = look.verdict};
}

bool same_figures(const StoredLook& a, const StoredLook& b) {
  const auto equal = [](const Estimate& x, const Estimate& y) {
    return x.value == y.value && x.low == y.low && x.high == y.high;
  };
  return a.verdict == b.verdict && a.reason == b.reason && a.arm.n == b.arm.n &&
         a.base.n == b.base.n && equal(a.effect.absolute, b.effect.absolute) &&
         equal(a.effect.relative, b.effect.relative);
}

}  // namespace

std::vector<DueLook> looks_to_store(const Project& project, const Ledger& ledger,
                                    const Cycle& cycle, const Experiment& plan,
                                    const std::vector<Cell>& cells,
                                    std::optional<std::chrono::seconds> overdue_after,
                                    bool as_they_are) {
  std::vector<DueLook> due;
  if (cycle.decision) return due;
  std::set<int> stored;
  for (const StoredLook& look : looks_in_force(ledger, cycle)) stored.insert(look.look);
  const int looks = static_cast<int>(look_days(plan.looks, plan.cycle).size());
  for (int look = 1; look <= looks; ++look) {
    const Day day = day_of(cycle, plan, look);
    if (project.clock().today <= day || stored.contains(look)) continue;
    const bool overdue =
        overdue_after && project.clock().now >=
                             start_of(day + Days{1}, project.program().time_zone) + *overdue_after;
    if (as_they_are || overdue ||
        look_complete(cycle, plan, cells, look, period_length(plan.expect)))
      due.push_back({.number = look, .day = day});
  }
  return due;
}

std::vector<LookResult> store_looks(LedgerWriter& writer, const Ledger& ledger, const Cycle& cycle,
                                    const Experiment& plan, const std::vector<DueLook>& due) {
  std::vector<LookResult> results;
  if (due.empty()) return results;
  const std::vector<Cell> cells = ledger.cells(cycle.id);
  std::vector<StoredLook> stored = looks_in_force(ledger, cycle);
  for (const DueLook& look : due)
    for (StoredLook& judged : judge_look(ledger, cycle, plan, cells, look.number)) {
      judged.cycle = cycle.number;
      writer.add_look(cycle.id, judged);
      stored.push_back(judged);
      // What an earlier look settled is kept for the case that a correction unsettles it.
      if (standing(stored, judged.metric, judged.variant, look.number)->look == look.number)
        results.push_back(result_of(judged, look.day));
    }
  return results;
}

std::vector<LookResult> store_night(LedgerWriter& writer, const Ledger& ledger, const Cycle& cycle,
                                    const Experiment& plan) {
  std::vector<LookResult> results;
  const std::vector<StoredLook> stored = looks_in_force(ledger, cycle);
  const auto stands = [&](const StoredLook& night) {
    const StoredLook* last = nullptr;
    for (const StoredLook& each : stored) {
      if (each.look == 0 && each.metric == night.metric && each.variant == night.variant)
        last = &each;
    }
    return last != nullptr && last->verdict == Verdict::broken;
  };
  const std::vector<Cell> cells = ledger.cells(cycle.id);
  for (const StoredLook& night : judge_night(ledger, cycle, plan, cells)) {
    if (night.verdict != Verdict::broken || stands(night)) continue;
    writer.add_look(cycle.id, night);
    results.push_back(result_of(night, find_cell(cells, 0, night.metric, night.variant)->through));
  }
  return results;
}

std::vector<LookResult> judge_anew(LedgerWriter& writer, const Ledger& ledger, const Cycle& cycle,
                                   const Experiment& plan, const std::set<std::string>& metrics) {
  std::vector<LookResult> results;
  std::set<std::string> affected = metrics;
  // Goals that share their error are judged together: what one loses, another may have lived on.
  const bool any_goal = std::ranges::any_of(plan.metrics, [&](const Metric& metric) {
    return metric.role == Role::goal && metrics.contains(metric.id);
  });
  if (any_goal && plan.multiplicity != "none")
    for (const Metric& metric : plan.metrics)
      if (metric.role == Role::goal) affected.insert(metric.id);
  std::map<int, std::vector<StoredLook>> by_number;
  for (StoredLook& look : looks_in_force(ledger, cycle))
    by_number[look.look].push_back(std::move(look));
  // Late rows never replace a stored result: a correction is judged on what was in time, corrected.
  const std::vector<Cell> cells = compute_cells(ledger, cycle, plan, {}, WhichRows::in_time).cells;
  for (const auto& [number, before] : by_number)
    for (StoredLook& judged : number == 0 ? judge_night(ledger, cycle, plan, cells)
                                          : judge_look(ledger, cycle, plan, cells, number)) {
      if (!affected.contains(judged.metric)) continue;
      const auto last =
          std::ranges::find_if(before.rbegin(), before.rend(), [&](const StoredLook& look) {
            return look.metric == judged.metric && look.variant == judged.variant;
          });
      if (number == 0 && last == before.rend()) continue;  // was never found broken
      if (last != before.rend() && same_figures(*last, judged)) continue;
      judged.cycle = cycle.number;
      judged.correction = true;
      writer.add_look(cycle.id, judged);
      const Cell* cell = find_cell(cells, 0, judged.metric, judged.variant);
      const Day night = cell == nullptr ? cycle.first : cell->through;
      results.push_back(result_of(judged, number == 0 ? night : day_of(cycle, plan, number)));
    }
  return results;
}

}  // namespace collab
