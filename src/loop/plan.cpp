#include "collab/loop/plan.hpp"

#include "loop/looks.hpp"
#include "loop/sealing.hpp"

namespace collab {
namespace {

/// An amendment of what is judged ends the judgements before it: looks that are due are judged anew
/// with it, so that no verdict of another plan stands in between.
void judge_under_amendment(const Project& project, const Ledger& ledger, LedgerWriter& writer,
                           const std::string& experiment, const Sealing& sealing) {
  if (sealing.new_cycle) return;
  const Cycle cycle = ledger.cycle(experiment, sealing.number).value();
  Experiment agreed = sealing.plans.back().experiment();
  agreed.expect = sealing.expect;
  const auto due =
      looks_to_store(project, ledger, cycle, agreed, ledger.cells(cycle.id), std::nullopt);
  store_looks(writer, ledger, cycle, agreed, due);
}

}  // namespace

PlanReport plan(Project& project, const PlanRequest& request) {
  const ExperimentFile file = project.definition(request.experiment);
  Sealing sealing = prepare_sealing(project, file, request);
  Ledger* ledger = project.ledger_if_there();
  sealing.report.dry_run = project.request().dry_run;
  if (!sealing.plans.empty() && !project.request().dry_run) {
    ledger = &project.ledger();
    LedgerWriter writer = ledger->write(project.operation("plan", request.reason));
    // Under the lock, once more: another process may have planned or recorded meanwhile.
    sealing = prepare_sealing(project, file, request);
    if (!sealing.plans.empty()) {
      write_sealing(writer, *ledger, request.experiment, sealing);
      judge_under_amendment(project, *ledger, writer, request.experiment, sealing);
      sealing.report.operation = writer.commit().id;
    }
  }
  if (ledger) sealing.report.head = ledger->head();
  return sealing.report;
}

}  // namespace collab
