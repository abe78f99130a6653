#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/arguments.hpp"
#include "cli/values.hpp"
#include "collab/model/diagnostic.hpp"

namespace collab {
namespace {

// What CLI11 gets wrong is spelt so that it cannot: `--name=` would take the next word for its
// value.
std::vector<std::string> spelt_for_library(std::span<const Word> words, const FlagNames& names) {
  std::vector<std::string> spelt;
  for (const Word& word : words) {
    if (word.kind == Word::Kind::mark) {
      spelt.emplace_back("--");
    } else if (word.kind == Word::Kind::positional) {
      spelt.push_back(word.text);
    } else if (!names.contains(word.name)) {
      spelt.push_back(word.attached ? word.name + "=" + word.text : word.name);
    } else {
      spelt.push_back(word.name);
      if (word.has_value) spelt.push_back(word.text);
    }
  }
  return spelt;
}

void declare(CLI::App& app, const Option& option) {
  const std::string names{option.names};
  if (!takes_value(option)) {
    app.add_flag_callback(names, [&option] { assign(option, {}); });
    return;
  }
  CLI::Option* declared =
      app.add_option(names, CLI::callback_t([&option](const CLI::results_t& texts) {
                       assign(option, texts);
                       return true;
                     }));
  declared->type_size(1);
  if (std::holds_alternative<std::vector<std::string>*>(option.into)) {
    declared->expected(1, CLI::detail::expected_max_vector_size)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  declared->allow_extra_args(false);
}

[[noreturn]] void refuse_flag(const std::string& flag, const FlagNames& names,
                              const std::string& owner) {
  std::vector<std::string> candidates;
  for (const auto& [name, value] : names) candidates.push_back(name);
  const std::string bare = flag.substr(0, flag.find('='));
  std::string near = nearest(bare, candidates);
  // `--am` for `--amend` is further away than an edit or two, and just as plain.
  for (const std::string& candidate : candidates) {
    if (near.empty() && bare.size() > 3 && candidate.starts_with(bare)) near = candidate;
  }
  throw Error(ExitCode::usage, "unknown-flag", fmt::format("{} has no flag '{}'", owner, bare),
              near.empty() ? fmt::format("{} --help lists its flags", owner)
                           : fmt::format("did you mean '{}'?", near));
}

void assign_arguments(std::vector<std::string> texts, std::span<const Argument> arguments,
                      const std::string& owner) {
  std::size_t next = 0;
  for (const Argument& argument : arguments) {
    const bool needed =
        argument.count == Argument::Count::one || argument.count == Argument::Count::some;
    if (needed && next == texts.size()) {
      throw Error(ExitCode::usage, "argument-missing",
                  fmt::format("{} needs {}", owner, argument.name),
                  fmt::format("{} --help shows how", owner));
    }
    if (auto* const* one = std::get_if<std::string*>(&argument.into)) {
      if (next < texts.size()) **one = texts[next++];
    } else {
      auto& many = *std::get<std::vector<std::string>*>(argument.into);
      while (next < texts.size()) many.push_back(texts[next++]);
    }
  }
  if (next < texts.size()) {
    throw Error(ExitCode::usage, "too-many-arguments",
                fmt::format("{} has no use for '{}'", owner, texts[next]),
                fmt::format("{} --help shows how", owner));
  }
}

}  // namespace

void parse_command_line(std::span<const std::string> words, std::span<const Option> options,
                        std::span<const Argument> arguments, const std::string& owner) {
  FlagNames names;
  add_names(names, options);
  const std::vector<Word> read = words_of(words, names);
  check_words(read, options, names);

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  for (const Option& option : options) declare(app, option);
  std::vector<std::string> spelt = spelt_for_library(read, names);
  std::reverse(spelt.begin(), spelt.end());
  try {
    app.parse(std::move(spelt));
  } catch (const CLI::ParseError& fault) {
    // Codes 104 to 109 are the library's, not ours.
    throw Error(ExitCode::usage, "bad-usage", fmt::format("{}: {}", owner, fault.what()));
  }
  std::vector<std::string> positionals;
  bool marked = false;
  for (const std::string& text : app.remaining()) {
    if (!marked && text == "--") {
      marked = true;
    } else {
      // What is left and reads as a flag is one that nobody declared.
      const std::vector<std::string> alone{text};
      if (!marked && words_of(alone, names).front().kind == Word::Kind::flag) {
        refuse_flag(text, names, owner);
      }
      positionals.push_back(text);
    }
  }
  assign_arguments(std::move(positionals), arguments, owner);
}

}  // namespace collab
