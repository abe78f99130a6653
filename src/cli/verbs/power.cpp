// collab power [EXP]: how many units, how many days, and which effect would show.
#include <memory>

#include "cli/power_flags.hpp"
#include "cli/selection.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

ExitCode run(Context& context, const PowerFlags& flags) {
  Experiment plan;
  PlanningHistory history;
  if (flags.experiment.empty()) {
    plan = described_plan(flags);
  } else {
    Project& project = context.project();
    plan = *project.definition(experiment_named(project, flags.experiment)).experiment;
    if (Ledger* ledger = project.ledger_if_there()) {
      const Ledger::Snapshot snapshot(*ledger);
      history = planning_history(*ledger, plan);
    }
  }
  const PowerQuestion question = power_question(flags, plan, history);
  context.emit(view(plan_power(plan, history, question)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<PowerFlags>();
  return {
      .arguments = {{"EXP", "a definition, with its history; none: the flags describe it",
                     Argument::Count::optional, &o->experiment}},
      .options =
          {{"--metric", "METRIC", "only this one; figures given by flags are about it", &o->metric},
           {"--kind",
            "KIND",
            "without EXP: what is measured (default: proportion)",
            &o->kind,
            {"proportion", "mean", "ratio", "rate", "score", "nps"}},
           {"--baseline", "LEVEL", "today's level: 3.2%, 41.5; else from history", &o->baseline},
           {"--effect", "CHANGE", "the true change to plan for: +5%, +0.5pp, +2.0", &o->effect},
           {"--target", "QUANTITY", "what is to be shown: +5%, 3.5%; else the definition's",
            &o->target},
           {"--margin", "CHANGE", "how much worse may be allowed, -5% or +10%: plans a guardrail",
            &o->margin},
           {"--better",
            "WORD",
            "higher or lower; else by the sign of the change",
            &o->better,
            {"higher", "lower"}},
           {"--power", "SHARE", "wanted chance to see what is there (default: 80%)", &o->power},
           {"--confidence", "SHARE", "of the intervals; 95% unless defined", &o->confidence},
           {"--treatments", "K", "without EXP: variants beside control (default: 1)",
            &o->treatments},
           {"--goals", "G", "without EXP: goals that share the error (default: 1)", &o->goals},
           {"--shares", "A/B", "without EXP: shares, control first, such as 50/50", &o->shares},
           {"--units", "N[/day]",
            "how many come in all variants: 600/day, 4200/week, or in all 20000", &o->units},
           {"--cycle", "DAYS", "length of the cycle, such as 28d", &o->cycle},
           {"--looks", "DAYS", "planned looks, such as 14d,28d, or weekly, or end", &o->looks},
           {"--sd", "NUMBER", "standard deviation between units (mean, ratio, nps)", &o->sd},
           {"--correlation", "R", "of the metric with a covariate known before", &o->correlation},
           {"--dispersion", "NUMBER", "variance over mean of a rate's events; 1 = independent",
            &o->dispersion},
           {"--cluster-size", "M", "units of a cluster, where whole clusters are assigned",
            &o->cluster_size},
           {"--icc", "R", "correlation of two units of one cluster, such as 0.02", &o->icc},
           {"--cv", "NUMBER", "coefficient of variation of the clusters' sizes", &o->cv}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab power answers-in-two-hours", "what its next cycle can show, from what is recorded"},
    {"collab power answers-in-two-hours --cycle 56d --effect +3%", "what if it ran longer"},
    {"collab power --baseline 3.2% --effect +5% --units 600/day", "before anything is written"},
    {"collab power --kind mean --baseline 41 --sd 18 --effect +2.0 --correlation 0.6",
     "a mean with a covariate"},
    {"collab power --baseline 12% --margin -5% --cluster-size 200 --icc 0.03",
     "a guardrail, whole stores assigned"},
};

}  // namespace

const Verb power_verb{
    .name = "power",
    .summary = "how many units and days a plan needs, and what its cycle can show",
    .group = Group::look,
    .about =
        "Says for each goal and guardrail how many units show the target or the predicted change, "
        "how many days they take to come, how likely the planned cycle shows it, and which change "
        "it would show. Levels, spread and arrival come from the newest recorded figures; flags "
        "say what is not recorded or ask what if. Needs no project without EXP. Writes nothing.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
