#include "collab/review/review.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/fidelity.hpp"
#include "collab/review/looks.hpp"
#include "collab/review/pooled.hpp"
#include "collab/review/recommendation.hpp"
#include "review/sections.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

Cycle find_cycle(const Ledger& ledger, const std::string& experiment, int number,
                 Ledger::AsOf as_of) {
  if (std::optional<Cycle> cycle = ledger.cycle(experiment, number, as_of)) return *cycle;
  if (as_of && ledger.cycle(experiment, number))
    throw Error(ExitCode::not_found, "no-such-cycle",
                fmt::format("{}@{} was not planned yet as of op_{}", experiment, number, *as_of),
                "`collab log " + experiment + "` lists its operations");
  // Says what there is instead.
  cycle_number(ledger, {.experiment = experiment,
                        .which = Reference::Which::number,
                        .number = number,
                        .variant = {}});
  throw Error(ExitCode::not_found, "no-such-cycle",
              fmt::format("{} has no cycle {}", experiment, number));
}

/// What is known, and on which day: now, or then.
Day day_of_review(const Ledger& ledger, const ReviewOptions& options) {
  if (!options.as_of) return options.clock.today;
  const std::optional<Operation> operation = ledger.operation(*options.as_of);
  if (!operation)
    throw Error(ExitCode::not_found, "no-such-operation",
                fmt::format("there is no operation op_{}", *options.as_of),
                "`collab log` lists them");
  const Day then = options.as_of_day.value_or(std::chrono::floor<Days>(operation->now));
  return std::min(options.clock.today, then);
}

CycleCells cells_of(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                    Ledger::AsOf as_of) {
  if (as_of) return compute_cells(ledger, cycle, plan, as_of);
  CycleCells stored{ledger.cells(cycle.id), ledger.holdings(cycle.id)};
  return stored.cells.empty() ? compute_cells(ledger, cycle, plan) : stored;
}

std::vector<std::string> notes_of(const Experiment& plan, const ReviewInput& input,
                                  const Review& review) {
  std::vector<std::string> notes = alpha_notes(plan);
  if (plan.control.empty()) {
    const auto of_days = [](const Outcome& outcome) {
      return outcome.effect.method == "ratio-by-period";
    };
    const auto of_units = [&](const Outcome& outcome) {
      return outcome.effect.judged && !of_days(outcome);
    };
    const bool days = std::ranges::any_of(review.outcomes, of_days);
    const bool units = std::ranges::any_of(review.outcomes, of_units);
    notes.push_back(fmt::format(
        "before/after: observational; whatever else changed meanwhile is in these figures, and "
        "intervals and errors take {} (collab monitor shows more)",
        !days    ? "days to differ by chance alone"
        : !units ? "each day's luck to be its own"
                 : "each day's luck to be its own, or, where the method is not ratio-by-period, "
                   "days to differ by chance alone"));
  }
  Baselines baselines(input.ledger, input.cycle, input.plan, input.known);
  for (std::string& note : baselines.other_kind_notes()) notes.push_back(std::move(note));
  const bool nightly = std::any_of(review.outcomes.begin(), review.outcomes.end(),
                                   [](const Outcome& outcome) { return outcome.always_valid; });
  if (!review.segments.empty())
    notes.push_back(fmt::format(
        "segments: intervals at {} each, for exploration; with many of them{} some miss by chance",
        percent(plan.confidence), nightly ? ", read every night," : ""));
  const auto adjusted = [](const Outcome& outcome) {
    return outcome.effect.method.ends_with("-covariate");
  };
  if (std::any_of(review.outcomes.begin(), review.outcomes.end(), adjusted))
    notes.push_back(
        "covariate: effects are adjusted by it, values of variants are not, so that an effect is "
        "not "
        "their plain difference");
  for (std::string& note : outcome_notes(input)) notes.push_back(std::move(note));
  return notes;
}

