// collab forget -: consumers' rows, words and names leave the ledger.
#include <iostream>

#include "cli/context.hpp"
#include "collab/loop/voice.hpp"
#include "collab/model/utf8.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string from;
};

/// No feed holds such an id: a list that does is not the one that is meant.
void check_id(const std::string& id, std::int64_t line) {
  constexpr std::size_t longest = 1024;
  const auto refuse = [&](const char* slug, const char* what) {
    throw Error(ExitCode::invalid,
                {Diagnostic{.slug = slug,
                            .message = what,
                            .hint = "nobody was forgotten: one id a line, as "
                                    "the feeds have them, in UTF-8",
                            .at = {.file = "-", .line = static_cast<std::uint64_t>(line)}}});
  };
  if (id.find('\0') != std::string::npos) refuse("nul-byte", "there is a NUL byte in the line");
  if (bad_utf8(id) != std::string_view::npos) refuse("bad-utf8", "the line is not UTF-8 text");
  if (id.size() > longest) refuse("id-too-long", "the id has more than 1,024 bytes");
}

ExitCode run(Context& context, const Options& options) {
  if (options.from != "-") {
    throw Error(ExitCode::usage, "ids-on-command-line",
                "ids are read from standard input, so that no list of processes and no history of "
                "a shell holds them",
                "collab forget - < ids.txt, one id a line");
  }
  std::vector<std::string> ids;
  std::int64_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (++number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
    if (line.ends_with('\r')) line.pop_back();
    check_id(line, number);
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
