// collab help [VERB|TOPIC]
#include "cli/help.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/topics.hpp"
#include "collab/model/diagnostic.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string about;
};

std::string text_for(const std::string& about, int width) {
  if (about.empty()) return overview(width);
  if (const Verb* verb = find_verb(about)) return help_for(*verb, width);
  if (about == "flags") return help_for_global_flags(width);
  for (const Topic& topic : topics()) {
    if (topic.name == about) return topic.text(width);
  }
  std::vector<std::string> names{"flags"};
  for (const Verb* verb : verbs()) names.emplace_back(verb->name);
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  const std::string near = nearest(about, names);
  throw Error(ExitCode::usage, "unknown-topic", fmt::format("there is no help on '{}'", about),
              near.empty() ? "collab help lists verbs and topics"
                           : fmt::format("did you mean '{}'?", near));
}

ExitCode run(Context& context, const Options& options) {
  context.emit(text_document("help", "text", text_for(options.about, context.width())));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"VERB|TOPIC", "a verb; or flags, errors, exit-codes, words; none: the verbs",
                     Argument::Count::optional, &o->about}},
      .options = {},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab help plan", "one verb, with examples"},
    {"collab help errors", "what every error's name means"},
};

}  // namespace

const Verb help_verb{.name = "help",
                     .summary = "a verb's arguments, flags and examples; or a topic",
                     .group = Group::set_up,
                     .about = "The same as collab VERB --help.",
                     .examples = examples,
                     .syntax = syntax};

}  // namespace collab
