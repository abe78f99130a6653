#include <fmt/format.h>

#include "cli/shell.hpp"

namespace collab {
namespace {

/// Without what _arguments takes for its own.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string action(const Candidates& candidates) {
  switch (candidates.kind) {
    case Candidates::Kind::words:
      return "(" + in_words(candidates.words) + ")";
    case Candidates::Kind::files:
      return "_files";
    case Candidates::Kind::experiments:
      return "_collab_experiments";
    case Candidates::Kind::nothing:
      break;
  }
  return " ";
}

/// `'(-m --message)'{-m,--message}'[why]:WHY: '`, a line each.
std::string specs(const std::vector<CompletedOption>& options, std::string_view indent) {
  std::string text;
  for (const CompletedOption& option : options) {
    std::string tail = "[" + plain(option.help) + "]";
    if (!option.value.empty()) tail += ":" + plain(option.value) + ":" + action(option.candidates);
    for (const std::string& name : option.names)
      text +=
          fmt::format("{}{} \\\n", indent,
                      single_quoted(fmt::format("({}){}{}", in_words(option.names), name, tail)));
  }
  return text;
}

std::string script(const CommandLine& line) {
  std::string verbs, cases;
  for (const CompletedVerb& verb : line.verbs) {
    verbs += fmt::format("    {}\n", single_quoted(verb.name + ":" + plain(verb.summary)));
    cases += fmt::format("        {})\n          _arguments \\\n{}{}", verb.name,
                         specs(verb.options, "            "), specs(line.options, "            "));
    cases +=
        verb.target.empty()
            ? "            && return ;;\n"
            : fmt::format("            {} && return ;;\n",
                          single_quoted("*:" + plain(verb.target) + ":" + action(verb.candidates)));
  }
  return fmt::format(R"script(#compdef collab
# zsh completion of collab, as `collab completion zsh` prints it
_collab_experiments() {{
  local -a ids
  ids=(${{(f)"$({})"}})
  compadd -a ids
}}
_collab() {{
  local curcontext=$curcontext state line
  local -a verbs
  typeset -A opt_args
  verbs=(
{}  )
  _arguments -C \
{}    '1:verb:->verb' '*::target:->target' && return
  case $state in
    verb) _describe verb verbs ;;
    target)
      case $line[1] in
{}      esac ;;
  esac
}}
if [[ $funcstack[1] == _collab ]]; then _collab "$@"; else compdef _collab collab; fi
)script",
                     experiments_command, verbs, specs(line.options, "    "), cases);
}

}  // namespace

extern const Shell zsh_shell{.name = "zsh", .script = script};

}  // namespace collab
