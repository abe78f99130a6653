// `plan`: what was sealed.
#include "render/views/plan.hpp"

#include <fmt/format.h>

#include "collab/render/plan_view.hpp"
#include "collab/render/views.hpp"
#include "render/page.hpp"
#include "render/views/power.hpp"

namespace collab {
namespace {

std::string_view word_of(PlanReport::Outcome outcome) {
  switch (outcome) {
    case PlanReport::Outcome::sealed:
      return "sealed";
    case PlanReport::Outcome::amended:
      return "amended";
    case PlanReport::Outcome::unchanged:
      break;
  }
  return "unchanged";
}

std::string headline(const PlanReport& plan) {
  const bool written = plan.outcome != PlanReport::Outcome::unchanged;
  std::string text = fmt::format("{}, cycle {}: ", plan.experiment, plan.cycle);
  if (plan.dry_run && written) text += "would be ";
  text += word_of(plan.outcome);
  if (written && plan.operation) text += fmt::format(" (op_{})", *plan.operation);
  return text;
}

std::vector<std::string> days_of(const std::vector<Day>& days) {
  std::vector<std::string> texts;
  for (const Day day : days) texts.push_back(to_string(day));
  return texts;
}

Table changes_table(const std::vector<SealChange>& changes) {
  Table table;
  table.columns = {{.title = "CHANGED", .wrap = true},
                   {.title = "BEFORE", .wrap = true},
                   {.title = "NOW", .wrap = true}};
  for (const SealChange& change : changes) {
    table.rows.push_back({{change.path},
                          {change.before.empty() ? "-" : change.before},
                          {change.after.empty() ? "-" : change.after}});
  }
  return table;
}

/// Two or three lines a goal, or one where nothing is known yet.
void add_power(Page& page, const PowerReport& power) {
  bool known = false, asked = false;
  for (const MetricPower& metric : power.metrics) {
    if (metric.role != Role::goal) continue;
    asked = true;
    if (metric.claims.empty()) continue;
    known = true;
    page.push_back(Paragraph{"Planning: " + power_heading(metric)});
    for (const std::string& line : power_lines(power, metric)) {
      if (!line.starts_with("Not known")) page.push_back(Paragraph{line, Tone::plain, 2});
    }
  }
  if (asked && !known) {
    page.push_back(Paragraph{
        fmt::format("Planning: without figures nobody knows what {} can show. Say what is usual: "
                    "collab power {} --baseline LEVEL --units N/day",
                    count(power.cycle_days, "day"), power.experiment),
        Tone::dim});
  }
}

}  // namespace

Json plan_report_data(const PlanReport& plan) {
  Json changes = Json::array();
  for (const SealChange& change : plan.changes) {
    changes.push_back({{"path", change.path},
                       {"before", text_or_null(change.before)},
                       {"after", text_or_null(change.after)}});
  }
  return {{"experiment", plan.experiment},
          {"title", text_or_null(plan.title)},
          {"cycle", plan.cycle},
          {"outcome", word_of(plan.outcome)},
          {"state", name_of(plan.state)},
          {"first", to_string(plan.first)},
          {"last", to_string(plan.last)},
          {"looks", texts(days_of(plan.looks))},
          {"sha256", text_or_null(plan.sha256)},
          {"retrospective", plan.retrospective},
          {"changes", std::move(changes)},
          {"goals", texts(plan.goals)},
          {"guardrails", texts(plan.guardrails)},
          {"notes", texts(plan.notes)},
          {"operation", number_or_null(plan.operation)},
          {"dry_run", plan.dry_run},
          {"next_command", text_or_null(plan.next_command)},
          {"head", text_or_null(plan.head)}};
}

void add_plan_page(Page& page, const PlanReport& plan, const PowerReport* power) {
  page.push_back(Paragraph{headline(plan), Tone::strong});
  Facts facts;
  facts.add("title", plan.title);
  facts.add("days", fmt::format("{} ({})", day_range(plan.first, plan.last), name_of(plan.state)));
  facts.add(plan.looks.size() == 1 ? "look" : "looks", joined(days_of(plan.looks)));
  facts.add(plan.goals.size() == 1 ? "goal" : "goals", joined(plan.goals, "\n"));
  facts.add(plan.guardrails.size() == 1 ? "guardrail" : "guardrails",
            joined(plan.guardrails, "\n"));
  facts.add("plan", short_digest(plan.sha256));
  facts.add("ledger", plan.head.empty() ? "" : "head " + short_digest(plan.head));
  page.push_back(facts.take());
  if (plan.retrospective) {
    page.push_back(Paragraph{
        "Retrospective: data were there before the plan, or its first day was over. Every review "
        "will say so.",
        Tone::caution});
  }
  page.push_back(changes_table(plan.changes));
  for (const std::string& note : plan.notes) page.push_back(Paragraph{note, Tone::dim});
  if (power != nullptr) add_power(page, *power);
  add_next(page, plan.next_command);
}

Document view(const std::vector<PlanReport>& plans) { return view(plans, {}); }

Document view(const std::vector<PlanReport>& plans, const std::vector<PowerReport>& powers) {
  Json items = Json::array();
  Json rows = Json::array();
  Page page;
  std::vector<std::string> warnings, names;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const PlanReport& plan = plans[i];
    const PowerReport* power = i < powers.size() ? &powers[i] : nullptr;
    items.push_back(plan_report_data(plan));
    items.back()["power"] = Json::array();
    if (power != nullptr) {
      for (const MetricPower& metric : power->metrics)
        items.back()["power"].push_back(metric_power_data(metric));
      warnings.insert(warnings.end(), power->warnings.begin(), power->warnings.end());
    }
    rows.push_back({{"experiment", plan.experiment},
                    {"cycle", plan.cycle},
                    {"outcome", word_of(plan.outcome)},
                    {"state", name_of(plan.state)},
                    {"first", to_string(plan.first)},
                    {"last", to_string(plan.last)},
                    {"sha256", text_or_null(plan.sha256)},
                    {"retrospective", plan.retrospective},
                    {"operation", number_or_null(plan.operation)},
                    {"dry_run", plan.dry_run}});
    names.push_back(plan.experiment);
    if (!page.empty()) page.push_back(Paragraph{});
    add_plan_page(page, plan, power);
    warnings.insert(warnings.end(), plan.warnings.begin(), plan.warnings.end());
  }
  Document answer = document("plan", {{"items", std::move(items)}});
  set_rows(answer,
           {"experiment", "cycle", "outcome", "state", "first", "last", "sha256", "retrospective",
            "operation", "dry_run"},
           std::move(rows));
  set_subject(answer, names);
  answer.page = std::move(page);
  answer.warnings = std::move(warnings);
  return answer;
}

}  // namespace collab
