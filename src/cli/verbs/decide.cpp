// collab decide EXP[@N] adopt|adapt|extend|abandon -m WHY: closes a cycle.
#include "collab/loop/decide.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/selection.hpp"
#include "cli/values.hpp"
#include "collab/model/text.hpp"
#include "collab/render/plan_view.hpp"

namespace collab {
namespace {

struct Options {
  std::string reference, kind, reason, variant;
  bool early = false, next = false;
  std::optional<Day> starts, check_on;
  std::string standard, place;
};

ExitCode run(Context& context, const Options& options) {
  const std::optional<DecisionKind> kind = parse_decision(options.kind);
  if (!kind) {
    throw Error(ExitCode::usage, "unknown-decision",
                fmt::format("'{}' is not a decision", options.kind),
                did_you_mean(options.kind, {"adopt", "adapt", "extend", "abandon"}, "decisions"));
  }
  if (is_blank(options.reason)) {
    throw Error(ExitCode::usage, "reason-missing", "a decision needs a reason", "add -m WHY");
  }
  if (options.starts && !options.next) {
    throw Error(ExitCode::usage, "starts-without-next",
                "--starts is the first day of the next cycle",
                "add --next, or leave it to collab plan --starts");
  }
  const DecideReport report =
      decide(context.project(), {.cycle = parse_reference(options.reference),
                                 .kind = *kind,
                                 .reason = options.reason,
                                 .variant = options.variant,
                                 .early = options.early,
                                 .next = options.next,
                                 .starts = options.starts,
                                 .standard = options.standard,
                                 .place = options.place,
                                 .check_on = options.check_on});
  std::optional<PowerReport> power;
  if (report.next && !report.unchanged) power = planned_power(context.project(), report.experiment);
  context.emit(view(report, power ? &*power : nullptr));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"EXP[@N]", "the experiment; its open cycle unless @N says another",
                     Argument::Count::one, &o->reference},
                    {"adopt|adapt|extend|abandon", "what follows from the cycle",
                     Argument::Count::one, &o->kind}},
      .options =
          {{"-m,--message", "WHY", "the reason, kept with the decision; required", &o->reason},
           {"--variant", "V", "with adopt: which variant, where there are several", &o->variant},
           {"--early", "", "abandon before the cycles that were promised", &o->early},
           {"--next", "", "plan the next cycle at once (extend and adapt)", &o->next},
           {"--starts", "DAY", "with --next: its first day (default: tomorrow)", &o->starts},
           {"--standard", "TEXT", "with adopt: what is done from now on (default: what it does)",
            &o->standard},
           {"--where", "TEXT", "with adopt: where", &o->place},
           {"--check-on", "DAY", "with adopt: when to see whether it is (default: in half a year)",
            &o->check_on}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab decide answers-in-two-hours extend -m 'promising, target not shown' --next",
     "the same plan, fresh data"},
    {"collab decide answers-in-two-hours adapt -m 'answer within one hour' --next",
     "the definition as it now stands"},
    {"collab decide answers-in-two-hours adopt -m 'held in two cycles' --where 'all stores'",
     "keep it; status reminds half a year later"},
};

}  // namespace

const Verb decide_verb{
    .name = "decide",
    .summary = "close a cycle: adopt, adapt, extend or abandon",
    .group = Group::loop,
    .about =
        "adopt keeps the variant; adapt goes on with a changed definition; extend repeats the "
        "sealed "
        "plan with fresh data; abandon ends the experiment. A decision before the cycle's last "
        "day ends the cycle that day.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
