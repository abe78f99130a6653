// `ack`: who took note of what.
#include <fmt/format.h>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/views/contingencies.hpp"
#include "render/views/standards.hpp"

namespace collab {

Document view(const AckReport& report) {
  Json items = Json::array();
  Page page;
  for (const AckReport::Acknowledged& each : report.events) {
    Json item = contingency_data(each.event);
    item["unchanged"] = each.unchanged;
    items.push_back(std::move(item));
    std::string text = fmt::format("con_{} of {}: ", each.event.id, each.event.experiment);
    if (each.unchanged)
      text += fmt::format("was acknowledged by {} at {}", each.event.acknowledged->actor,
                          to_string(each.event.acknowledged->at));
    else
      text += report.dry_run ? "would be acknowledged" : "acknowledged";
    if (report.operation && !each.unchanged) text += fmt::format(" (op_{})", *report.operation);
    page.push_back(Paragraph{text, Tone::strong});
    page.push_back(Paragraph{each.event.condition, Tone::plain, 2});
  }
  Json standards = Json::array();
  for (const AckReport::Checked& each : report.standards) {
    Json item = standard_data(each.standard);
    item["unchanged"] = each.unchanged;
    standards.push_back(std::move(item));
    const StandardCheck& check = each.standard.checks.back();
    std::string text = fmt::format("std_{} of {}: {}", each.standard.id, each.standard.experiment,
                                   check.kept ? "kept" : "lapsed");
    if (each.unchanged) text += ", as was said before";
    if (report.dry_run) text += ", would be noted";
    if (report.operation && !each.unchanged) text += fmt::format(" (op_{})", *report.operation);
    page.push_back(Paragraph{text, Tone::strong});
    page.push_back(Paragraph{standard_text(each.standard), Tone::plain, 2});
  }
  add_next(page, report.next_command);
  Document answer = document("ack", {{"reason", text_or_null(report.reason)},
                                     {"operation", number_or_null(report.operation)},
                                     {"dry_run", report.dry_run},
                                     {"next_command", text_or_null(report.next_command)},
                                     {"standards", std::move(standards)},
                                     {"items", items}});
  set_rows(answer,
           {"id", "experiment", "cycle", "contingency", "metric", "variant", "condition", "since",
            "period", "value", "lag_seconds", "state", "action", "owner", "evidence",
            "acknowledged", "unchanged"},
           std::move(items));
  std::vector<std::string> names;
  for (const AckReport::Acknowledged& each : report.events) names.push_back(each.event.experiment);
  for (const AckReport::Checked& each : report.standards) names.push_back(each.standard.experiment);
  set_subject(answer, names);
  answer.page = std::move(page);
  return answer;
}

}  // namespace collab
