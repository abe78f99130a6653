// collab plan [EXP|FILE…]: seals definitions as cycles.
#include "collab/loop/plan.hpp"

#include "cli/selection.hpp"
#include "cli/several.hpp"
#include "collab/model/text.hpp"
#include "collab/render/plan_view.hpp"
#include "collab/review/planning.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> experiments;
  bool amend = false;
  std::string reason;
  std::optional<Day> starts;
};

/// What the sealed cycles can show, from the figures so far.
std::vector<PowerReport> powers_of(Project& project, const std::vector<PlanReport>& plans) {
  std::vector<PowerReport> powers;
  for (const PlanReport& plan : plans) powers.push_back(planned_power(project, plan.experiment));
  return powers;
}

ExitCode run(Context& context, const Options& options) {
  Project& project = context.project();
  if (options.amend && is_blank(options.reason)) {
    throw Error(ExitCode::usage, "reason-missing", "an amendment needs a reason", "add -m WHY");
  }
  if (options.amend && options.experiments.empty()) {
    throw Error(ExitCode::usage, "argument-missing", "--amend needs the experiment's name",
                "collab plan EXP --amend -m WHY");
  }
  const std::vector<std::string> names =
      options.experiments.empty() ? experiments_to_plan(project) : options.experiments;
  if (names.empty() && project.defined().empty()) {
    throw Error(ExitCode::not_found, "nothing-defined", "no experiment is defined yet",
                "collab new EXP --template two-variants");
  }
  if (names.empty()) context.note("nothing to plan: every experiment has its cycle");
  const auto several = for_each_of(names, true, [&](const std::string& name) {
    return plan(project, {.experiment = experiment_named(project, name),
                          .amend = options.amend,
                          .reason = options.reason,
                          .starts = options.starts});
  });
  if (!several.results.empty() || several.errors.empty())
    context.emit(view(several.results, powers_of(project, several.results)));
  return report_errors(context, several);
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"EXP|FILE",
                     "experiments, or their definition files; none: every one that has "
                     "no open cycle",
                     Argument::Count::any, &o->experiments}},
      .options = {{"--amend", "", "seal the changed definition for the open cycle", &o->amend},
                  {"-m,--message", "WHY", "why, kept with the amendment", &o->reason},
                  {"--starts", "DAY",
                   "first day of a next cycle (default: the day after the decision)", &o->starts}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab plan", "seal every new definition"},
    {"collab plan answers-in-two-hours", "seal one, as cycle 1 or as the next cycle"},
    {"collab plan answers-in-two-hours --amend -m 'orders, not visits'",
     "change a sealed part; every later review says so"},
    {"collab plan -n", "show what would be sealed"},
};

}  // namespace

const Verb plan_verb{
    .name = "plan",
    .summary = "seal definitions as cycles, before data arrive",
    .group = Group::loop,
    .about =
        "Checks a definition and seals it as a cycle: what is measured, against what, when it is "
        "judged. Planning the same definition again changes nothing. A changed one is refused "
        "(exit 5) unless --amend says why.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
