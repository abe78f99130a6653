// `show EXP@2 --form pdsa|a3`: the worksheets that improvement teams keep, filled from the ledger.
// source  IHI, Plan-Do-Study-Act worksheet; Sobek and Smalley 2008, Understanding A3 Thinking
#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "collab/review/predictions.hpp"
#include "render/page.hpp"
#include "render/views/knowledge.hpp"
#include "render/views/standards.hpp"

namespace collab {
namespace {

using Section = Sheet::Section;
using Entries = std::vector<std::pair<std::string, std::string>>;

Section entries(std::string key, std::string heading, Entries list) {
  std::erase_if(list, [](const auto& entry) { return entry.second.empty(); });
  return {.key = std::move(key),
          .heading = std::move(heading),
          .entries = std::move(list),
          .listing = {},
          .text = {}};
}

Section table(std::string key, std::string heading, std::vector<Listing::Column> columns,
              std::vector<std::vector<std::string>> rows, std::string none = {}) {
  return {.key = std::move(key),
          .heading = std::move(heading),
          .entries = {},
          .listing = {.of = "worksheet",
                      .columns = std::move(columns),
                      .rows = std::move(rows),
                      .empty_hint = std::move(none)},
          .text = {}};
}

std::string aim_of(const Metric& metric) {
  if (metric.target) return fmt::format("{} {}", metric.id, metric.target->text());
  if (metric.limit) return fmt::format("{} {}", metric.id, metric.limit->text());
  return metric.id;
}

std::string notation_text(const Outcome& outcome, const Estimate& estimate) {
  return interval(
      estimate, notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm).level, false);
}

/// Of all data, as predictions are scored.
std::string effect_of(const Outcome& outcome) {
  return effect_text(whole_effect(outcome),
                     notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm),
                     outcome.target)
      .main;
}

Section questions(const Worksheet& sheet, std::string heading) {
  std::vector<std::vector<std::string>> rows;
  for (const Metric& metric : sheet.plan.metrics) {
    if (!metric.predict && metric.role == Role::secondary) continue;
    std::string said = "not predicted", sure;
    if (metric.predict) {
      const Prediction& p = *metric.predict;
      said = predicted_text({.change = p.change.text, .low = p.low.text, .high = p.high.text});
      sure = p.confidence_text;
    }
    rows.push_back({aim_of(metric), std::string(name_of(metric.role)), said, sure});
  }
  return table(
      "questions", std::move(heading),
      {{"question", "QUESTION"}, {"role", "ROLE"}, {"predicted", "PREDICTED"}, {"sure", "SURE"}},
      std::move(rows));
}

Section changes_tried(const Worksheet& sheet, std::string heading) {
  std::vector<std::vector<std::string>> rows;
  for (const Variant& variant : sheet.plan.variants)
    rows.push_back({variant.id, variant.share_text, variant.does});
  return table("change", std::move(heading),
               {{"variant", "VARIANT"}, {"share", "SHARE"}, {"does", "DOES"}}, std::move(rows));
}

Section results(const Worksheet& sheet, std::string heading) {
  std::vector<std::vector<std::string>> rows;
  for (const Outcome& outcome : sheet.review.outcomes) {
    const PredictionOutcome* said = outcome.prediction ? &*outcome.prediction : nullptr;
    const std::string match = said == nullptr || !said->inside ? "" : *said->inside ? "yes" : "no";
    rows.push_back({outcome.metric, outcome.variant, said != nullptr ? predicted_text(*said) : "",
                    effect_of(outcome), match,
                    outcome.role == Role::secondary ? "" : word_of(outcome.verdict)});
  }
  return table("results", std::move(heading),
               {{"metric", "METRIC"},
                {"variant", "VARIANT"},
                {"predicted", "PREDICTED"},
                {"came", "CAME"},
                {"match", "WITHIN"},
                {"verdict", "VERDICT"}},
               std::move(rows), "nothing is recorded yet");
}

