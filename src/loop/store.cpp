#include "loop/store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/review/looks.hpp"

namespace collab {

Store::Store(Project& project, const InForce& in_force, const RecordOptions& options,
             RecordReport& report, LedgerWriter* writer)
    : project_(project),
      in_force_(in_force),
      options_(options),
      report_(report),
      writer_(writer),
      ledger_(project.ledger_if_there()) {
  if (!ledger_) return;
  for (const Cycle& cycle : in_force.cycles) {
    const std::vector<StoredLook> stored = looks_in_force(*ledger_, cycle);
    if (stored.empty()) continue;
    const Experiment plan = ledger_->plan_in_force(cycle.id).value().experiment();
    const std::vector<Days> days = look_days(plan.looks, plan.cycle);
    for (const StoredLook& look : stored) {
      const auto number = static_cast<std::size_t>(look.look);
      if (number == 0 || number > days.size()) continue;
      Day& through = judged_through_[cycle.number];
      through = std::max(through, cycle.first + days[number - 1] - Days{1});
    }
  }
}

Store::Place Store::place_of(const std::optional<Day>& period) const {
  const Day today = project_.clock().today;
  if (!period) {
    const Cycle* latest = in_force_.latest();
    if (!latest)
      throw Error(ExitCode::not_found, "no-cycle",
                  fmt::format("'{}' has no cycle yet, and these rows name no period",
                              in_force_.experiment.id),
                  fmt::format("plan it first: collab plan {}", in_force_.experiment.id));
    if (today < latest->first)
      throw Error(ExitCode::invalid, "cycle-not-begun",
                  fmt::format("cycle {} of '{}' begins on {}, and these rows name no period",
                              latest->number, latest->experiment, to_string(latest->first)),
                  "say --period D for rows from before the cycle");
    const bool closed = latest->decision.has_value();
    return {.cycle = latest->number,
            .dated = std::min(today, latest->end()),
            .late = closed,
            .closed = closed};
  }
  const Cycle* cycle = in_force_.holding(*period);
  if (!cycle) return {.dated = *period};
  const auto judged = judged_through_.find(cycle->number);
  const bool closed = cycle->decision.has_value();
  return {.cycle = cycle->number,
          .dated = *period,
          .late = closed || (judged != judged_through_.end() && *period <= judged->second),
          .closed = closed};
}

std::string who_and_when(const Ledger& ledger, std::int64_t id) {
  const auto operation = ledger.operation(id);
  if (!operation) return {};
  return fmt::format("{} at {} (op_{})", operation->actor, to_string(operation->now), id);
}

std::optional<std::string> Store::mended(std::int64_t id) const {
  const auto operation = ledger_->operation(id);
  if (!operation) return std::nullopt;
  const std::string_view word = operation->verb == "correct"   ? "corrected"
                                : operation->verb == "retract" ? "retracted"
                                : operation->verb == "undo"    ? "put back"
                                                               : "";
  if (word.empty()) return std::nullopt;
  return fmt::format("{} in op_{} by {}: {}; collab undo op_{} takes that back", word, id,
                     operation->actor, operation->reason, id);
}

bool Store::said_before(const Observation& current, const Statistics& statistics) const {
  for (auto old = ledger_->observation_before(current.id); old;
       old = ledger_->observation_before(old->id))
    if (old->statistics == statistics) return true;
  return false;
}

bool Store::said_before(const Batch& current, const std::string& digest) const {
  for (auto old = ledger_->batch_before(current.id); old; old = ledger_->batch_before(old->id))
    if (old->digest == digest) return true;
  return false;
}

void Store::refuse(BatchReport& batch, Diagnostic fault) {
  batch.outcome = BatchReport::Outcome::invalid;
  report_.code = worst(report_.code, ExitCode::invalid);
  if (fault.at.file.empty()) fault.at.file = batch.source;
  report_.faults.push_back(std::move(fault));
}

bool Store::resolve(const Intake& intake, std::int64_t rows, std::string what, BatchReport& batch) {
  batch.message = std::move(what);
  switch (intake.on_conflict) {
    case OnConflict::refuse: {
      batch.outcome = BatchReport::Outcome::conflict;
      report_.tally.conflicts += rows;
      report_.code = worst(report_.code, ExitCode::conflict);
      const bool nightly_file = !batch.period && !intake.feed.empty();
      report_.faults.push_back(
          {.slug = "conflict",
           .message = fmt::format(
               "{} {}: {}", batch.feed.empty() ? "typed" : batch.feed,
               batch.period ? to_string(*batch.period) : "cycle " + batch.cycle + " as a whole",
               batch.message),
           .hint =
               fmt::format("{}to replace it and keep the old: --on-conflict correct -m WHY; to "
                           "leave it: --on-conflict keep",
                           nightly_file ? "a file that is overwritten every night needs --period "
                                          "yesterday; "
                                        : ""),
           .at = {.file = batch.source}});
      return false;
    }
    case OnConflict::keep:
      batch.outcome = BatchReport::Outcome::kept;
      report_.tally.kept += rows;
      return false;
    case OnConflict::correct:
      batch.outcome = BatchReport::Outcome::corrected;
      report_.tally.corrected += rows;
      return true;
  }
  return false;
}

void Store::count(const Place& place, std::int64_t rows, std::int64_t late, BatchReport& batch) {
  batch.late += late;
  report_.tally.late += late;
  if (place.cycle == 0) {
    batch.between += rows;
    report_.tally.between += rows;
  }
  changes_.rows[place.cycle] += rows;
}

void Store::take(const Intake& intake) {
  for (const Part& part : intake.parts) {
    const Place place = place_of(part.period);
    BatchReport batch{.feed = intake.feed,
                      .source = intake.source,
                      .period = part.period,
                      .cycle = place.cycle == 0 ? "between" : std::to_string(place.cycle),
                      .rows = part.rows};
    if (intake.grain != Grain::summary)
      take_units(intake, part, place, batch);
    else
      take_summary(intake, part, place, batch);
    if (batch.outcome == BatchReport::Outcome::conflict ||
        batch.outcome == BatchReport::Outcome::invalid ||
        batch.outcome == BatchReport::Outcome::kept)
      unsettled_.insert(&intake);
    report_.batches.push_back(std::move(batch));
  }
  store_pending_runs();
}

std::optional<bool> Store::unit_rows_of(int cycle, const std::string& metric) {
  if (cycle == 0 || !ledger_) return std::nullopt;
  auto [grains, fresh] = grains_.try_emplace(cycle);
  if (fresh)
    if (const auto known = ledger_->cycle(in_force_.experiment.id, cycle))
      for (const Cell& cell : ledger_->cells(known->id, 0))
        if (!cell.metric.empty()) grains->second.emplace(cell.metric, cell.unit_rows);
  const auto found = grains->second.find(metric);
  if (found == grains->second.end()) return std::nullopt;
  return found->second;
}

std::optional<Diagnostic> Store::other_grain(int cycle, const std::string& metric, bool units) {
  const std::optional<bool> there = unit_rows_of(cycle, metric);
  if (!there || *there == units) {
    if (cycle != 0) grains_[cycle].emplace(metric, units);
    return std::nullopt;
  }
  return Diagnostic{.slug = "two-grains",
                    .message = fmt::format(
                        "{} has {} rows in cycle {}: {} rows of the same units would be counted "
                        "beside them",
                        metric, *there ? "unit" : "summary", cycle, units ? "unit" : "summary"),
                    .hint = "deliver a metric in one grain within a cycle"};
}

}  // namespace collab
