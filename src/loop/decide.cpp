#include "collab/loop/decide.hpp"

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/text.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/learning.hpp"
#include "collab/review/review.hpp"
#include "collab/review/series.hpp"
#include "loop/looks.hpp"
#include "loop/sealing.hpp"

namespace collab {
namespace {

void check_flags(const DecideRequest& request) {
  if (is_blank(request.reason))
    throw Error(ExitCode::usage, "reason-missing", "a decision needs its reason",
                fmt::format("collab decide {} {} -m \"what we learned\"", request.cycle.experiment,
                            name_of(request.kind)));
  const bool goes_on = request.kind == DecisionKind::adapt || request.kind == DecisionKind::extend;
  if (request.next && !goes_on)
    throw Error(
        ExitCode::usage, "no-next-cycle",
        fmt::format("{} ends the experiment: there is no next cycle", name_of(request.kind)),
        "--next goes with adapt and extend");
  if (request.early && request.kind != DecisionKind::abandon)
    throw Error(ExitCode::usage, "early-unused",
                fmt::format("{} breaks no promise", name_of(request.kind)),
                "--early goes with abandon");
  if (request.starts && !request.next)
    throw Error(ExitCode::usage, "starts-without-next", "--starts is for the next cycle",
                "add --next, or say it when you plan: collab plan EXP --starts D");
}

void check_standard(const DecideRequest& request) {
  const bool any = !request.standard.empty() || !request.place.empty() || request.check_on;
  if (any && request.kind != DecisionKind::adopt)
    throw Error(ExitCode::usage, "standard-unused",
                fmt::format("{} makes nothing the standard", name_of(request.kind)),
                "--standard, --where and --check-on go with adopt");
}

/// What adopting makes the standard.
Standard standard_of(const DecideRequest& request, const Experiment& plan, const Cycle& cycle,
                     const Decision& decision) {
  Standard standard{.experiment = cycle.experiment,
                    .cycle = cycle.number,
                    .variant = decision.variant,
                    .becomes = request.standard,
                    .place = request.place,
                    .since = decision.day,
                    .check_on = request.check_on.value_or(decision.day + standard_check_after)};
  if (standard.check_on <= decision.day)
    throw Error(ExitCode::invalid, "check-too-early",
                fmt::format("{} is not after the decision", to_string(standard.check_on)),
                "--check-on says when somebody looks whether it is still done");
  for (const Variant& variant : plan.variants)
    if (standard.becomes.empty() && variant.id == decision.variant)
      standard.becomes = variant.does.empty() ? variant.id : variant.does;
  return standard;
}

void check_variant(const DecideRequest& request, const Experiment& plan) {
  const std::vector<std::string> treatments = plan.treatments();
  if (request.kind == DecisionKind::adopt && request.variant.empty() && treatments.size() > 1)
    throw Error(ExitCode::usage, "variant-missing", "which variant is adopted?",
                fmt::format("--variant {}", fmt::join(treatments, "|")));
  if (!request.variant.empty() && !plan.has_variant(request.variant)) {
    const std::string near = nearest(request.variant, treatments);
    throw Error(ExitCode::invalid, "unknown-variant",
                fmt::format("'{}' is not a variant of '{}'", request.variant, plan.id),
                !near.empty() ? fmt::format("did you mean '{}'?", near)
                              : fmt::format("its treatments: {}", fmt::join(treatments, ", ")));
  }
}

void check_patience(const DecideRequest& request, const Experiment& plan, const Cycle& cycle) {
  if (request.kind != DecisionKind::abandon || request.early ||
      cycle.number >= plan.repeat.at_least)
    return;
  throw Error(ExitCode::invalid, "too-early",
              fmt::format("the plan promised at least {} cycles, this is cycle {}",
                          plan.repeat.at_least, cycle.number),
              "keep the promise with adapt or extend, or break it openly with --early");
}

/// The same decision again is no change; another one is a conflict.
bool already_decided(const Cycle& cycle, const DecideRequest& request) {
  if (!cycle.decision) return false;
  const Decision& there = *cycle.decision;
  if (there.kind == request.kind && there.reason == request.reason &&
      (request.variant.empty() || there.variant == request.variant))
    return true;
  throw Error(ExitCode::conflict, "already-decided",
              fmt::format("cycle {} of '{}' was decided: {} by {} on {} (op_{}): {}", cycle.number,
                          cycle.experiment, name_of(there.kind), there.actor, to_string(there.day),
                          there.operation, there.reason),
              fmt::format("see collab review {}@{}; the next cycle: collab plan {}",
                          cycle.experiment, cycle.number, cycle.experiment));
}

/// The same command again, after its --next opened the next cycle: the cycle that it closed, as
/// long as nothing was recorded in the next one; nullopt when it is another command.
std::optional<int> closed_by_same(const Ledger& ledger, const DecideRequest& request, int number) {
  const bool current = request.cycle.which == Reference::Which::current ||
                       request.cycle.which == Reference::Which::latest;
  if (!current || !request.next || number < 2) return std::nullopt;
  const auto before = ledger.cycle(request.cycle.experiment, number - 1);
  const auto next = ledger.cycle(request.cycle.experiment, number);
  if (!before || !before->decision || !next || next->decision) return std::nullopt;
  const Decision& there = *before->decision;
  const std::vector<Plan> plans = ledger.plans(next->id);
  const bool opened_with_it = plans.size() == 1 && plans.front().operation == there.operation;
  const bool same = there.kind == request.kind && there.reason == request.reason &&
                    there.variant == request.variant && there.early == request.early &&
                    request.starts.value_or(there.day + Days{1}) == next->first;
  const bool untouched =
      ledger.observations(next->experiment, next->first, next->last, number).empty() &&
      ledger.batches(next->experiment, next->first, next->last, number).empty();
  return opened_with_it && same && untouched ? std::optional(number - 1) : std::nullopt;
}

/// The same decision with another standard is another decision.
void check_same_standard(const DecideRequest& request, const std::optional<Standard>& there) {
  const bool same = (request.standard.empty() || (there && request.standard == there->becomes)) &&
                    (request.place.empty() || (there && request.place == there->place)) &&
                    (!request.check_on || (there && request.check_on == there->check_on));
  if (same) return;
  throw Error(ExitCode::conflict, "already-decided",
              fmt::format("'{}' was adopted with another standard{}", request.cycle.experiment,
                          there ? fmt::format(": {}", there->becomes) : ""),
              there ? fmt::format("to look at it again: collab ack std_{} -m \"…\" --check-on DAY",
                                  there->id)
                    : "see collab show " + request.cycle.experiment);
}

struct Prepared {
  Cycle cycle;
  Experiment plan;
  Decision decision;
  std::optional<Sealing> next;
  DecideReport report;
};

Prepared prepare(Project& project, const DecideRequest& request) {
  const Ledger* ledger = project.ledger_if_there();
  if (!ledger)
    throw Error(ExitCode::not_found, "no-cycle",
                fmt::format("'{}' has no cycle to decide", request.cycle.experiment),
                fmt::format("plan it first: collab plan {}", request.cycle.experiment));
  Prepared result;
  int number = cycle_number(*ledger, request.cycle);
  number = closed_by_same(*ledger, request, number).value_or(number);
  result.cycle = ledger->cycle(request.cycle.experiment, number).value();
  result.plan = ledger->plan_in_force(result.cycle.id).value().experiment();
  check_variant(request, result.plan);
  result.report.experiment = result.cycle.experiment;
  result.report.cycle = number;
  result.report.dry_run = project.request().dry_run;
  if (!result.cycle.decision && project.clock().today < result.cycle.first)
    throw Error(
        ExitCode::invalid, "cycle-not-begun",
        fmt::format("cycle {} of '{}' begins on {}: there is nothing to decide yet", number,
                    result.cycle.experiment, to_string(result.cycle.first)),
        fmt::format("to change its plan: collab plan {} --amend -m WHY", result.cycle.experiment));
  if (already_decided(result.cycle, request)) {
    result.report.unchanged = true;
    result.report.decision = *result.cycle.decision;
    result.report.standard = ledger->standard(result.cycle.id);
    check_same_standard(request, result.report.standard);
    return result;
  }
  check_patience(request, result.plan, result.cycle);
  const std::vector<std::string> treatments = result.plan.treatments();
  result.decision = {.kind = request.kind,
                     .variant = request.variant.empty() && treatments.size() == 1 &&
                                        request.kind == DecisionKind::adopt
                                    ? treatments.front()
                                    : request.variant,
                     .reason = request.reason,
                     .early = request.early,
                     .day = project.clock().today,
                     .actor = project.request().actor,
                     .at = project.clock().now};
  result.report.decision = result.decision;
  if (request.kind == DecisionKind::adopt)
    result.report.standard = standard_of(request, result.plan, result.cycle, result.decision);
  if (request.next)
    result.next = prepare_sealing(project, project.definition(result.cycle.experiment),
                                  {.experiment = result.cycle.experiment, .starts = request.starts},
                                  result.decision);
  return result;
}

/// What the review asked for, when the decision is another one.
std::string other_advice(const Project& project, const Ledger& ledger, const Prepared& prepared) {
  const Review seen =
      review(ledger, prepared.cycle.experiment, prepared.cycle.number, {.clock = project.clock()});
  if (prepared.decision.kind == DecisionKind::adopt)
    for (const VariantVerdict& variant : seen.variants)
      if (variant.variant == prepared.decision.variant && variant.verdict != Verdict::met)
        return fmt::format("{}, because {} is {} ({})",
                           seen.next.decision ? name_of(*seen.next.decision) : "no decision yet",
                           variant.variant, name_of(variant.verdict), variant.why);
  if (!seen.next.decision) return "no decision yet, because " + seen.next.why;
  if (*seen.next.decision == prepared.decision.kind) return {};
  return fmt::format("{}, because {}", name_of(*seen.next.decision), seen.next.why);
}

}  // namespace

DecideReport decide(Project& project, const DecideRequest& request) {
  check_flags(request);
  check_standard(request);
  Prepared prepared = prepare(project, request);
  prepared.report.next_command = request.next ? "collab run " + prepared.report.experiment
                                              : "collab plan " + prepared.report.experiment;
  if (request.kind == DecisionKind::adopt || request.kind == DecisionKind::abandon)
    prepared.report.next_command = "collab show " + prepared.report.experiment;
  if (prepared.report.unchanged) return prepared.report;
  Ledger& ledger = project.ledger();
  prepared.report.recommended = other_advice(project, ledger, prepared);
  if (project.request().dry_run) {
    if (prepared.next) prepared.report.next = prepared.next->report;
    return prepared.report;
  }
  const std::string advice = prepared.report.recommended,
                    next_command = prepared.report.next_command;
  LedgerWriter writer = ledger.write(project.operation("decide", request.reason));
  // Under the lock, once more, and of the cycle that was looked at: another process may have closed
  // it.
  DecideRequest seen = request;
  seen.cycle.which = Reference::Which::number;
  seen.cycle.number = prepared.cycle.number;
  prepared = prepare(project, seen);
  prepared.report.recommended = advice;
  prepared.report.next_command = next_command;
  if (prepared.report.unchanged) return prepared.report;

  const auto due = looks_to_store(project, ledger, prepared.cycle, prepared.plan,
                                  ledger.cells(prepared.cycle.id), {}, true);
  prepared.report.looks = store_looks(writer, ledger, prepared.cycle, prepared.plan, due);
  writer.add_decision(prepared.cycle.id, prepared.decision);
  if (prepared.report.standard)
    prepared.report.standard->id =
        writer.add_standard(prepared.cycle.id, *prepared.report.standard);
  const Cycle closed = ledger.cycle(prepared.cycle.experiment, prepared.cycle.number).value();
  if (closed.end() < closed.last) {
    CycleCells cells = compute_cells(ledger, closed, prepared.plan);
    cells.holdings.generation = ledger.holdings(closed.id).generation + 1;
    cells.holdings.recent = recent_figures(ledger, closed, prepared.plan);
    writer.replace_cells(closed.id, cells.cells, cells.holdings);
  }
  if (prepared.next) {
    write_sealing(writer, ledger, closed.experiment, *prepared.next);
    prepared.report.next = prepared.next->report;
  }
  prepared.report.operation = writer.commit().id;
  return prepared.report;
}

}  // namespace collab
