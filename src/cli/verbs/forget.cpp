// collab forget -: consumers' rows, words and names leave the ledger.
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
    {"collab forget - < ids.txt", "consumers who asked to be forgotten"},
};

}  // namespace

const Verb forget_verb{
    .name = "forget",
    .summary = "remove consumers: their rows, their words, and who they were",
    .group = Group::mend,
    .about =
        "Removes their unit and event rows from every cycle, which is computed without them; the "
        "texts of their voices and of the answers to them, from the index of words too; and their "
        "pseudonyms. Counts of voices, and what looks judged and decisions say, stay as they are. "
        "The file is rewritten without a trace. The log says how many, never who. The same file "
        "recorded or imported again does not bring them back.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
