// collab purge EXP --confirm EXP: an experiment leaves the ledger for good.
#include "cli/context.hpp"
#include "cli/selection.hpp"
#include "collab/loop/archive.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment, confirm, reason;
};

ExitCode run(Context& context, const Options& options) {
  Project& project = context.project();
  context.emit(view(purge(project, experiment_named(project, options.experiment), options.confirm,
                          options.reason)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "the experiment, put away before", Argument::Count::one,
                         &o->experiment}},
          .options = {{"--confirm", "EXP", "its name again: this is meant", &o->confirm},
                      {"-m,--message", "WHY", "the reason, kept in the log", &o->reason}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab purge letters -m 'the contract ends' -n", "what would go"},
    {"collab purge letters --confirm letters -m 'the contract ends'", "for good"},
};

}  // namespace

const Verb purge_verb{
    .name = "purge",
    .summary = "remove an experiment that was put away, for good",
    .group = Group::mend,
    .about =
        "Its plans, rows, judgements, decisions and links leave the ledger, with the pseudonyms of "
        "units that nothing else is recorded of, and the file is rewritten without a trace. The "
        "operations stay in the log, with their command lines, and what is left of each is in the "
        "digests. Nothing brings it back but a backup. The definition and the feeds' files are not "
        "touched, nor are voices.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
