// purge: an experiment leaves the ledger for good; the log still says what was done, and by whom.
#include <fmt/format.h>

#include <algorithm>

#include "collab/loop/archive.hpp"
#include "collab/model/error.hpp"
#include "collab/model/text.hpp"
#include "loop/forgotten_units.hpp"
#include "loop/known.hpp"
#include "loop/traces.hpp"

namespace collab {
namespace {

void check_purge(const Ledger& ledger, const std::string& experiment) {
  expect_known(experiment, ledger.experiments());
  if (!ledger.archived().contains(experiment))
    throw Error(ExitCode::conflict, "not-archived",
                fmt::format("'{}' was not put away", experiment),
                fmt::format("first collab archive {} -m \"…\"", experiment));
}

}  // namespace

PurgeReport purge(Project& project, const std::string& experiment, const std::string& confirm,
                  const std::string& reason) {
  PurgeReport report{
      .experiment = experiment, .reason = reason, .dry_run = project.request().dry_run};
  if (is_blank(reason))
    throw Error(ExitCode::usage, "reason-missing", "what is removed for good needs its reason",
                fmt::format("collab purge {0} --confirm {0} -m \"…\"", experiment));
  check_purge(project.ledger(), experiment);
  if (confirm != experiment && !report.dry_run)
    throw Error(ExitCode::usage, "confirm-missing",
                fmt::format("nothing brings back what is purged: --confirm {} says that it is "
                            "meant",
                            experiment),
                fmt::format("collab purge {} -m \"…\" -n shows what would go", experiment));
  Ledger& ledger = project.ledger();
  {
    LedgerWriter writer = ledger.write(project.operation("purge", reason));
    check_purge(ledger, experiment);  // under the lock, once more
    const LedgerWriter::Purged purged = writer.purge(experiment);
    report.cycles = purged.cycles;
    report.observations = purged.observations;
    report.unit_rows = purged.unit_rows;
    report.operations = purged.operations;
    if (purged.unit_rows > 0) report.units = forget_unused_units(ledger, writer);
    if (!report.dry_run) report.operation = writer.commit().id;
  }
  if (!report.dry_run) report.warnings = remove_traces(project, ledger, "purge");
  return report;
}

}  // namespace collab
