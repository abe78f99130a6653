// collab archive EXP…: put away an experiment that is over.
#include "collab/loop/archive.hpp"
#include "cli/context.hpp"
#include "cli/selection.hpp"
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
  context.emit(view(archive(context.project(), names, options.reason)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "the experiments", Argument::Count::some, &o->experiments}},
          .options = {{"-m,--message", "WHY", "the reason, kept with it", &o->reason}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab archive letters -m 'the mailing is history'", "off the board"},
    {"collab list --where state=archived", "what was put away"},
};

}  // namespace

const Verb archive_verb{.name = "archive",
                        .summary = "put away an experiment that is over",
                        .group = Group::mend,
                        .about =
                            "Off the board and out of plans without a name; nothing is planned or "
                            "recorded for it until restore. What it holds stays as it is: review, "
                            "show, log, learnings and program know it as before, and a standard "
                            "that it made is still checked when its day comes. Its cycles must be "
                            "decided.",
                        .examples = examples,
                        .syntax = syntax};

}  // namespace collab
