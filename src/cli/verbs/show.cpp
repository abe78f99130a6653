// collab show REF: an experiment, a cycle with its sealed plan, or an operation.
#include "cli/selection.hpp"
#include "cli/sheets.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string reference;
};

ExitCode run(Context& context, const Options& options) {
  const std::string name = experiment_named(context.project(), options.reference);
  const Reference reference = parse_reference(name);
  const auto emit = [&](const Sheet& sheet) {
    Document answer = view(sheet);
    answer.subject = name;
    context.emit(answer);
  };
  if (reference.operation > 0) {
    Ledger& ledger = context.ledger();
    const Ledger::Snapshot snapshot(ledger);
    emit(operation_sheet(ledger, operation_by_id(ledger, reference.operation)));
  } else if (reference.which == Reference::Which::current) {
    emit(experiment_sheet(context, reference.experiment));
  } else {
    Ledger& ledger = context.ledger();
    const Ledger::Snapshot snapshot(ledger);
    emit(cycle_sheet(context, reference.experiment, cycle_number(ledger, reference)));
  }
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"REF", "EXP, EXP@2, EXP@latest, EXP@previous or op_41",
                         Argument::Count::one, &o->reference}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab show answers-in-two-hours", "the definition and every cycle"},
    {"collab show answers-in-two-hours@1", "the plan as it was sealed, and the decision"},
    {"collab show op_41", "what one command wrote"},
};

}  // namespace

const Verb show_verb{.name = "show",
                     .summary = "an experiment, a cycle with its sealed plan, or an operation",
                     .group = Group::look,
                     .about = "Shows one thing whole.",
                     .examples = examples,
                     .syntax = syntax};

}  // namespace collab
