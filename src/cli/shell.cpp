#include "cli/shell.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/global_options.hpp"
#include "cli/verb.hpp"
#include "collab/definition/definition.hpp"
#include "collab/render/output_format.hpp"

namespace collab {

#define ENTRY(stem) extern const Shell stem##_shell;
#include "shells.inc"
#undef ENTRY

namespace {

std::vector<std::string> verb_names() {
  std::vector<std::string> names;
  for (const Verb* verb : verbs()) names.emplace_back(verb->name);
  return names;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const OutputFormat* format : output_formats()) names.emplace_back(format->name);
  return names;
}

std::vector<std::string> shell_names() {
  std::vector<std::string> names;
  for (const Shell* shell : shells()) names.emplace_back(shell->name);
  return names;
}

std::vector<std::string> schema_names() {
  std::vector<std::string> names;
  for (const auto& [name, text] : schemas()) names.push_back(name);
  return names;
}

/// What a placeholder stands for.
Candidates candidates_of(std::string_view placeholder) {
  using Kind = Candidates::Kind;
  for (const std::string_view file : {"FILE", "DIR", "-"})
    if (placeholder.starts_with(file)) return {.kind = Kind::files};
  for (const std::string_view experiment : {"EXP", "REF", "CONTINGENCY"})
    if (placeholder.starts_with(experiment)) return {.kind = Kind::experiments};
  if (placeholder == "FORMAT") return {.kind = Kind::words, .words = format_names()};
  if (placeholder == "SHELL") return {.kind = Kind::words, .words = shell_names()};
  if (placeholder == "VERB|TOPIC") return {.kind = Kind::words, .words = verb_names()};
  return {};
}

CompletedOption completed(const Option& option) {
  CompletedOption out{.names = names_of(option),
                      .help = std::string(option.help),
                      .value = std::string(option.value)};
  if (!option.choices.empty())
    out.candidates = {.kind = Candidates::Kind::words, .words = option.choices};
  else if (takes_value(option))
    out.candidates = candidates_of(option.value);
  return out;
}

CompletedVerb completed(const Verb& verb) {
  const Syntax syntax = verb.syntax();
  CompletedVerb out{.name = std::string(verb.name), .summary = std::string(verb.summary)};
  for (const Option& option : syntax.options) out.options.push_back(completed(option));
  if (syntax.arguments.empty()) return out;
  const Argument& first = syntax.arguments.front();
  out.target = first.name;
  out.candidates = candidates_of(first.name);
  if (verb.name == "schema")
    out.candidates = {.kind = Candidates::Kind::words, .words = schema_names()};
  return out;
}

}  // namespace

std::span<const Shell* const> shells() {
  static constexpr const Shell* table[] = {
#define ENTRY(stem) &stem##_shell,
#include "shells.inc"
#undef ENTRY
  };
  return table;
}

CommandLine command_line_of_verbs() {
  CommandLine line;
  GlobalOptions values;
  for (const Option& option : global_options(values)) line.options.push_back(completed(option));
  for (const Verb* verb : verbs()) line.verbs.push_back(completed(*verb));
  return line;
}

std::string single_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string in_words(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace collab
