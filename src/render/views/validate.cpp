// `validate`: the files read and every fault.
#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/suites.hpp"

namespace collab {
namespace {

std::int64_t number_of(const std::vector<Diagnostic>& findings, Severity severity) {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const Diagnostic& finding) { return finding.severity == severity; });
}

Json flat(const Diagnostic& finding) {
  const Json data = finding_data(finding);
  return {{"file", data["at"]["file"]},     {"line", data["at"]["line"]},
          {"column", data["at"]["column"]}, {"path", data["at"]["path"]},
          {"severity", data["severity"]},   {"code", data["code"]},
          {"message", data["message"]},     {"hint", data["hint"]}};
}

std::string contents(const ValidateReport::File& file) {
  if (file.metrics + file.variants + file.feeds == 0) return "-";
  return fmt::format("{}, {}, {}", count(static_cast<std::int64_t>(file.metrics), "metric"),
                     count(static_cast<std::int64_t>(file.variants), "variant"),
                     count(static_cast<std::int64_t>(file.feeds), "feed"));
}

std::string summary(const ValidateReport& report, std::int64_t errors, std::int64_t warnings) {
  std::string text = count(static_cast<std::int64_t>(report.files.size()), "file") + ": ";
  text += errors == 0 ? "sound" : count(errors, "fault");
  if (warnings > 0) text += ", " + count(warnings, "warning");
  return text;
}

}  // namespace

Document view(const ValidateReport& report) {
  const std::int64_t errors = number_of(report.findings, Severity::error);
  const std::int64_t warnings = number_of(report.findings, Severity::warning);
  Json items = Json::array();
  Table table;
  table.columns = {{.title = "FILE"},
                   {.title = "RESULT"},
                   {.title = "EXPERIMENT", .priority = 2},
                   {.title = "HOLDS", .priority = 1, .wrap = true}};
  for (const ValidateReport::File& file : report.files) {
    items.push_back({{"path", file.path},
                     {"experiment", text_or_null(file.experiment)},
                     {"valid", file.valid},
                     {"metrics", file.metrics},
                     {"variants", file.variants},
                     {"feeds", file.feeds}});
    table.rows.push_back(
        {{file.path},
         file.valid ? Table::Cell{"sound", Tone::good} : Table::Cell{"faulty", Tone::bad},
         {file.experiment.empty() ? "-" : file.experiment},
         {contents(file)}});
  }
  Json findings = Json::array();
  Json rows = Json::array();
  for (const Diagnostic& finding : report.findings) {
    findings.push_back(finding_data(finding));
    rows.push_back(flat(finding));
  }
  Document answer = document("validate", {{"valid", errors == 0},
                                          {"errors", errors},
                                          {"warnings", warnings},
                                          {"findings", std::move(findings)},
                                          {"items", std::move(items)}});
  set_rows(answer, {"file", "line", "column", "path", "severity", "code", "message", "hint"},
           std::move(rows));
  answer.suites = std::vector{suite_of(report)};
  for (const Diagnostic& finding : report.findings) {
    answer.page.push_back(Verbatim{to_text(finding)});
  }
  if (!report.findings.empty()) answer.page.push_back(Paragraph{});
  answer.page.push_back(std::move(table));
  answer.page.push_back(
      Paragraph{summary(report, errors, warnings), errors == 0 ? Tone::good : Tone::bad});
  return answer;
}

}  // namespace collab
