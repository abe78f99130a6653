// A changed plan of an open cycle: openly, with its reason, and not what rows were taken in by.
#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"
#include "collab/model/text.hpp"
#include "loop/sealing_steps.hpp"

namespace collab {
namespace {

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

}  // namespace

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
  if (is_blank(request.reason))
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

}  // namespace collab
