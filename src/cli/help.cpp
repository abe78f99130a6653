#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/global_options.hpp"
#include "cli/topics.hpp"
#include "collab/render/output_format.hpp"

namespace collab {
namespace {

// Lines longer than this are hard to read, however wide the terminal is.
constexpr int readable = 96;

std::vector<std::string> lines_of(std::string_view text, int width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, blank);
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  lines.push_back(line);
  return lines;
}

std::string padded(const std::string& text, int width) {
  const int missing = width - display_width(text);
  return missing > 0 ? text + std::string(static_cast<std::size_t>(missing), ' ') : text;
}

std::vector<std::pair<std::string, std::string>> flag_lines(const std::vector<Option>& options) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Option& option : options) {
    std::string names = fmt::format("{}", fmt::join(names_of(option), ", "));
    if (takes_value(option)) names += fmt::format(" {}", option.value);
    lines.emplace_back(names, std::string{option.help});
  }
  return lines;
}

}  // namespace

std::string wrapped(std::string_view text, int width) {
  std::string whole;
  for (const std::string& line : lines_of(text, std::min(width, readable))) whole += line + '\n';
  return whole;
}

std::string two_columns(const std::vector<std::pair<std::string, std::string>>& lines, int width) {
  constexpr int indent = 2;
  const int most = std::min(width, readable);
  int left = 0;
  for (const auto& [name, text] : lines) left = std::max(left, display_width(name));
  left = std::min(left, std::max(most / 3, 14));
  std::string whole;
  for (const auto& [name, text] : lines) {
    const std::string margin(static_cast<std::size_t>(indent + left + 2), ' ');
    std::string head = std::string(indent, ' ') + padded(name, left) + "  ";
    if (display_width(name) > left) head = fmt::format("{:{}}{}\n{}", "", indent, name, margin);
    bool first = true;
    for (const std::string& line : lines_of(text, std::max(most - indent - left - 2, 20))) {
      whole += (first ? head : margin) + line + '\n';
      first = false;
    }
  }
  return whole;
}

std::string overview(int width) {
  std::string text = "collab [-C DIR] VERB [TARGET…] [flags]\n";
  constexpr std::pair<Group, const char*> groups[] = {
      {Group::loop, "Loop"}, {Group::look, "Look"}, {Group::listen, "Listen"},
      {Group::mend, "Mend"}, {Group::move, "Move"}, {Group::set_up, "Set up"}};
  // The loop's verbs stand in the loop's order.
  const std::vector<std::string_view> order{"plan", "run", "record", "review", "ack", "decide"};
  for (const auto& [group, heading] : groups) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const std::string_view name : order) {
      if (group == Group::loop) lines.emplace_back(name, find_verb(name)->summary);
    }
    for (const Verb* verb : verbs()) {
      if (verb->group == group && group != Group::loop) {
        lines.emplace_back(verb->name, verb->summary);
      }
    }
    text += fmt::format("\n{}\n{}", heading, two_columns(lines, width));
  }
  std::vector<std::pair<std::string, std::string>> more{
      {"help VERB", "one verb, with examples"}, {"help flags", "the flags that every verb takes"}};
  for (const Topic& topic : topics()) {
    more.emplace_back(fmt::format("help {}", topic.name), std::string{topic.summary});
  }
  return text + "\nMore\n" + two_columns(more, width);
}

std::string help_for(const Verb& verb, int width) {
  const Syntax syntax = verb.syntax();
  std::string text = fmt::format("collab {} [flags]\n\n", synopsis(verb, syntax));
  text += wrapped(verb.about, width);
  if (!syntax.arguments.empty()) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const Argument& argument : syntax.arguments) {
      lines.emplace_back(std::string{argument.name}, std::string{argument.help});
    }
    text += "\nArguments\n" + two_columns(lines, width);
  }
  if (!syntax.options.empty()) text += "\nFlags\n" + two_columns(flag_lines(syntax.options), width);
  text += "\nFlags of every verb: collab help flags\n\nExamples\n";
  for (const Example& example : verb.examples) {
    text += fmt::format("  # {}\n  {}\n", example.says, example.command);
  }
  return text;
}

std::string help_for_global_flags(int width) {
  GlobalOptions values;
  return "Flags of every verb; they stand before or after it\n" +
         two_columns(flag_lines(global_options(values)), width) + '\n' +
         wrapped(
             "A flag comes before its environment variable, that before the default. "
             "COLLAB_KEY_FILE names the key that units' ids are replaced with.",
             width);
}

}  // namespace collab
