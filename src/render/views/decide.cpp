// `decide`: how a cycle was closed, and what follows.
#include <fmt/format.h>

#include "collab/render/plan_view.hpp"
#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/views/plan.hpp"
#include "render/views/standards.hpp"

namespace collab {
namespace {

std::string headline(const DecideReport& report) {
  std::string text = fmt::format("{}, cycle {}: ", report.experiment, report.cycle);
  if (report.dry_run) text += "would be ";
  text += report.unchanged ? "already decided, " : "decided, ";
  text += name_of(report.decision.kind);
  if (!report.decision.variant.empty()) text += " " + report.decision.variant;
  if (report.decision.early) text += " (early)";
  if (report.operation) text += fmt::format(" (op_{})", *report.operation);
  return text;
}

}  // namespace

Document view(const DecideReport& report) { return view(report, nullptr); }

Document view(const DecideReport& report, const PowerReport* power) {
  Json data{{"experiment", report.experiment},
            {"cycle", report.cycle},
            {"decision", decision_data(report.decision)},
            {"unchanged", report.unchanged},
            {"recommended", text_or_null(report.recommended)},
            {"looks", look_results_data(report.looks)},
            {"standard", report.standard ? standard_data(*report.standard) : Json(nullptr)},
            {"next", report.next ? plan_report_data(*report.next) : Json(nullptr)},
            {"operation", number_or_null(report.operation)},
            {"dry_run", report.dry_run},
            {"next_command", text_or_null(report.next_command)}};
  const Decision& decision = report.decision;
  Json row{{"experiment", report.experiment},
           {"cycle", report.cycle},
           {"decision", name_of(decision.kind)},
           {"variant", text_or_null(decision.variant)},
           {"reason", text_or_null(decision.reason)},
           {"early", decision.early},
           {"day", to_string(decision.day)},
           {"actor", text_or_null(decision.actor)},
           {"recommended", text_or_null(report.recommended)},
           {"next_cycle", report.next ? Json(report.next->cycle) : Json(nullptr)}};
  Document answer = document("decide", std::move(data));
  Json rows = Json::array();
  rows.push_back(std::move(row));
  set_rows(answer,
           {"experiment", "cycle", "decision", "variant", "reason", "early", "day", "actor",
            "recommended", "next_cycle"},
           std::move(rows));

  set_subject(answer, {report.experiment});
  Page& page = answer.page;
  page.push_back(Paragraph{headline(report), Tone::strong});
  if (!decision.reason.empty()) page.push_back(Paragraph{"Because: " + decision.reason});
  if (!report.recommended.empty()) {
    page.push_back(Paragraph{"The review asked for: " + report.recommended, Tone::caution});
  }
  if (report.standard) page.push_back(Paragraph{"From now on: " + standard_text(*report.standard)});
  add_looks(page, report.looks);
  if (report.next) {
    page.push_back(Paragraph{});
    PlanReport next = *report.next;
    if (!report.next_command.empty()) next.next_command.clear();
    add_plan_page(page, next, power);
    answer.warnings = report.next->warnings;
    if (power != nullptr)
      answer.warnings.insert(answer.warnings.end(), power->warnings.begin(), power->warnings.end());
  }
  add_next(page, report.next_command);
  return answer;
}

}  // namespace collab
