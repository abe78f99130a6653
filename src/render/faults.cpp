// Errors and findings, for people and for scripts.
#include <algorithm>
#include <string_view>

#include "collab/render/output_format.hpp"
#include "render/data.hpp"
#include "render/display.hpp"

namespace collab {
namespace {

std::string faults_as_json(const std::vector<Diagnostic>& faults, ExitCode code) {
  std::string out;
  for (const Diagnostic& fault : faults) {
    const Json finding = finding_data(fault);
    Json line = Json::object();
    line["schema"] = "collab.error/1";
    line["code"] = finding["code"];
    line["exit"] = static_cast<int>(code);
    line["severity"] = finding["severity"];
    line["message"] = finding["message"];
    line["hint"] = finding["hint"];
    line["at"] = finding["at"];
    line["retryable"] = code == ExitCode::busy;
    out += compact(line);
    out += '\n';
  }
  return out;
}

/// Colours `word` where it first stands, and everything after `hint:` dim.
std::string coloured(std::string text, Severity severity) {
  const bool error = severity == Severity::error;
  const std::string_view word = error ? "error:" : "warning:";
  const std::size_t hint = text.find("\n  hint: ");
  if (hint != std::string::npos) {
    text.insert(hint + 1, "\x1b[2m");
    const std::size_t end = text.ends_with('\n') ? text.size() - 1 : text.size();
    text.insert(end, "\x1b[0m");
  }
  const std::size_t at = text.find(word);
  if (at == std::string::npos) return text;
  text.insert(at + word.size(), "\x1b[0m");
  text.insert(at, error ? "\x1b[1;31m" : "\x1b[33m");
  return text;
}

}  // namespace

std::string errors_as_json(const Error& error) {
  return faults_as_json(error.faults(), error.code());
}

std::string findings_as_json(const std::vector<Diagnostic>& findings, ExitCode code) {
  return faults_as_json(findings, code);
}

std::string errors_as_text(const Error& error, bool color) {
  std::string out;
  for (const Diagnostic& fault : error.faults()) {
    // A file's bytes are shown here: never as terminal escapes.
    std::string text = printable(to_text(fault), Keep::lines_and_tabs);
    if (!text.ends_with('\n')) text += '\n';
    out += color ? coloured(std::move(text), fault.severity) : text;
  }
  return out;
}

}  // namespace collab
