#pragma once
// What a shell may complete, as data from the verb table; a shell is one file in shells/ that
// writes it down in its own language.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// What can stand in one place of a command line.
struct Candidates {
  enum class Kind { nothing, words, files, experiments };
  Kind kind = Kind::nothing;
  std::vector<std::string> words{};
};

struct CompletedOption {
  std::vector<std::string> names;  ///< `-m`, `--message`
  std::string help;
  std::string value;  ///< placeholder; empty for a flag without a value
  Candidates candidates{};
};

struct CompletedVerb {
  std::string name, summary;
  std::vector<CompletedOption> options;  ///< its own; those of all verbs come on top
  std::string target;                    ///< what its arguments are, as the synopsis says
  Candidates candidates{};
};

struct CommandLine {
  std::vector<CompletedOption> options;  ///< of all verbs
  std::vector<CompletedVerb> verbs;
};

struct Shell {
  std::string_view name;
  std::string (*script)(const CommandLine& line);
};

std::span<const Shell* const> shells();

/// The verb table.
CommandLine command_line_of_verbs();

/// A command that prints the ids of the project's experiments, one a line.
inline constexpr std::string_view experiments_command =
    "collab list experiments -f csv --fields experiment 2>/dev/null | tail -n +2";

/// In single quotes, as every one of the shells reads it. text: one line
std::string single_quoted(std::string_view text);
/// `--a --b`, blanks between.
std::string in_words(const std::vector<std::string>& words);

}  // namespace collab
