#include "loop/revise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/review/cells.hpp"
#include "loop/changes.hpp"
#include "loop/forgotten_units.hpp"
#include "loop/store.hpp"

namespace collab {
namespace {

int cycle_of(const InForce& in_force, const std::optional<Day>& period, int whole_cycle) {
  if (!period) return whole_cycle;
  const Cycle* cycle = in_force.holding(*period);
  return cycle ? cycle->number : 0;
}

bool is_closed(const InForce& in_force, int number) {
  for (const Cycle& cycle : in_force.cycles)
    if (cycle.number == number) return cycle.decision.has_value();
  return false;
}

/// The metrics that a run has values of; fields of covariates are among them, and harm nothing.
std::set<std::string> metrics_of(const Ledger& ledger, const Batch& batch) {
  std::set<std::string> metrics;
  if (batch.digest.empty()) return metrics;
  for (const std::string& field : decode_run(ledger.run(batch.id).bytes).fields)
    metrics.insert(field.substr(0, field.find('.')));
  return metrics;
}

void check_totals(const Project& project, const Ledger& ledger, const std::string& experiment,
                  const Revisions& revisions) {
  std::set<std::pair<std::optional<Day>, int>> spans;
  for (const Revisions::Row& row : revisions.rows)
    spans.emplace(row.was.period, row.was.period ? 0 : row.was.cycle);
  for (const auto& [period, cycle] : spans) {
    std::vector<Observation> rows =
        period ? ledger.observations(experiment, *period, *period, 0)
               : ledger.observations(experiment, Day::max(), Day::min(), cycle);
    for (const Revisions::Row& row : revisions.rows) {
      std::erase_if(rows, [&](const Observation& one) { return same_key(one, row.was); });
      if (row.now.empty() || row.was.period != period || (!period && row.was.cycle != cycle))
        continue;
      rows.push_back(row.was);
      rows.back().statistics = row.now;
    }
    if (const auto unequal = unequal_totals(rows, project.program().segments))
      throw Error(ExitCode::invalid, "unequal-totals", *unequal,
                  "take the total back first (collab retract --total), or correct the whole file: "
                  "record --from FILE --on-conflict correct");
  }
}

/// What comes back must fit what was recorded meanwhile, as a recording must.
void check_return(const Ledger& ledger, const InForce& in_force, const Revisions& revisions) {
  const auto refuse = [](Diagnostic fault) {
    fault.hint = "take back what came in its place first: collab retract";
    throw Error(ExitCode::invalid, std::vector{std::move(fault)});
  };
  const auto unit_rows = [&](int number, const std::string& metric) -> std::optional<bool> {
    const auto cycle = ledger.cycle(in_force.experiment.id, number);
    if (!cycle) return std::nullopt;
    for (const Cell& cell : ledger.cells(cycle->id, 0))
      if (cell.metric == metric) return cell.unit_rows;
    return std::nullopt;
  };
  const auto other_grain = [&](int number, const std::string& metric, bool units) {
    if (unit_rows(number, metric).value_or(units) == units) return;
    refuse({.slug = "two-grains",
            .message = fmt::format("{} has {} rows in cycle {} now", metric,
                                   units ? "summary" : "unit", number)});
  };
  for (const Revisions::Row& row : revisions.rows) {
    if (!row.was.statistics.empty() || row.now.empty()) continue;
    const int number = cycle_of(in_force, row.was.period, row.was.cycle);
    other_grain(number, row.was.metric, false);
    for (const Cycle& cycle : in_force.cycles)
      if (cycle.number == number)
        if (auto fault = other_span(ledger, cycle, {row.was})) refuse(std::move(*fault));
  }
  for (const Revisions::UnitRows& batch : revisions.batches)
    if (batch.now && batch.was.digest.empty())
      for (const std::string& metric : metrics_of(ledger, *batch.now))
        other_grain(cycle_of(in_force, batch.was.period, batch.was.cycle), metric, true);
}

/// Is it what was shown? By the rows that stood, which have numbers, and by what is to stand.
bool same_changes(const MendReport& one, const MendReport& other) {
  const auto same_row = [](const MendReport::Row& a, const MendReport::Row& b) {
    return a.was.id == b.was.id && a.now.statistics == b.now.statistics;
  };
  const auto same_batch = [](const MendReport::UnitRows& a, const MendReport::UnitRows& b) {
    return a.feed == b.feed && a.name == b.name && a.period == b.period && a.was == b.was &&
           a.now == b.now && a.recorded == b.recorded;
  };
  return std::ranges::equal(one.rows, other.rows, same_row) &&
         std::ranges::equal(one.batches, other.batches, same_batch);
}

void tell(const Ledger& ledger, const InForce& in_force, const Revisions& revisions,
          MendReport& report) {
  report.unchanged = revisions.unchanged;
  for (const Revisions::Row& row : revisions.rows) {
    Observation now = row.was;
    now.statistics = row.now;
    report.rows.push_back({.was = row.was,
                           .now = std::move(now),
                           .recorded = who_and_when(ledger, row.was.operation)});
    const int cycle = cycle_of(in_force, row.was.period, row.was.cycle);
    report.closed += is_closed(in_force, cycle) ? 1 : 0;
  }
  for (const Revisions::UnitRows& batch : revisions.batches) {
    const int cycle = cycle_of(in_force, batch.was.period, batch.was.cycle);
    report.batches.push_back({.feed = batch.was.feed,
                              .name = batch.was.name,
                              .period = batch.was.period,
                              .cycle = cycle,
                              .was = batch.was.digest.empty() ? 0 : batch.was.rows,
                              .now = batch.now ? batch.now->rows : 0,
                              .recorded = who_and_when(ledger, batch.was.operation)});
    report.closed += is_closed(in_force, cycle)
                         ? std::max(report.batches.back().was, report.batches.back().now)
                         : 0;
  }
}

void write_rows(LedgerWriter& writer, const InForce& in_force, const Revisions& revisions,
                const std::string& reason, Changes& changes) {
  // Rows stay with the feed that brought them, one batch for each of its periods.
  std::map<std::tuple<std::string, std::optional<Day>, int, Counts>,
           std::vector<const Revisions::Row*>>
      by_batch;
  for (const Revisions::Row& row : revisions.rows)
    by_batch[{row.was.feed, row.was.period, row.was.period ? 0 : row.was.cycle, row.was.counts}]
        .push_back(&row);
  for (const auto& [key, rows] : by_batch) {
    const Observation& first = rows.front()->was;
    const std::int64_t batch = writer.add_batch({.experiment = first.experiment,
                                                 .feed = first.feed,
                                                 .period = first.period,
                                                 .cycle = first.period ? 0 : first.cycle,
                                                 .dated = first.dated,
                                                 .grain = Grain::summary,
                                                 .counts = first.counts,
                                                 .rows = static_cast<std::int64_t>(rows.size()),
                                                 .late = first.late,
                                                 .reason = reason});
    const int cycle = cycle_of(in_force, first.period, first.cycle);
    changes.rows[cycle] += static_cast<std::int64_t>(rows.size());
    for (const Revisions::Row* row : rows) {
      // The old row put right: it keeps its day, and is not late for coming later.
      Observation now = row->was;
      now.batch = batch;
      now.statistics = row->now;
      writer.add_observation(now);
      changes.corrected[cycle].insert(now.metric);
    }
  }
}

void write_batches(LedgerWriter& writer, const Ledger& ledger, const InForce& in_force,
                   const Revisions& revisions, const std::string& reason, Changes& changes) {
  for (const Revisions::UnitRows& batch : revisions.batches) {
    const int cycle = cycle_of(in_force, batch.was.period, batch.was.cycle);
    for (const Batch* side : {&batch.was, batch.now ? &*batch.now : nullptr})
      if (side != nullptr) changes.corrected[cycle].merge(metrics_of(ledger, *side));
    Batch now = batch.now.value_or(batch.was);
    now.reason = reason;
    now.late = batch.was.late;
    now.source = {};
    std::optional<StoredRun> run;
    if (batch.now) run = ledger.run(batch.now->id);
    if (run && run->contested) run->digest = digest_of(ledger, *run);
    now.digest = run ? run->digest : "";  // units of it may be forgotten since
    const std::int64_t id = writer.add_batch(now);
    changes.rows[cycle] += now.rows;
    if (!run) continue;
    run->batch = id;
    writer.add_run(*run);
  }
}

}  // namespace

MendReport revise(Project& project, const Mending& mending,
                  const std::function<Revisions(const InForce&)>& find) {
  InForce in_force = collab::in_force(project, mending.experiment);
  MendReport report{.verb = mending.verb,
                    .experiment = mending.experiment,
                    .reason = mending.reason,
                    .dry_run = project.request().dry_run,
                    .next_command = "collab review " + mending.experiment};
  Revisions revisions = find(in_force);
  const auto look_at = [&](const Ledger& ledger) {
    check_return(ledger, in_force, revisions);
    check_totals(project, ledger, mending.experiment, revisions);
    tell(ledger, in_force, revisions, report);
  };
  if (report.dry_run || revisions.empty()) {
    look_at(*project.ledger_if_there());
    return report;
  }
  Ledger& ledger = project.ledger();
  LedgerWriter writer = ledger.write(project.operation(mending.verb, mending.reason));
  in_force.cycles = ledger.cycles(mending.experiment);
  revisions = find(in_force);
  look_at(ledger);
  if (mending.shown != nullptr && !same_changes(*mending.shown, report))
    throw Error(ExitCode::conflict, "changed-meanwhile",
                "other rows were recorded while the question stood; nothing was written",
                "look again: the same command shows what it would change now");
  if (revisions.empty()) return report;
  Changes changes;
  write_rows(writer, in_force, revisions, mending.reason, changes);
  write_batches(writer, ledger, in_force, revisions, mending.reason, changes);
  Consequences then = follow(writer, project, ledger, in_force, changes, {});
  report.looks = std::move(then.looks);
  report.contingencies = std::move(then.contingencies);
  report.operation = writer.commit().id;
  return report;
}

}  // namespace collab
