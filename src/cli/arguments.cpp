#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <cctype>

namespace collab {
namespace {

bool is_negative_number(const std::string& text) {
  const auto digit = [&](std::size_t at) {
    return text.size() > at && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
  };
  return text[0] == '-' && (digit(1) || (text.size() > 2 && text[1] == '.' && digit(2)));
}

std::optional<bool> wants_value(const FlagNames& names, const std::string& name) {
  const auto found = names.find(name);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace

void add_names(FlagNames& names, std::span<const Option> options) {
  for (const Option& option : options) {
    for (const std::string& name : names_of(option)) names.emplace(name, takes_value(option));
  }
}

FlagNames flags_of_all_verbs() {
  FlagNames names;
  for (const Verb* verb : verbs()) add_names(names, verb->syntax().options);
  return names;
}

std::vector<Word> words_of(std::span<const std::string> arguments, const FlagNames& names) {
  std::vector<Word> words;
  bool only_positionals = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& text = arguments[i];
    const std::size_t index = i;
    const auto value_of = [&](Word word, std::optional<std::string> attached) {
      if (attached) {
        word.text = *attached;
        word.has_value = word.attached = true;
      } else if (wants_value(names, word.name).value_or(false) && i + 1 < arguments.size()) {
        word.text = arguments[++i];
        word.has_value = true;
      }
      words.push_back(word);
    };
    if (only_positionals || text.size() < 2 || text[0] != '-' || is_negative_number(text)) {
      words.push_back({.kind = Word::Kind::positional, .text = text, .index = index});
    } else if (text == "--") {
      only_positionals = true;
      words.push_back({.kind = Word::Kind::mark, .index = index});
    } else if (text[1] == '-') {
      const std::size_t equals = text.find('=');
      std::optional<std::string> attached;
      if (equals != std::string::npos) attached = text.substr(equals + 1);
      value_of({.kind = Word::Kind::flag, .name = text.substr(0, equals), .index = index},
               attached);
    } else if (!names.contains(text.substr(0, 2))) {
      words.push_back({.kind = Word::Kind::flag, .name = text, .index = index});
    } else {
      for (std::size_t at = 1; at < text.size(); ++at) {
        Word word{.kind = Word::Kind::flag, .name = {'-', text[at]}, .index = index};
        const bool last = at + 1 == text.size();
        if (wants_value(names, word.name).value_or(false) && !last) {
          value_of(word, text.substr(at + 1));
          break;
        }
        value_of(word, std::nullopt);
        if (last) break;
      }
    }
  }
  return words;
}

std::string take_verb(std::vector<std::string>& arguments, const FlagNames& global) {
  const auto find = [&](const FlagNames& names) {
    for (const Word& word : words_of(arguments, names)) {
      if (word.kind == Word::Kind::positional) return word.index;
    }
    return arguments.size();
  };
  std::size_t at = find(global);
  // A verb's own flag may stand before it; only then are all verbs asked what theirs are.
  if (at != arguments.size() && at > 0) {
    FlagNames all = flags_of_all_verbs();
    all.insert(global.begin(), global.end());
    at = find(all);
  }
  if (at == arguments.size()) return {};
  std::string verb = arguments[at];
  arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(at));
  return verb;
}

void check_words(std::span<const Word> words, std::span<const Option> options,
                 const FlagNames& names) {
  std::map<const Option*, int> given;
  for (const Word& word : words) {
    if (word.kind != Word::Kind::flag) continue;
    for (const Option& option : options) {
      const std::vector<std::string> all = names_of(option);
      if (std::find(all.begin(), all.end(), word.name) == all.end()) continue;
      if (takes_value(option) && !word.has_value) {
        throw Error(ExitCode::usage, "value-missing", fmt::format("{} needs a value", word.name),
                    fmt::format("{} {}", word.name, option.value));
      }
      if (!takes_value(option) && word.has_value) {
        throw Error(ExitCode::usage, "no-value-taken", fmt::format("{} takes no value", word.name));
      }
      if (word.has_value && !word.attached && names.contains(word.text)) {
        throw Error(ExitCode::usage, "value-missing",
                    fmt::format("{} needs a value, and '{}' is a flag", word.name, word.text),
                    fmt::format("write {}={} if you mean it", all.back(), word.text));
      }
      const bool repeatable = std::holds_alternative<std::vector<std::string>*>(option.into);
      if (takes_value(option) && !repeatable && ++given[&option] > 1) {
        throw Error(ExitCode::usage, "given-twice", fmt::format("{} is given twice", all.back()));
      }
    }
  }
}

}  // namespace collab