/// The levels of the plan's segments, or of the cut that is asked for.
void add_segments(const ReviewInput& input, const std::vector<Plan>& plans,
                  const ReviewOptions& options, Review& review) {
  if (options.by.empty()) {
    review.segments = segment_outcomes(input, review.outcomes);
    add_interactions(input, plans, review);
    return;
  }
  Experiment plan = input.plan;
  plan.segments = {options.by};
  const bool declared =
      std::ranges::find(input.plan.segments, options.by) != input.plan.segments.end();
  const ReviewInput cut{
      input.ledger,
      input.cycle,
      plan,
      input.known,
      declared ? input.cells : compute_cells(input.ledger, input.cycle, plan, options.as_of).cells,
      input.holdings,
      input.looks,
      input.stored};
  review.segments = segment_outcomes(cut, review.outcomes);
  add_interactions(cut, plans, review);
  review.by = options.by;
}

}  // namespace

Review review(const Ledger& ledger, const std::string& experiment, int number,
              const ReviewOptions& options) {
  const Cycle cycle = find_cycle(ledger, experiment, number, options.as_of);
  const Day today = day_of_review(ledger, options);
  const Ledger::AsOf known =
      !options.as_of && cycle.decision ? cycle.decision->operation : options.as_of;
  const std::vector<Plan> plans = ledger.plans(cycle.id, known);
  if (plans.empty())
    throw Error(ExitCode::ledger_format, "no-plan",
                fmt::format("{}@{} has no sealed plan", experiment, number),
                "the ledger was changed by other means; go back to a copy of it");
  const Experiment plan = plans.back().experiment();

  CycleCells held = cells_of(ledger, cycle, plan, options.as_of);
  std::vector<StoredLook> stored = looks_in_force(ledger, cycle, known);
  const std::vector<StoredLook> ended = looks_ended(ledger, cycle, known);
  std::vector<LookState> looks = look_states(cycle, plan, today, stored);
  ReviewInput input{
      ledger,           cycle, plan, known, std::move(held.cells), held.holdings, std::move(looks),
      std::move(stored)};

  Review result;
  result.experiment = experiment;
  result.title = plan.title;
  result.owner = plan.owner;
  result.cycle = number;
  result.state = cycle.state(today);
  result.first = cycle.first;
  result.last = cycle.last;
  result.day_of_cycle = cycle.day_of_cycle(std::min(today, cycle.end()));
  result.cycle_days = static_cast<int>((cycle.last - cycle.first).count()) + 1;
  for (const Cell& cell : input.cells) {
    if (cell.look == 0)
      result.data_through = std::max(result.data_through, std::optional(cell.through));
  }
  result.plan_sha256 = plans.back().sha256;
  result.retrospective = plans.front().retrospective;
  for (const Plan& each : plans) {
    if (each.version > 0)
      result.amendments.push_back(
          {cycle.day_of_cycle(each.day), each.day, each.reason, each.actor});
  }
  result.looks = input.looks;
  result.trust =
      trust({cycle, plan, plans, input.cells, input.holdings, today, options, input.stored, ended});
  result.outcomes = outcomes(input);
  add_segments(input, plans, options, result);
  add_past(input, result);
  add_pooled(input, result);
  result.fidelity =
      fidelity_of(ledger, cycle, ledger.cycles(experiment, known), plans, input.cells, today);
  result.variants = variant_verdicts(plan, result.outcomes);
  result.contingencies = ledger.contingency_events(cycle.id, options.as_of);
  std::erase_if(result.contingencies,
                [](const ContingencyEvent& event) { return event.acknowledged.has_value(); });
  result.decision = cycle.decision;
  result.next = recommend(plan, result);
  if (cycle.decision && ledger.cycle(experiment, number + 1, options.as_of)) {
    result.next.why = fmt::format("the cycle is closed, cycle {} follows", number + 1);
    result.next.command = fmt::format("collab review {}@{}", experiment, number + 1);
  }
  result.confidence = plan.confidence;
  const Alphas alphas = split_alpha(plan);
  result.family_wise = alphas.family_wise;
  result.family_wise_all = alphas.family_wise_all;
  result.notes = notes_of(plan, input, result);
  if (options.as_of) result.as_of = ledger.operation(*options.as_of);
  result.head = result.as_of ? result.as_of->digest : ledger.head();
  return result;
}

}  // namespace collab