Section earlier(const Worksheet& sheet, std::string heading) {
  std::vector<std::vector<std::string>> rows;
  for (const PastCycle& cycle : sheet.review.past)
    rows.push_back({std::to_string(cycle.number), day_range(cycle.first, cycle.last),
                    cycle.decision ? std::string(name_of(cycle.decision->kind)) : "",
                    cycle.decision ? cycle.decision->reason : ""});
  return table("earlier", std::move(heading),
               {{"cycle", "CYCLE", true},
                {"days", "DAYS"},
                {"decision", "DECISION"},
                {"because", "BECAUSE"}},
               std::move(rows), "this is the first cycle");
}

Section voices(const Worksheet& sheet, std::string heading) {
  std::vector<std::vector<std::string>> rows;
  for (const VoiceRecord& record : sheet.voices) {
    std::string role;
    for (const VoiceLink& link : record.links)
      if (link.experiment == sheet.plan.id) role = name_of(link.role);
    rows.push_back({to_string(record.voice.day), std::string(name_of(record.voice.kind)), role,
                    record.voice.forgotten ? "(forgotten)" : record.voice.text});
  }
  return table("voices", std::move(heading),
               {{"day", "DAY"}, {"kind", "KIND"}, {"role", "ROLE"}, {"text", "TEXT"}},
               std::move(rows));
}

Section carried_out(const Worksheet& sheet, std::string heading) {
  Entries list{{"data up to", sheet.review.data_through ? to_string(*sheet.review.data_through)
                                                        : "nothing recorded"}};
  for (const Amendment& each : sheet.review.amendments)
    list.emplace_back(fmt::format("amended on day {}", each.day_of_cycle), each.reason);
  for (const TrustFinding& finding : sheet.review.trust)
    if (finding.status == TrustFinding::Status::failed ||
        finding.status == TrustFinding::Status::warning)
      list.emplace_back(finding.check, finding.message);
  for (const ContingencyEvent& event : sheet.review.contingencies)
    list.emplace_back("came true on " + to_string(event.since), event.condition);
  return entries("carried_out", std::move(heading), std::move(list));
}

Section what_follows(const Worksheet& sheet, std::string heading) {
  const Review& review = sheet.review;
  Entries list;
  if (review.decision) {
    list = {{"decision", std::string(name_of(review.decision->kind))},
            {"variant", review.decision->variant},
            {"decided",
             fmt::format("{} by {}", to_string(review.decision->day), review.decision->actor)},
            {"learned", review.decision->reason}};
  } else {
    list = {{"decision", "not yet"}, {"asked for", review.next.why}, {"next", review.next.command}};
  }
  if (sheet.learning && sheet.learning->standard) {
    list.emplace_back("from now on", standard_text(*sheet.learning->standard));
    for (const StandardCheck& check : sheet.learning->standard->checks)
      list.emplace_back(fmt::format("looked at on {}", to_string(check.day)),
                        fmt::format("{}: {}", check.kept ? "kept" : "lapsed", check.reason));
  }
  if (sheet.learning) {
    for (const SealChange& change : sheet.learning->changes)
      list.emplace_back("next cycle: " + change.path,
                        fmt::format("{} → {}", change.before.empty() ? "none" : change.before,
                                    change.after.empty() ? "none" : change.after));
    if (sheet.learning->followed && sheet.learning->changes.empty())
      list.emplace_back("next cycle", "the same plan");
  }
  return entries("act", std::move(heading), std::move(list));
}

Section contingencies(const Worksheet& sheet, std::string heading) {
  std::vector<std::vector<std::string>> rows;
  for (const Contingency& each : sheet.plan.contingencies) {
    std::string when = each.metric;
    if (!each.variant.empty()) when += " of " + each.variant;
    when += " " + each.condition;
    if (!each.threshold.empty()) when += " " + each.threshold;
    if (each.for_periods > 1) when += fmt::format(" for {} periods", each.for_periods);
    rows.push_back({when, each.then, each.owner});
  }
  return table("contingencies", std::move(heading),
               {{"when", "WHEN"}, {"then", "THEN"}, {"owner", "OWNER"}}, std::move(rows));
}

