// collab restore EXP…: take out an experiment that was put away.
#include "cli/context.hpp"
#include "cli/selection.hpp"
#include "collab/loop/archive.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> experiments;
  std::string reason;
};

ExitCode run(Context& context, const Options& options) {
  std::vector<std::string> names;
  for (const std::string& text : options.experiments)
    names.push_back(experiment_named(context.project(), text));
  context.emit(view(restore(context.project(), names, options.reason)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "the experiments", Argument::Count::some, &o->experiments}},
          .options = {{"-m,--message", "WHY", "the reason, kept with it", &o->reason}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab restore letters -m 'the mailing is back'", "on the board again"},
};

}  // namespace

const Verb restore_verb{
    .name = "restore",
    .summary = "take out an experiment that was put away",
    .group = Group::mend,
    .about = "It is on the board again, and can be planned and recorded as before.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
