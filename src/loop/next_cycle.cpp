// The plans of the cycle after a decision: the sealed one once more, or the definition as it is
// now.
#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"
#include "loop/sealing_steps.hpp"

namespace collab {
namespace {

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

}  // namespace

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

}  // namespace collab
