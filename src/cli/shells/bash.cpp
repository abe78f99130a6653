#include <fmt/format.h>

#include "cli/shell.hpp"

namespace collab {
namespace {

std::string names_in(const std::vector<CompletedOption>& options) {
  std::vector<std::string> names;
  for (const CompletedOption& option : options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return in_words(names);
}

/// What goes into COMPREPLY.
std::string reply(const Candidates& candidates) {
  switch (candidates.kind) {
    case Candidates::Kind::words:
      return fmt::format("_collab_words {}", single_quoted(in_words(candidates.words)));
    case Candidates::Kind::files:
      return "_collab_files";
    case Candidates::Kind::experiments:
      return "_collab_experiments";
    case Candidates::Kind::nothing:
      break;
  }
  return ":";
}

/// `--period|--starts) :; return ;;` for each option with a value.
std::string value_cases(const std::string& verb, const std::vector<CompletedOption>& options) {
  std::string text;
  for (const CompletedOption& option : options) {
    if (option.value.empty()) continue;
    std::string patterns;
    for (const std::string& name : option.names)
      patterns += fmt::format("{}{}:{}", patterns.empty() ? "" : "|", verb, name);
    text += fmt::format("    {}) {}; return ;;\n", patterns, reply(option.candidates));
  }
  return text;
}

std::string script(const CommandLine& line) {
  std::string with_value, verbs, values, targets;
  for (const CompletedOption& option : line.options)
    if (!option.value.empty())
      for (const std::string& name : option.names)
        with_value += (with_value.empty() ? "" : "|") + name;
  for (const CompletedVerb& verb : line.verbs) {
    verbs += (verbs.empty() ? "" : " ") + verb.name;
    values += value_cases(verb.name, verb.options);
    targets +=
        fmt::format("    {}) options={}; [[ $cur == -* ]] || {{ {}; return; }} ;;\n", verb.name,
                    single_quoted(names_in(verb.options)), reply(verb.candidates));
  }
  return fmt::format(R"script(# bash completion of collab, as `collab completion bash` prints it
_collab_words() {{ COMPREPLY=($(compgen -W "$1" -- "$cur")); }}
_collab_files() {{ compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); }}
_collab_experiments() {{
  _collab_words "$({})"
}}
_collab() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} verb= options= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {}) ((i++)) ;;
      -*) ;;
      *) verb=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  case $verb:$prev in
{}{}  esac
  case $verb in
    '') [[ $cur == -* ]] || {{ _collab_words {}; return; }} ;;
{}  esac
  _collab_words "$options {}"
}}
complete -F _collab collab
)script",
                     experiments_command, with_value, value_cases("*", line.options), values,
                     single_quoted(verbs), targets, names_in(line.options));
}

}  // namespace

extern const Shell bash_shell{.name = "bash", .script = script};

}  // namespace collab
