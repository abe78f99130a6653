// `archive`, `restore`, `purge`: what was put away, taken out again, removed for good.
#include <fmt/format.h>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/figures.hpp"
#include "render/page.hpp"

namespace collab {

Document view(const ArchiveReport& report) {
  Json items = Json::array();
  Page page;
  std::vector<std::string> names;
  const bool away = report.verb == "archive";
  for (const ArchiveReport::Experiment& each : report.experiments) {
    names.push_back(each.name);
    items.push_back({{"experiment", each.name}, {"archived", away}, {"unchanged", each.unchanged}});
    std::string text = fmt::format("{}: ", each.name);
    if (each.unchanged)
      text += away ? "was put away before" : "was not put away";
    else
      text += fmt::format("{}{}", report.dry_run ? "would be " : "",
                          away ? "put away" : "taken out again");
    if (report.operation && !each.unchanged) text += fmt::format(" (op_{})", *report.operation);
    page.push_back(Paragraph{text, Tone::strong});
  }
  add_next(page, report.next_command);
  Document answer = document("archive", {{"verb", report.verb},
                                         {"reason", text_or_null(report.reason)},
                                         {"operation", number_or_null(report.operation)},
                                         {"dry_run", report.dry_run},
                                         {"next_command", text_or_null(report.next_command)},
                                         {"items", items}});
  set_rows(answer, {"experiment", "archived", "unchanged"}, std::move(items));
  answer.command = report.verb;
  set_subject(answer, names);
  answer.page = std::move(page);
  return answer;
}

Document view(const PurgeReport& report) {
  Json removed = {{"experiment", report.experiment},
                  {"cycles", report.cycles},
                  {"observations", report.observations},
                  {"unit_rows", report.unit_rows},
                  {"units", report.units},
                  {"operations", report.operations}};
  Json data = removed;
  data["reason"] = report.reason;
  data["operation"] = number_or_null(report.operation);
  data["dry_run"] = report.dry_run;
  Document answer = document("purge", std::move(data));
  Json rows = Json::array();
  rows.push_back(std::move(removed));
  set_rows(answer, {"experiment", "cycles", "observations", "unit_rows", "units", "operations"},
           std::move(rows));
  std::vector<std::string> parts{count(report.cycles, "cycle")};
  if (report.observations > 0) parts.push_back(count(report.observations, "row") + " of figures");
  if (report.unit_rows > 0) parts.push_back(count(report.unit_rows, "unit row"));
  if (report.units > 0) parts.push_back("the pseudonyms of " + count(report.units, "unit"));
  std::string text = fmt::format("{}: {}removed for good: {}", report.experiment,
                                 report.dry_run ? "would be " : "", joined(parts));
  if (report.operation) text += fmt::format(" (op_{})", *report.operation);
  answer.page.push_back(Paragraph{text, Tone::strong});
  answer.page.push_back(
      Paragraph{fmt::format("Of {} the log still says who, when and with which command. Out of "
                            "reach: backups and exports made before, the definition, the feeds' "
                            "files",
                            count(report.operations, "operation")),
                Tone::dim});
  answer.warnings = report.warnings;
  set_subject(answer, {report.experiment});
  return answer;
}

}  // namespace collab
