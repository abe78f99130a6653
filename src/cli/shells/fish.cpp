#include <fmt/format.h>

#include "cli/shell.hpp"

namespace collab {
namespace {

/// In single quotes: fish knows \\ and \' inside them.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

/// The part of a `complete` that says what may follow.
std::string arguments(const Candidates& candidates) {
  switch (candidates.kind) {
    case Candidates::Kind::words:
      return " -a " + in_quotes(in_words(candidates.words));
    case Candidates::Kind::files:
      return " -F";
    case Candidates::Kind::experiments:
      return " -a '(__collab_experiments)'";
    case Candidates::Kind::nothing:
      break;
  }
  return {};
}

std::string option_lines(const std::vector<CompletedOption>& options, const std::string& where) {
  std::string text;
  for (const CompletedOption& option : options) {
    std::string names;
    for (const std::string& name : option.names)
      names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    text += fmt::format("complete -c collab{}{}{}{} -d {}\n", where, names,
                        option.value.empty()                                ? ""
                        : option.candidates.kind == Candidates::Kind::files ? " -r"
                                                                            : " -x",
                        arguments(option.candidates), in_quotes(option.help));
  }
  return text;
}

std::string script(const CommandLine& line) {
  std::string text = fmt::format(
      "# fish completion of collab, as `collab completion fish` prints it\n"
      "function __collab_experiments\n  {}\nend\ncomplete -c collab -f\n",
      experiments_command);
  text += option_lines(line.options, "");
  for (const CompletedVerb& verb : line.verbs)
    text += fmt::format("complete -c collab -n __fish_use_subcommand -a {} -d {}\n", verb.name,
                        in_quotes(verb.summary));
  for (const CompletedVerb& verb : line.verbs) {
    const std::string where = fmt::format(" -n '__fish_seen_subcommand_from {}'", verb.name);
    text += option_lines(verb.options, where);
    const std::string follows = arguments(verb.candidates);
    if (!follows.empty()) text += fmt::format("complete -c collab{}{}\n", where, follows);
  }
  return text;
}

}  // namespace

extern const Shell fish_shell{.name = "fish", .script = script};

}  // namespace collab
