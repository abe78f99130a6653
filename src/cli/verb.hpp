#pragma once
// A verb is one file in src/cli/verbs/ and, as data, what command_line.cpp, help and did-you-mean
// read. Nothing here knows the library that parses.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/model/time.hpp"

namespace collab {

class Context;

/// Where a value goes. bool is a flag without a value, vector a flag that may be repeated.
using Binding = std::variant<bool*, std::string*, std::vector<std::string>*, std::optional<Day>*,
                             std::optional<Instant>*, std::optional<double>*,
                             std::optional<std::int64_t>*, std::optional<std::chrono::seconds>*>;

struct Option {
  std::string_view names;  ///< `-m,--message`
  std::string_view value;  ///< placeholder, `WHY`; empty for a flag without a value
  std::string_view help;
  Binding into;
  std::vector<std::string> choices{};  ///< the only values allowed; empty = any
};

struct Argument {
  enum class Count { one, optional, any, some };  ///< 1, 0-1, 0 or more, 1 or more
  std::string_view name;
  std::string_view help;
  Count count = Count::one;
  std::variant<std::string*, std::vector<std::string>*> into;
};

/// A verb's arguments and options, bound to a fresh set of values, and what runs on them.
struct Syntax {
  std::vector<Argument> arguments;
  std::vector<Option> options;
  std::function<ExitCode(Context&)> run;
};

struct Example {
  std::string_view command;
  std::string_view says;
};

enum class Group { loop, look, listen, mend, move, set_up };

struct Verb {
  std::string_view name;
  std::string_view summary;  ///< one line
  Group group = Group::loop;
  std::string_view about;  ///< paragraphs for its help
  std::span<const Example> examples;
  bool writes_folder = false;  ///< -o may name a folder, for an answer in parts
  Syntax (*syntax)();
};

#define ENTRY(stem) extern const Verb stem##_verb;
#include "verbs.inc"
#undef ENTRY

std::span<const Verb* const> verbs();  ///< sorted by name
const Verb* find_verb(std::string_view name);

/// `-m,--message` as {"-m", "--message"}.
std::vector<std::string> names_of(const Option& option);
bool takes_value(const Option& option);
/// `plan [EXP|FILE…]`.
std::string synopsis(const Verb& verb, const Syntax& syntax);

}  // namespace collab
