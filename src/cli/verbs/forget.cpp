// collab forget -: consumers' words and names leave the ledger.
#include <iostream>

#include "cli/context.hpp"
#include "collab/loop/voice.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string from;
};

ExitCode run(Context& context, const Options& options) {
  if (options.from != "-") {
    throw Error(ExitCode::usage, "ids-on-command-line",
                "ids are read from standard input, so that no list of processes and no history of "
                "a shell holds them",
                "collab forget - < ids.txt, one id a line");
  }
  std::vector<std::string> ids;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) ids.push_back(line);
  }
  context.emit(view(forget_consumers(context.project(), ids)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"-", "consumers' ids from standard input, one a line",
                         Argument::Count::one, &o->from}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab forget - < ids.txt", "their words, the answers to them, and who they were"},
};

}  // namespace

const Verb forget_verb{
    .name = "forget",
    .summary = "remove consumers' words, and who they were",
    .group = Group::mend,
    .about =
        "Removes the texts of their voices and of the answers to them, from the index of words "
        "too, "
        "and puts random pseudonyms in the place of theirs; counts and measures stay as they are. "
        "The file is rewritten without a trace. The log says how many, never who. The same "
        "file imported again does not bring them back.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