Section cycles_together(const Worksheet& sheet) {
  std::vector<std::vector<std::string>> rows;
  for (const PooledOutcome& pooled : sheet.review.pooled)
    rows.push_back({pooled.metric, pooled.variant, std::to_string(pooled.parts.size()),
                    pooled.reason.empty() ? pooled_text(pooled) : "[" + pooled.reason + "]"});
  return table("together", "Cycles together",
               {{"metric", "METRIC"},
                {"variant", "VARIANT"},
                {"cycles", "CYCLES", true},
                {"effect", "EFFECT"}},
               std::move(rows));
}

std::string days_text(const Worksheet& sheet) {
  return fmt::format("{}, {} days", day_range(sheet.review.first, sheet.review.last),
                     sheet.review.cycle_days);
}

Sheet pdsa(const Worksheet& sheet) {
  const Experiment& plan = sheet.plan;
  std::vector<Section> sections{
      entries("head", "",
              {{"cycle", fmt::format("{} of at most {}", sheet.review.cycle, plan.repeat.at_most)},
               {"days", days_text(sheet)},
               {"owner", plan.owner},
               {"touch point", plan.touch_point}}),
      entries("plan", "Plan",
              {{"aim", plan.problem},
               {"theory", plan.hypothesis},
               {"who gets it", fmt::format("{}, assigned by {}", plan.unit, plan.assigned_by)},
               {"sealed", fmt::format("{}{}", to_string(sheet.planned),
                                      sheet.review.retrospective ? ", after data began" : "")}}),
      changes_tried(sheet, "Change"),
      questions(sheet, "Questions and predictions"),
      contingencies(sheet, "If, then"),
      voices(sheet, "What consumers said"),
      carried_out(sheet, "Do"),
      results(sheet, "Study: results beside predictions"),
      earlier(sheet, "Study: earlier cycles"),
      cycles_together(sheet),
      what_follows(sheet, "Act")};
  return {.of = "pdsa",
          .title = fmt::format("PDSA worksheet: {}, cycle {}", plan.title, sheet.review.cycle),
          .sections = std::move(sections)};
}

Section current_condition(const Worksheet& sheet) {
  std::vector<std::vector<std::string>> rows;
  for (const Outcome& outcome : sheet.review.outcomes)
    if (outcome.base.level.value)
      rows.push_back(
          {outcome.metric, outcome.base.name, notation_text(outcome, outcome.base.level)});
  return table("current_condition", "2 Current condition",
               {{"metric", "METRIC"}, {"of", "OF"}, {"value", "VALUE"}}, std::move(rows),
               "not measured yet");
}

Sheet a3(const Worksheet& sheet) {
  const Experiment& plan = sheet.plan;
  std::vector<Section> sections{
      entries("head", "",
              {{"owner", plan.owner},
               {"date", to_string(sheet.planned)},
               {"cycle", std::to_string(sheet.review.cycle)}}),
      entries("background", "1 Background",
              {{"problem", plan.problem}, {"touch point", plan.touch_point}}),
      voices(sheet, "What consumers said"),
      current_condition(sheet),
      questions(sheet, fmt::format("3 Goal, by {}", to_string(sheet.review.last))),
      entries("cause", "4 Cause", {{"theory", plan.hypothesis}}),
      changes_tried(sheet, "5 Countermeasures"),
      entries("plan", "6 Plan",
              {{"who", plan.owner},
               {"when", days_text(sheet)},
               {"with whom", fmt::format("{}, assigned by {}", plan.unit, plan.assigned_by)}}),
      contingencies(sheet, "If, then"),
      results(sheet, "7 Effect"),
      cycles_together(sheet),
      what_follows(sheet, "8 Follow-up")};
  return {.of = "a3", .title = "A3: " + plan.title, .sections = std::move(sections)};
}

}  // namespace

Document view(const Worksheet& sheet) {
  Document answer = view(sheet.form == Worksheet::Form::pdsa ? pdsa(sheet) : a3(sheet));
  add_fidelity(answer.page, sheet.review.fidelity);
  set_subject(answer, {sheet.review.experiment});
  return answer;
}

}  // namespace collab
