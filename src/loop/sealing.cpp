#include "loop/sealing.hpp"

#include <fmt/format.h>

#include <set>

#include "collab/ledger/digest.hpp"
#include "collab/loop/archive.hpp"
#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/review.hpp"
#include "collab/review/series.hpp"
#include "collab/units/run.hpp"
#include "loop/sealing_steps.hpp"
#include "loop/target_warnings.hpp"

namespace collab {

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

bool has_rows(const Ledger* ledger, const std::string& experiment, Day first, Day last,
              int number) {
  return ledger && (!ledger->observations(experiment, first, last, number).empty() ||
                    !ledger->batches(experiment, first, last, number).empty());
}

void refuse_overlap(const Ledger& ledger, const std::string& experiment, int number, Day first,
                    const std::optional<Decision>& decision) {
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

/// Rows that came before the plan were not compared with each other: in one cycle a metric's unit
/// rows and summary rows would count the same units twice.
void refuse_two_grains(const Ledger* ledger, const Sealing& sealing,
                       const std::string& experiment) {
  if (ledger == nullptr) return;
  std::set<std::string> summary;
  for (const Observation& row :
       ledger->observations(experiment, sealing.first, sealing.last, sealing.number))
    summary.insert(row.metric);
  if (summary.empty()) return;
  for (const Batch& batch :
       ledger->batches(experiment, sealing.first, sealing.last, sealing.number)) {
    if (batch.grain == Grain::summary) continue;
    for (const std::string& field : decode_run(ledger->run(batch.id).bytes).fields) {
      const std::string metric = field.substr(0, field.find('.'));
      if (!summary.contains(metric)) continue;
      throw Error(ExitCode::invalid, "two-grains",
                  fmt::format("{} has unit rows and summary rows from {} to {}: units would count "
                              "twice",
                              metric, to_string(sealing.first), to_string(sealing.last)),
                  "let the cycle start after the days of one of them (starts:), or give the metric "
                  "another id");
    }
  }
}

Sealing prepare_sealing(Project& project, const ExperimentFile& file, const PlanRequest& request,
                        const std::optional<Decision>& decision) {
  const Ledger* ledger = project.ledger_if_there();
  const Day today = project.clock().today;
  Sealing sealing;
  sealing.expect = usual_expectation(*file.experiment);
  std::vector<Cycle> cycles;
  if (ledger) {
    refuse_archived(*ledger, request.experiment);
    cycles = ledger->cycles(request.experiment);
  }
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
    if (sealing.last > Day{std::chrono::year{9999} / 12 / 31})
      throw Error(ExitCode::invalid, "too-late",
                  fmt::format("a cycle of {} days from {} ends after the year 9999",
                              agreed.cycle.count(), to_string(sealing.first)),
                  "is the day right? starts: in the definition, or --starts");
    refuse_two_grains(ledger, sealing, request.experiment);
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
  writer.replace_cells(cycle.id, cells.cells, cells.holdings);
  // By the plan as it is now, not from the days that were kept under the one before.
  writer.set_recent(cycle.id, recent_figures(ledger, cycle, sealing.plans.back().experiment()));
}

}  // namespace collab
