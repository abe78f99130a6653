// collab undo op_41: what an operation wrote goes back to what stood before.
#include "cli/mending.hpp"
#include "cli/selection.hpp"

namespace collab {
namespace {

struct Options {
  std::string operation, reason;
};

ExitCode run(Context& context, const Options& options) {
  const std::int64_t operation = operation_named(context.ledger(), options.operation);
  return finish_mending(context, [&](Project& project, const MendReport* shown) {
    return undo(project, operation, options.reason, shown);
  });
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"OPERATION", "op_41, as collab log names it", Argument::Count::one,
                         &o->operation}},
          .options = {{"-m,--message", "WHY", "the reason, kept with it", &o->reason}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab undo op_41 -m 'the file of the wrong store'", "its rows go back to what they were"},
};

}  // namespace

const Verb undo_verb{
    .name = "undo",
    .summary = "put back the rows that an operation wrote",
    .group = Group::mend,
    .about =
        "Each row goes back to the one that it replaced, or is taken back where it replaced none. "
        "An operation that a later one changed again is undone after that one (exit 5). Nothing "
        "is lost: undo is an operation of its own, shown by log --patch, and can be undone.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
