// YAML text to a tree: one document, and what most often stands behind yaml-cpp's terse messages.
#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

#include "definition/yaml_builder.hpp"

namespace collab {
namespace {

/// Notes where a document that should not be there begins.
class SecondDocument : public YAML::EventHandler {
 public:
  std::size_t line = 0;

  void OnDocumentStart(const YAML::Mark& mark) override {
    line = static_cast<std::size_t>(std::max(mark.line, 0));
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// `---` after the first document, from the line at which yaml-cpp saw something.
Spot separator_before(const SourceText& source, std::size_t line) {
  for (std::size_t i = std::min(line + 1, source.lines()); i-- > 0;) {
    if (source.line(i).starts_with("---")) return {i, 0, 3};
  }
  return {line, 0, 1};
}

/// What most often stands behind yaml-cpp's terse messages.
std::string syntax_hint(const SourceText& source, const Spot& at, std::string_view message) {
  for (const std::size_t number : {at.line, at.line == 0 ? 0 : at.line - 1}) {
    const std::string_view line = source.line(number);
    const std::size_t colon = line.find(": >");
    if (colon != line.npos && line.substr(colon).starts_with(": >=")) {
      return fmt::format("put a target in quotes: \"{}\"", line.substr(colon + 2));
    }
  }
  if (message.find("flow not found") != message.npos) return "a { or [ here or above is not closed";
  if (message.find("anchor") != message.npos) {
    return "an alias (*name) stands for an anchor (&name) before it; put a text that begins with * "
           "in quotes";
  }
  const std::string_view line = source.line(at.line);
  const std::size_t colon = line.find(": ");
  if (message.find("map value") != message.npos && colon != line.npos &&
      line.find(": ", colon + 1) != line.npos) {
    return "put a text that has ': ' in it in quotes";
  }
  const std::string_view rest = source.rest(at.line, at.column);
  if (rest.starts_with('%') || rest.starts_with('@') || rest.starts_with('`')) {
    return "put a text that begins so in quotes";
  }
  return "look here and above for a missing quote, bracket or colon, and for indentation that does "
         "not "
         "line up";
}

}  // namespace

std::optional<Node> read_yaml(const SourceText& source, Findings& findings) {
  std::istringstream stream(source.text());
  YamlBuilder builder(source, findings);
  std::optional<YAML::Parser> parser;
  try {
    parser.emplace(stream);
    if (!parser->HandleNextDocument(builder)) {
      findings.add_without_place("empty-file", "the file is empty",
                                 "start with `collab new` or `collab init`");
      return std::nullopt;
    }
  } catch (const YamlStop& stop) {
    findings.add(stop.slug, stop.at, {}, stop.message, stop.hint);
    return std::nullopt;
  } catch (const YAML::Exception& fault) {
    const auto count = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
    const Spot at{std::min(count(fault.mark.line), source.lines() - 1), count(fault.mark.column),
                  1};
    findings.add("yaml-syntax", at, {}, "not readable as YAML: " + fault.msg,
                 syntax_hint(source, at, fault.msg));
    return std::nullopt;
  }
  SecondDocument second;
  bool more = false;
  try {
    more = parser->HandleNextDocument(second);
  } catch (const YAML::Exception& fault) {
    more = true;
    second.line = static_cast<std::size_t>(std::max(fault.mark.line, 0));
  }
  if (more) {
    findings.add("second-document", separator_before(source, second.line), {},
                 "a second document begins here", "one file holds one definition: remove the rest");
  }
  return builder.take();
}

}  // namespace collab
