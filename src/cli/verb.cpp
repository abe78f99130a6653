#include "cli/verb.hpp"

namespace collab {

std::span<const Verb* const> verbs() {
  static constexpr const Verb* table[] = {
#define ENTRY(stem) &stem##_verb,
#include "verbs.inc"
#undef ENTRY
  };
  return table;
}

const Verb* find_verb(std::string_view name) {
  for (const Verb* verb : verbs()) {
    if (verb->name == name) return verb;
  }
  return nullptr;
}

std::vector<std::string> names_of(const Option& option) {
  std::vector<std::string> names;
  std::string_view rest = option.names;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    names.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return names;
}

bool takes_value(const Option& option) { return !std::holds_alternative<bool*>(option.into); }

std::string synopsis(const Verb& verb, const Syntax& syntax) {
  std::string text{verb.name};
  for (const Argument& argument : syntax.arguments) {
    const std::string name{argument.name};
    switch (argument.count) {
      case Argument::Count::one:
        text += " " + name;
        break;
      case Argument::Count::optional:
        text += " [" + name + "]";
        break;
      case Argument::Count::any:
        text += " [" + name + "…]";
        break;
      case Argument::Count::some:
        text += " " + name + "…";
        break;
    }
  }
  return text;
}

}  // namespace collab
