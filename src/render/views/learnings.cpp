// `learnings`: closed cycles, what was tried, predicted, found, decided and learned.
#include "render/views/learnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "collab/review/predictions.hpp"
#include "render/page.hpp"
#include "render/views/knowledge.hpp"
#include "render/views/review.hpp"
#include "render/views/standards.hpp"

namespace collab {
namespace {

/// What is shown of a cycle: the metric that was asked for, else the first goal.
const Outcome* shown_of(const Learning& learning, const std::string& metric) {
  for (const Outcome& outcome : learning.outcomes)
    if (outcome.variant == learning.variant &&
        (metric.empty() ? outcome.role == Role::goal : outcome.metric == metric))
      return &outcome;
  return nullptr;
}

std::string reference_of(const Learning& learning) {
  return fmt::format("{}@{}", learning.experiment, learning.cycle);
}

/// Of the whole cycle, as predictions are scored and effects pooled.
std::string effect_text_of(const Outcome& outcome) {
  return effect_text(whole_effect(outcome),
                     notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm),
                     outcome.target)
      .main;
}

Json learning_data(const Learning& learning) {
  Json outcomes = Json::array(), changes = Json::array();
  for (const Outcome& outcome : learning.outcomes) outcomes.push_back(outcome_data(outcome));
  for (const SealChange& change : learning.changes)
    changes.push_back({{"path", change.path},
                       {"before", text_or_null(change.before)},
                       {"after", text_or_null(change.after)}});
  return {{"experiment", learning.experiment},
          {"cycle", learning.cycle},
          {"title", text_or_null(learning.title)},
          {"owner", text_or_null(learning.owner)},
          {"touch_point", text_or_null(learning.touch_point)},
          {"tags", texts(learning.tags)},
          {"planned", to_string(learning.planned)},
          {"first", to_string(learning.first)},
          {"last", to_string(learning.last)},
          {"end", to_string(learning.end)},
          {"problem", text_or_null(learning.problem)},
          {"hypothesis", text_or_null(learning.hypothesis)},
          {"variants", texts(learning.variants)},
          {"variant", text_or_null(learning.variant)},
          {"verdict", name_of(learning.verdict)},
          {"decision", decision_data(learning.decision)},
          {"outcomes", std::move(outcomes)},
          {"fidelity", fidelity_data(learning.fidelity)},
          {"spoiled", text_or_null(learning.spoiled)},
          {"standard", learning.standard ? standard_data(*learning.standard) : Json(nullptr)},
          {"followed", learning.followed},
          {"changes", std::move(changes)}};
}

const std::vector<std::string> row_columns{
    "experiment", "cycle",   "title",    "owner",    "tags",    "first",
    "end",        "decided", "decision", "variant",  "verdict", "metric",
    "predicted",  "came",    "within",   "fidelity", "learned"};

Json row_of(const Learning& learning, const std::string& metric) {
  const Outcome* goal = shown_of(learning, metric);
  const PredictionOutcome* said =
      goal != nullptr && goal->prediction ? &*goal->prediction : nullptr;
  return {{"experiment", learning.experiment},
          {"cycle", learning.cycle},
          {"title", text_or_null(learning.title)},
          {"owner", text_or_null(learning.owner)},
          {"tags", text_or_null(joined(learning.tags, " "))},
          {"first", to_string(learning.first)},
          {"end", to_string(learning.end)},
          {"decided", to_string(learning.decision.day)},
          {"decision", name_of(learning.decision.kind)},
          {"variant", text_or_null(learning.variant)},
          {"verdict", name_of(learning.verdict)},
          {"metric", goal != nullptr ? Json(goal->metric) : Json(nullptr)},
          {"predicted", said != nullptr ? text_or_null(said->change) : Json(nullptr)},
          {"came", said != nullptr ? number(said->observed) : Json(nullptr)},
          {"within", said != nullptr && said->inside ? Json(*said->inside) : Json(nullptr)},
          {"fidelity", fidelity_text(learning.fidelity)},
          {"learned", text_or_null(learning.decision.reason)}};
}

std::string found_text(const Learning& learning, const Outcome* shown) {
  if (shown == nullptr) return word_of(learning.verdict);
  std::string text = fmt::format("{} {}", shown->metric, effect_text_of(*shown));
  if (shown->role != Role::secondary) text += ", " + word_of(shown->verdict);
  return text;
}

std::string prediction_text(const Outcome* goal) {
  if (goal == nullptr || !goal->prediction) return "-";
  std::string text = predicted_text(*goal->prediction);
  if (goal->prediction->inside) text += *goal->prediction->inside ? ": within" : ": outside";
  return text;
}

std::string decision_text(const Learning& learning) {
  std::string text(name_of(learning.decision.kind));
  if (!learning.decision.variant.empty()) text += " " + learning.decision.variant;
  return text;
}

}  // namespace

Table learnings_table(const LearningsReport& report) {
  Table table;
  table.columns = {{.title = "CYCLE"},
                   {.title = "DECIDED", .priority = 3},
                   {.title = "DECISION", .priority = 1, .wrap = true},
                   {.title = "VERDICT", .priority = 4},
                   {.title = "FOUND", .wrap = true},
                   {.title = "PREDICTED", .priority = 2, .wrap = true},
                   {.title = "LEARNED", .wrap = true}};
  for (const Learning& learning : report.learnings) {
    const Outcome* shown = shown_of(learning, report.metric);
    table.rows.push_back(
        {{reference_of(learning)},
         {to_string(learning.decision.day)},
         {decision_text(learning)},
         {word_of(learning.verdict), tone_of(learning.verdict)},
         {found_text(learning, shown), shown == nullptr ? Tone::plain : tone_of(shown->verdict)},
         {prediction_text(shown)},
         {learning.decision.reason}});
  }
  return table;
}

Document view(const LearningsReport& report) {
  Json items = Json::array(), rows = Json::array();
  for (const Learning& learning : report.learnings) {
    items.push_back(learning_data(learning));
    rows.push_back(row_of(learning, report.metric));
  }
  Document answer = document(
      "learnings", {{"words", text_or_null(report.words)},
                    {"where", texts(report.conditions)},
                    {"closed", report.closed},
                    {"pooled", report.pooled ? pooled_data(*report.pooled) : Json(nullptr)},
                    {"items", std::move(items)}});
  set_rows(answer, row_columns, std::move(rows));
  Page& page = answer.page;
  if (report.learnings.empty()) {
    page.push_back(Paragraph{
        report.closed == 0
            ? "No cycle is closed yet: what a cycle taught is written when it is decided."
            : fmt::format("None of {} is like that.", count(report.closed, "closed cycle"))});
    if (report.closed == 0) page.push_back(Command{"collab status"});
    return answer;
  }
  page.push_back(learnings_table(report));
  if (report.pooled) add_pooled(page, {*report.pooled});
  add_next(page, fmt::format("collab show {} --form a3", reference_of(report.learnings.front())));
  return answer;
}

}  // namespace collab
