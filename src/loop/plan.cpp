#include "collab/loop/plan.hpp"

#include "loop/sealing.hpp"

namespace collab {

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
      sealing.report.operation = writer.commit().id;
    }
  }
  if (ledger) sealing.report.head = ledger->head();
  return sealing.report;
}

}  // namespace collab
