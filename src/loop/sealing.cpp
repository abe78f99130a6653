#include "loop/sealing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/ledger/digest.hpp"
#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"
#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/review.hpp"
#include "collab/review/series.hpp"
#include "loop/target_warnings.hpp"

namespace collab {
namespace {

Plan make_plan(const Project& project, const ExperimentFile& file) {
  const Experiment& experiment = *file.experiment;
  Plan plan{.yaml = file.text,
            .sealed = seal(experiment),
            .title = experiment.title,
            .owner = experiment.owner,
            .touch_point = experiment.touch_point,
            .tags = experiment.tags,
            .day = project.clock().today};
  plan.sha256 = sha256(plan.sealed);
  return plan;
}

/// The sealed plan of the cycle before, to be tried once more.
Plan same_again(const Project& project, const Plan& before) {
  Plan plan{.yaml = before.yaml,
            .sealed = before.sealed,
            .sha256 = before.sha256,
            .title = before.title,
            .owner = before.owner,
            .touch_point = before.touch_point,
            .tags = before.tags,
            .day = project.clock().today};
  return plan;
}

std::string listed(const std::vector<SealChange>& changes) {
  std::vector<std::string> paths;
  for (const SealChange& change : changes) {
    if (paths.size() == 4) {
      paths.push_back(fmt::format("and {} more", changes.size() - 4));
      break;
    }
    paths.push_back(change.path);
  }
  return fmt::format("{}", fmt::join(paths, ", "));
}

bool has_rows(const Ledger* ledger, const std::string& experiment, Day first, Day last,
              int number) {
  return ledger && (!ledger->observations(experiment, first, last, number).empty() ||
                    !ledger->batches(experiment, first, last, number).empty());
}

/// Other running experiments at the same touch point on the same days.
std::vector<std::string> overlaps(const Ledger* ledger, const Experiment& mine, Day first, Day last,
                                  Day today) {
  std::vector<std::string> warnings;
  if (!ledger || mine.touch_point.empty()) return warnings;
  for (const Cycle& cycle : ledger->latest_cycles()) {
    if (cycle.experiment == mine.id || cycle.decision || cycle.last < first || cycle.first > last)
      continue;
    if (cycle.state(today) == CycleState::due) continue;
    const auto plan = ledger->plan_in_force(cycle.id);
    if (!plan || plan->touch_point != mine.touch_point) continue;
    const Experiment other = plan->experiment();
    std::vector<std::string> shared;
    for (const std::string& segment : mine.segments)
      if (std::ranges::find(other.segments, segment) != other.segments.end())
        shared.push_back(segment);
    const bool apart = !mine.segments.empty() && !other.segments.empty() && shared.empty();
    if (apart) continue;
    warnings.push_back(fmt::format(
        "{} runs at the same touch point '{}' until {}{}: each may change what the other measures",
        cycle.experiment, mine.touch_point, to_string(cycle.last),
        shared.empty() ? ""
                       : fmt::format(" with the same segments ({})", fmt::join(shared, ", "))));
  }
  return warnings;
}

void describe(Sealing& sealing, const Experiment& agreed, Day today) {
  PlanReport& report = sealing.report;
  report.experiment = agreed.id;
  report.title = agreed.title;
  report.cycle = sealing.number;
  report.first = sealing.first;
  report.last = sealing.last;
  report.state = Cycle{.first = sealing.first, .last = sealing.last}.state(today);
  const std::vector<Days> looks = look_days(agreed.looks, agreed.cycle);
  for (const Days look : looks) report.looks.push_back(sealing.first + look - Days{1});
  for (const Metric& metric : agreed.metrics) {
    if (metric.target) report.goals.push_back(metric.id + " " + metric.target->text());
    if (metric.limit) report.guardrails.push_back(metric.id + " " + metric.limit->text());
  }
  report.notes = alpha_notes(agreed);
}

/// What comes after planning: rows, by feeds or by hand; a review once there are some.
std::string next_command(const PlanReport& report, const Experiment& defined, bool rows_are_there) {
  if (rows_are_there) return "collab review " + report.experiment;
  if (!defined.feeds.empty()) return "collab run " + report.experiment;
  const std::string value =
      defined.metrics.empty() ? "NAME=VALUE" : defined.metrics.front().id + "=VALUE";
  const std::string variant = defined.variants.size() > 1 ? " --variant V" : "";
  return fmt::format("collab record {} {}{} --period {}", report.experiment, value, variant,
                     to_string(report.first));
}

/// What an amendment may not change once rows are there, because rows were taken in by it; empty
/// when it changes nothing of that.
std::string fixed_by_rows(const Experiment& before, const Experiment& after) {
  if (before.starts != after.starts) return "starts";
  if (before.cycle != after.cycle) return "the cycle's length";
  if (before.counts != after.counts) return "how rows add up (counts)";
  for (const Feed& feed : before.feeds)
    if (const Feed* same = after.feed(feed.id); same && same->counts != feed.counts)
      return fmt::format("how the rows of feed '{}' add up (counts)", feed.id);
  for (const Variant& variant : before.variants)
    if (!after.has_variant(variant.id)) return fmt::format("variant '{}'", variant.id);
  for (const Metric& metric : before.metrics) {
    const Metric* same = after.metric(metric.id);
    if (!same) return fmt::format("metric '{}'", metric.id);
    if (same->kind != metric.kind) return fmt::format("the kind of metric '{}'", metric.id);
    if (same->scale != metric.scale) return fmt::format("the scale of metric '{}'", metric.id);
  }
  return {};
}

/// No day belongs to two cycles. `decision` stands for one about to be written to the latest.
void refuse_overlap(const Ledger& ledger, const std::string& experiment, int number, Day first,
                    const std::optional<Decision>& decision = {}) {
  for (Cycle& cycle : ledger.cycles(experiment)) {
    if (cycle.number >= number) continue;
    if (decision && !cycle.decision) cycle.decision = decision;
    if (first > cycle.end() || cycle.end() < cycle.first) continue;
    throw Error(ExitCode::usage, "starts-too-early",
                fmt::format("cycle {} cannot start on {}: cycle {} ends on {}", number,
                            to_string(first), cycle.number, to_string(cycle.end())),
                "let it start after that day");
  }
}

/// Amends the plan in force of the open cycle, or finds it unchanged.
void amend_open_cycle(const Project& project, const Ledger& ledger, const Cycle& open,
                      const ExperimentFile& file, const PlanRequest& request, Sealing& sealing) {
  sealing.number = open.number;
  sealing.cycle = open.id;
  sealing.first = open.first;
  sealing.last = open.last;
  const Plan in_force = ledger.plan_in_force(open.id).value();
  sealing.report.retrospective = in_force.retrospective;
  if (request.starts)
    throw Error(ExitCode::conflict, "cycle-open",
                fmt::format("cycle {} of '{}' is open; --starts is for the next one", open.number,
                            open.experiment),
                fmt::format("close it first: collab decide {} …", open.experiment));
  Plan plan = make_plan(project, file);
  if (plan.sealed == in_force.sealed) {
    sealing.report.outcome = PlanReport::Outcome::unchanged;
    sealing.report.sha256 = in_force.sha256;
    describe(sealing, in_force.experiment(), project.clock().today);
    return;
  }
  sealing.report.changes = seal_changes(in_force.sealed, plan.sealed);
  if (!request.amend)
    throw Error(
        ExitCode::conflict, "plan-changed",
        fmt::format("the sealed plan of '{}' cycle {} differs from {}: {}", open.experiment,
                    open.number, project.shown(file.path), listed(sealing.report.changes)),
        fmt::format("to change the plan openly: collab plan {} --amend -m WHY", open.experiment));
  if (request.reason.empty())
    throw Error(ExitCode::usage, "reason-missing", "an amendment needs its reason",
                fmt::format("collab plan {} --amend -m \"…\"", open.experiment));
  const Experiment before = in_force.experiment();
  if (has_rows(&ledger, open.experiment, open.first, open.last, open.number)) {
    if (const std::string fixed = fixed_by_rows(before, *file.experiment); !fixed.empty())
      throw Error(ExitCode::invalid, "fixed-by-rows",
                  fmt::format("cycle {} of '{}' has rows: {} cannot be amended any more",
                              open.number, open.experiment, fixed),
                  "put it back, or decide this cycle and plan the next one");
  }
  if (before.starts != file.experiment->starts) sealing.first = file.experiment->starts;
  sealing.last = sealing.first + file.experiment->cycle - Days{1};
  const bool moved = sealing.first != open.first || sealing.last != open.last;
  refuse_overlap(ledger, open.experiment, open.number, sealing.first);
  plan.retrospective =
      in_force.retrospective ||
      (moved && (project.clock().today > sealing.first ||
                 has_rows(&ledger, open.experiment, sealing.first, sealing.last, open.number)));
  sealing.report.retrospective = plan.retrospective;
  plan.version = in_force.version + 1;
  plan.reason = request.reason;
  plan.cycle = open.id;
  sealing.report.outcome = PlanReport::Outcome::amended;
  sealing.report.sha256 = plan.sha256;
  sealing.plans.push_back(std::move(plan));
  describe(sealing, *file.experiment, project.clock().today);
}

/// The plans of the cycle after `before`, closed by `decision`.
void follow(const Project& project, const Ledger& ledger, const Cycle& before,
            const Decision& decision, const ExperimentFile& file, const PlanRequest& request,
            Sealing& sealing) {
  const Plan sealed = ledger.plan_in_force(before.id).value();
  Plan fresh = make_plan(project, file);
  sealing.report.changes = seal_changes(sealed.sealed, fresh.sealed);
  if (decision.kind == DecisionKind::extend) {
    Plan again = same_again(project, sealed);
    const bool changed = again.sealed != fresh.sealed;
    if (changed && !request.amend)
      throw Error(
          ExitCode::conflict, "plan-changed",
          fmt::format("'{}' is extended with the sealed plan, but {} differs: {}",
                      before.experiment, project.shown(file.path), listed(sealing.report.changes)),
          fmt::format("put the file back, or say so openly: collab plan {} --amend -m WHY",
                      before.experiment));
    sealing.plans.push_back(std::move(again));
    if (changed) {
      if (request.reason.empty())
        throw Error(ExitCode::usage, "reason-missing", "an amendment needs its reason",
                    fmt::format("collab plan {} --amend -m \"…\"", before.experiment));
      fresh.version = 1;
      fresh.reason = request.reason;
      sealing.plans.push_back(std::move(fresh));
    }
  } else {
    if (decision.kind == DecisionKind::adapt && fresh.sealed == sealed.sealed)
      throw Error(ExitCode::invalid, "nothing-to-adapt",
                  fmt::format("'{}' was to be adapted, but {} is as it was sealed",
                              before.experiment, project.shown(file.path)),
                  "change the definition first, or decide extend to try the same once more");
    sealing.plans.push_back(std::move(fresh));
  }
  sealing.first = request.starts.value_or(decision.day + Days{1});
  if (decision.kind == DecisionKind::adopt || decision.kind == DecisionKind::abandon)
    sealing.report.warnings.push_back(
        fmt::format("cycle {} was decided {}: this begins the experiment again", before.number,
                    name_of(decision.kind)));
}

}  // namespace

Sealing prepare_sealing(Project& project, const ExperimentFile& file, const PlanRequest& request,
                        const std::optional<Decision>& decision) {
  const Ledger* ledger = project.ledger_if_there();
  const Day today = project.clock().today;
  Sealing sealing;
  sealing.expect = usual_expectation(*file.experiment);
  std::vector<Cycle> cycles;
  if (ledger) cycles = ledger->cycles(request.experiment);
  if (decision && !cycles.empty()) cycles.back().decision = decision;

  if (!cycles.empty() && !cycles.back().decision) {
    amend_open_cycle(project, *ledger, cycles.back(), file, request, sealing);
  } else {
    sealing.new_cycle = true;
    sealing.number = cycles.empty() ? 1 : cycles.back().number + 1;
    if (cycles.empty()) {
      sealing.plans.push_back(make_plan(project, file));
      sealing.first = request.starts.value_or(file.experiment->starts);
    } else {
      follow(project, *ledger, cycles.back(), *cycles.back().decision, file, request, sealing);
      refuse_overlap(*ledger, request.experiment, sealing.number, sealing.first, decision);
    }
    const Experiment agreed = sealing.plans.back().experiment();
    sealing.last = sealing.first + agreed.cycle - Days{1};
    sealing.report.sha256 = sealing.plans.back().sha256;
    sealing.report.retrospective =
        today > sealing.first ||
        has_rows(ledger, request.experiment, sealing.first, sealing.last, sealing.number);
    for (Plan& plan : sealing.plans) plan.retrospective = sealing.report.retrospective;
    describe(sealing, agreed, today);
    if (sealing.number > agreed.repeat.at_most)
      sealing.report.warnings.push_back(
          fmt::format("cycle {} is beyond the {} that repeat.cycles.at_most promised",
                      sealing.number, agreed.repeat.at_most));
  }
  for (std::string& warning : target_warnings(*file.experiment))
    sealing.report.warnings.push_back(std::move(warning));
  for (std::string& warning :
       overlaps(ledger, *file.experiment, sealing.first, sealing.last, today))
    sealing.report.warnings.push_back(std::move(warning));
  sealing.report.next_command = next_command(
      sealing.report, *file.experiment,
      has_rows(ledger, request.experiment, sealing.first, sealing.last, sealing.number));
  return sealing;
}

void write_sealing(LedgerWriter& writer, const Ledger& ledger, const std::string& experiment,
                   Sealing& sealing) {
  if (sealing.plans.empty()) return;
  if (sealing.new_cycle)
    sealing.cycle = writer.add_cycle(experiment, sealing.number, sealing.first, sealing.last).id;
  for (Plan& plan : sealing.plans) {
    plan.cycle = sealing.cycle;
    plan.first = sealing.first;
    plan.last = sealing.last;
    writer.add_plan(plan);
  }
  const Cycle cycle = ledger.cycle(experiment, sealing.number).value();
  CycleCells cells = compute_cells(ledger, cycle, sealing.plans.back().experiment());
  cells.holdings.generation = ledger.holdings(cycle.id).generation + 1;
  cells.holdings.expect = sealing.expect;
  cells.holdings.recent = recent_figures(ledger, cycle, sealing.plans.back().experiment());
  writer.replace_cells(cycle.id, cells.cells, cells.holdings);
}

}  // namespace collab
