#include "collab/render/workflow_command.hpp"

#include <fmt/format.h>

#include "render/display.hpp"

namespace collab {
namespace {

constexpr std::string_view zero_width_space = "\xe2\x80\x8b";

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      case ':':
        out += property ? "%3A" : ":";
        break;
      case ',':
        out += property ? "%2C" : ",";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view word_of(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::vector<std::pair<std::string_view, std::string>> properties_of(const Place& at,
                                                                    std::string title) {
  const auto number = [](std::uint64_t value) {
    return value > 0 ? fmt::format("{}", value) : std::string{};
  };
  return {{"file", at.file},
          {"line", at.file.empty() ? std::string{} : number(at.line)},
          {"col", at.file.empty() ? std::string{} : number(at.column)},
          {"title", std::move(title)}};
}

}  // namespace

std::string workflow_command(
    std::string_view command,
    const std::vector<std::pair<std::string_view, std::string>>& properties,
    std::string_view message) {
  std::string out = fmt::format("::{}", command);
  bool first = true;
  for (const auto& [name, value] : properties) {
    if (value.empty()) continue;
    out += first ? ' ' : ',';
    first = false;
    out += fmt::format("{}={}", name, escaped(printable(value), true));
  }
  return out + "::" + escaped(printable(message, Keep::lines), false);
}

std::string annotation(const Diagnostic& fault) {
  std::string message = fault.message;
  if (!fault.hint.empty()) message += "\nhint: " + fault.hint;
  return workflow_command(word_of(fault.severity), properties_of(fault.at, fault.slug), message);
}

std::string annotation(const std::string& suite, const Check& check, Severity severity) {
  return workflow_command(
      word_of(severity),
      properties_of(check.at, fmt::format("{}: {} ({})", suite, check.name, check.slug)),
      check.message);
}

std::string without_commands(std::string_view text) {
  std::string out;
  bool at_start = true;  // only blanks since the line began
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (at_start && rest.starts_with("::")) out += zero_width_space;
    if (rest.starts_with("##[")) {
      out += "##";
      out += zero_width_space;
      ++i;
      at_start = false;
      continue;
    }
    out += text[i];
    at_start = text[i] == '\n' || (at_start && (text[i] == ' ' || text[i] == '\t'));
  }
  return out;
}

}  // namespace collab
