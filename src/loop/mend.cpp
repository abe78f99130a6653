// correct, retract, undo: three ways to find rows, one way to revise them.
#include "collab/loop/mend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/model/text.hpp"
#include "collab/review/review.hpp"
#include "loop/revise.hpp"

namespace collab {
namespace {

void check_reason(const std::string& reason, const std::string& example) {
  if (is_blank(reason))
    throw Error(ExitCode::usage, "reason-missing", "what is mended needs its reason",
                example + " -m \"…\"");
}

const Ledger& ledger_with_rows(Project& project, const std::string& experiment) {
  if (const Ledger* ledger = project.ledger_if_there()) return *ledger;
  throw Error(ExitCode::not_found, "nothing-recorded",
              fmt::format("nothing was recorded for '{}' yet", experiment),
              fmt::format("collab record {} NAME=VALUE", experiment));
}

/// A row that says how many distinct units it is of says so still, if its size is the same.
void keep_units(const Statistics& was, Statistics& now) {
  const auto units = find(was, "units");
  if (!units || find(now, "units") || find(was, "n") != find(now, "n")) return;
  now.emplace_back("units", *units);
  std::ranges::sort(now);
}

Revisions other_numbers(Project& project, const TypedRow& row, const InForce& in_force) {
  const Ledger& ledger = ledger_with_rows(project, row.experiment);
  Revisions found;
  for (Observation& now : typed_observations(project, in_force.by(row.period), row)) {
    const Cycle* latest = in_force.latest();
    if (!now.period) now.cycle = latest ? latest->number : 0;
    const auto was = ledger.observation_like(now);
    if (!was)
      throw Error(ExitCode::not_found, "nothing-recorded",
                  fmt::format("{} of {} has no row {}{}{} to correct", now.metric, now.variant,
                              now.period ? "of " + to_string(*now.period)
                                         : fmt::format("for cycle {} as a whole", now.cycle),
                              now.segment.empty() ? "" : " for " + now.segment,
                              now.location.empty() ? "" : " at " + now.location),
                  fmt::format("collab list observations --where experiment={} shows what there is",
                              row.experiment));
    if (was->statistics.empty())
      throw Error(
          ExitCode::not_found, "nothing-recorded",
          fmt::format("{} of {} was retracted in op_{}", now.metric, now.variant, was->operation),
          fmt::format("put it back first: collab undo op_{} -m WHY", was->operation));
    keep_units(was->statistics, now.statistics);
    if (was->statistics == now.statistics)
      ++found.unchanged;
    else
      found.rows.push_back({.was = *was, .now = now.statistics});
  }
  return found;
}

bool fits(const Observation& row, const RetractRequest& request) {
  if (!request.metrics.empty() &&
      std::ranges::find(request.metrics, row.metric) == request.metrics.end())
    return false;
  return (request.variant.empty() || row.variant == request.variant) &&
         (request.location.empty() || row.location == request.location) &&
         (request.feed.empty() || row.feed == request.feed) &&
         (request.segments.empty() || row.segment == segment_set(request.segments)) &&
         (!request.total || (row.segment.empty() && row.location.empty())) && request.batch.empty();
}

/// Narrower than a batch: unit rows cannot be taken back by it.
bool within_batches(const RetractRequest& request) {
  return !request.metrics.empty() || !request.variant.empty() || !request.location.empty() ||
         !request.segments.empty() || request.total;
}

/// A name that nothing has, with the nearest one that something has.
std::string what_was_meant(const Experiment& plan, const RetractRequest& request) {
  std::vector<std::string> metrics, variants, feeds;
  for (const Metric& metric : plan.metrics) metrics.push_back(metric.id);
  for (const Variant& variant : plan.variants) variants.push_back(variant.id);
  for (const Feed& feed : plan.feeds) feeds.push_back(feed.id);
  std::vector<std::pair<std::string, const std::vector<std::string>*>> named{
      {request.variant, &variants}, {request.feed, &feeds}};
  for (const std::string& metric : request.metrics) named.emplace_back(metric, &metrics);
  for (const auto& [name, known] : named) {
    if (name.empty() || std::ranges::find(*known, name) != known->end()) continue;
    const std::string near = nearest(name, *known);
    return near.empty() ? fmt::format("'{}' is not known; known: {}", name, fmt::join(*known, ", "))
                        : fmt::format("did you mean '{}'?", near);
  }
  return fmt::format("collab list observations --where experiment={} shows what there is", plan.id);
}

Revisions taken_back(Project& project, const RetractRequest& request, const InForce& in_force) {
  const std::string& experiment = request.cycle.experiment;
  const Ledger& ledger = ledger_with_rows(project, experiment);
  Day first = Day::max(), last = Day::min();
  int number = 0;
  if (request.periods) {
    first = request.periods->first;
    last = request.periods->last;
  } else {
    number = cycle_number(ledger, request.cycle);
    const Cycle cycle = ledger.cycle(experiment, number).value();
    first = cycle.first;
    last = cycle.end();
  }
  Revisions found;
  for (Observation& row : ledger.observations(experiment, first, last, number))
    if (fits(row, request)) found.rows.push_back({.was = std::move(row), .now = {}});
  bool left_out = false;
  for (Batch& batch : ledger.batches(experiment, first, last, number)) {
    if (!(request.feed.empty() || batch.feed == request.feed) ||
        !(request.batch.empty() || batch.name == request.batch))
      continue;
    if (within_batches(request))
      left_out = true;
    else
      found.batches.push_back({.was = std::move(batch), .now = {}});
  }
  if (found.empty())
    throw Error(ExitCode::not_found, "nothing-recorded",
                fmt::format("'{}' has no such rows {}", experiment,
                            request.periods ? "in those days" : fmt::format("in cycle {}", number)),
                left_out
                    ? "unit and event rows are taken back by the batch: --feed ID, with --period "
                      "D where it has one, and nothing narrower"
                    : what_was_meant(in_force.experiment, request));
  return found;
}

[[noreturn]] void changed_since(std::int64_t operation, std::int64_t later,
                                const std::string& what) {
  throw Error(ExitCode::conflict, "changed-since",
              fmt::format("{} changed again in op_{}, after op_{}", what, later, operation),
              fmt::format("undo that first: collab undo op_{}", later));
}

Revisions put_back(const Ledger& ledger, std::int64_t operation) {
  Revisions found;
  for (const Observation& row : ledger.observations_of_operation(operation)) {
    const auto current = ledger.observation_like(row).value();
    if (current.id != row.id)
      changed_since(operation, current.operation, fmt::format("{} of {}", row.metric, row.variant));
    const auto before = ledger.observation_before(row.id);
    found.rows.push_back({.was = row, .now = before ? before->statistics : Statistics{}});
  }
  for (const Batch& batch : ledger.batches_of_operation(operation)) {
    if (batch.grain == Grain::summary) continue;
    const auto current = ledger.batch_like(batch).value();
    if (current.id != batch.id)
      changed_since(operation, current.operation, fmt::format("the rows of feed {}", batch.feed));
    std::optional<Batch> before = ledger.batch_before(batch.id);
    if (before && before->digest.empty()) before.reset();
    found.batches.push_back({.was = batch, .now = std::move(before)});
  }
  return found;
}

std::string experiment_of(const Ledger& ledger, std::int64_t operation) {
  const auto known = ledger.operation(operation);
  if (!known)
    throw Error(ExitCode::not_found, "no-such-operation",
                fmt::format("there is no operation op_{}", operation), "collab log shows them");
  for (const Batch& batch : ledger.batches_of_operation(operation)) return batch.experiment;
  throw Error(ExitCode::invalid, "not-undoable",
              fmt::format("op_{} ({}) recorded no rows", operation, known->verb),
              known->verb == "plan"
                  ? "a plan is changed by an amendment: collab plan EXP --amend -m WHY"
              : known->verb == "decide"
                  ? "a decision stands; the next cycle is planned with collab plan EXP"
                  : "record, run, correct, retract and undo can be undone");
}

}  // namespace

MendReport correct(Project& project, const TypedRow& row, const MendReport* shown) {
  check_reason(row.options.reason, fmt::format("collab correct {} NAME=VALUE", row.experiment));
  return revise(project,
                {.verb = "correct",
                 .experiment = row.experiment,
                 .reason = row.options.reason,
                 .shown = shown},
                [&](const InForce& in_force) { return other_numbers(project, row, in_force); });
}

MendReport retract(Project& project, const RetractRequest& request, const MendReport* shown) {
  const std::string& experiment = request.cycle.experiment;
  check_reason(request.reason, fmt::format("collab retract {} --period D", experiment));
  if (!request.periods && !within_batches(request) && request.feed.empty() && request.batch.empty())
    throw Error(
        ExitCode::usage, "argument-missing",
        fmt::format("which rows of '{}' are taken back?", experiment),
        fmt::format("collab retract {} --period D, --feed ID, METRIC or --variant V", experiment));
  return revise(
      project,
      {.verb = "retract", .experiment = experiment, .reason = request.reason, .shown = shown},
      [&](const InForce& in_force) { return taken_back(project, request, in_force); });
}

MendReport undo(Project& project, std::int64_t operation, const std::string& reason,
                const MendReport* shown) {
  check_reason(reason, fmt::format("collab undo op_{}", operation));
  const Ledger* ledger = project.ledger_if_there();
  if (!ledger)
    throw Error(ExitCode::not_found, "no-such-operation", "there is no operation yet",
                "collab log shows them");
  return revise(project,
                {.verb = "undo",
                 .experiment = experiment_of(*ledger, operation),
                 .reason = reason,
                 .shown = shown},
                [&](const InForce&) { return put_back(*ledger, operation); });
}

}  // namespace collab
