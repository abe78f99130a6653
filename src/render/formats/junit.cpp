// -f junit: what a job's test reports read. The XML holds to what both common schemas allow, Ant's
// (JUnit.xsd of Windy Road) and that of Jenkins' xUnit plugin (junit-10.xsd): no attributes of
// testsuites, at most one of failure, error and skipped in a testcase, an instant without a zone.
#include <fmt/format.h>

#include <algorithm>

#include "render/data.hpp"
#include "render/display.hpp"
#include "render/formats.hpp"

namespace collab {
namespace {

/// Characters that XML 1.0 cannot hold are spelt out; line ends of attributes survive.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text, Keep::lines)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        out += c;
    }
  }
  // Valid UTF-8, yet no characters of XML.
  for (const std::string_view not_xml : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    for (std::size_t at = 0; (at = out.find(not_xml)) != std::string::npos;)
      out.replace(at, not_xml.size(), "\xef\xbf\xbd");
  }
  return out;
}

/// A token of the schemas: no line ends, blanks neither at its ends nor twice; never empty.
std::string token(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out.empty() ? "-" : escaped(out);
}

std::int64_t number_of(const CheckSuite& suite, Check::Result result) {
  return std::count_if(suite.checks.begin(), suite.checks.end(),
                       [&](const Check& check) { return check.result == result; });
}

std::string place_of(const Place& at) {
  std::string text = at.file;
  if (!text.empty() && at.line > 0) text += fmt::format(":{}", at.line);
  if (!text.empty() && at.line > 0 && at.column > 0) text += fmt::format(":{}", at.column);
  return text;
}

void add_check(std::string& out, const CheckSuite& suite, const Check& check) {
  out += fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\" time=\"0\"", token(suite.name),
                     token(check.group), token(check.name));
  if (check.result == Check::Result::passed) {
    out += "/>\n";
    return;
  }
  const std::string place = place_of(check.at);
  const std::string message = place.empty() ? check.message : place + ": " + check.message;
  const std::string_view element = check.result == Check::Result::failed  ? "failure"
                                   : check.result == Check::Result::error ? "error"
                                                                          : "skipped";
  out += fmt::format(">\n      <{0} type=\"{1}\" message=\"{2}\">{2}</{0}>\n    </testcase>\n",
                     element, token(check.slug), escaped(message));
}

void add_suite(std::string& out, const CheckSuite& suite, std::size_t id, const Document& document,
               const OutputOptions& options) {
  out += fmt::format(
      "  <testsuite name=\"{}\" package=\"collab.{}\" id=\"{}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"0\" timestamp=\"{}\" hostname=\"localhost\">\n",
      token(suite.name), token(document.command), id, suite.checks.size(),
      number_of(suite, Check::Result::failed), number_of(suite, Check::Result::error),
      number_of(suite, Check::Result::skipped), to_string(options.generated_at).substr(0, 19));
  out += "    <properties>\n";
  for (const auto& [name, value] : suite.properties)
    out += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", token(name), escaped(value));
  out += fmt::format("      <property name=\"version\" value=\"{}\"/>\n    </properties>\n",
                     escaped(options.version));
  for (const Check& check : suite.checks) add_check(out, suite, check);
  out += "    <system-out/>\n    <system-err/>\n  </testsuite>\n";
}

std::string write(const Document& document, const OutputOptions& options) {
  Document filled;
  const Document& full = complete(document, filled);
  if (!full.suites) {
    throw Error(
        ExitCode::usage, "no-checks",
        fmt::format("nothing in '{}' passes or fails, so it cannot be junit", document.command),
        "junit is for review, run, record, status and validate");
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (std::size_t i = 0; i < full.suites->size(); ++i)
    add_suite(out, (*full.suites)[i], i, document, options);
  return out + "</testsuites>\n";
}

}  // namespace

const OutputFormat junit_format{.name = "junit",
                                .summary = "goals, guardrails and feeds as tests, for a job",
                                .write = write,
                                .ending = "xml"};

}  // namespace collab
