// collab log [REF]: what was done, newest first.
#include <limits>

#include "cli/listings.hpp"
#include "cli/selection.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string reference;
  bool patch = false;
  std::optional<std::int64_t> limit;
};

std::vector<Operation> chosen(Ledger& ledger, const Options& options) {
  constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
  if (options.reference.empty()) return ledger.operations("", options.limit.value_or(all));
  const Reference reference = parse_reference(options.reference);
  if (reference.operation > 0) return {operation_by_id(ledger, reference.operation)};
  auto operations = ledger.operations(reference.experiment, options.limit.value_or(all));
  // Names the nearest when it is unknown.
  if (operations.empty()) cycle_number(ledger, {.experiment = reference.experiment});
  return operations;
}

ExitCode run(Context& context, const Options& options) {
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  const std::vector<Operation> operations = chosen(ledger, options);
  const bool rows = options.patch || context.global().verbose;
  context.emit(
      view(rows ? list_revisions(ledger, operations) : list_operations(ledger, operations), "log"));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"REF", "an experiment, or an operation (op_41)", Argument::Count::optional,
                         &o->reference}},
          .options = {{"--patch", "", "the rows that the operations wrote (also -v)", &o->patch},
                      {"--limit", "N", "only the newest N operations", &o->limit}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab log --limit 20", "what was done lately, by whom"},
    {"collab log idea-hub --patch", "every number ever recorded for it, corrections included"},
};

}  // namespace

const Verb log_verb{
    .name = "log",
    .summary = "what was done, when and by whom, newest first",
    .group = Group::look,
    .about = "Every operation that wrote to the ledger. Nothing is ever removed from it.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
