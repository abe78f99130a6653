// collab show REF: an experiment, a cycle with its sealed plan, or an operation.
#include <fmt/format.h>

#include "cli/selection.hpp"
#include "cli/sheets.hpp"
#include "cli/values.hpp"
#include "collab/render/views.hpp"
#include "collab/review/learning.hpp"

namespace collab {
namespace {

struct Options {
  std::string reference, form;
};

Worksheet::Form form_of(const std::string& name) {
  if (name == "pdsa") return Worksheet::Form::pdsa;
  if (name == "a3") return Worksheet::Form::a3;
  throw Error(ExitCode::usage, "unknown-form", fmt::format("there is no worksheet '{}'", name),
              did_you_mean(name, {"a3", "pdsa"}, "worksheets"));
}

ExitCode run(Context& context, const Options& options) {
  const std::string name = experiment_named(context.project(), options.reference);
  const Reference reference = parse_reference(name);
  const auto emit = [&](const Sheet& sheet) {
    Document answer = view(sheet);
    answer.subject = name;
    context.emit(answer);
  };
  if (!options.form.empty()) {
    const Worksheet::Form form = form_of(options.form);
    Ledger& ledger = context.ledger();
    const Ledger::Snapshot snapshot(ledger);
    context.emit(view(worksheet(ledger, reference.experiment, cycle_number(ledger, reference), form,
                                context.review_options())));
  } else if (reference.operation > 0) {
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
          .options = {{"--form", "pdsa|a3",
                       "a cycle as a PDSA worksheet or an A3; -f md for Markdown", &o->form}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab show answers-in-two-hours", "the definition and every cycle"},
    {"collab show answers-in-two-hours@1", "the plan as it was sealed, and the decision"},
    {"collab show answers-in-two-hours@1 --form a3 -f md", "the cycle on one page, to hand on"},
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
