#include <algorithm>

#include "collab/model/number.hpp"
#include "render/views/contingencies.hpp"
#include "render/views/knowledge.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

/// Secondary metrics are never judged.
Json verdict_data(const Outcome& outcome) {
  return outcome.role == Role::secondary ? Json(nullptr) : Json(name_of(outcome.verdict));
}

Json alternatives_data(const std::vector<OtherWay>& alternatives) {
  Json out = Json::array();
  for (const OtherWay& each : alternatives)
    out.push_back({{"name", each.name},
                   {"by", text_or_null(each.by)},
                   {"effect", effect_data(each.effect)},
                   {"variance_ratio", number(each.variance_ratio)}});
  return out;
}

Json reading_data(const std::optional<Reading>& reading) {
  if (!reading) return nullptr;
  return {{"chance_better", number(reading->chance_better)},
          {"expected_loss", number(reading->expected_loss)},
          {"low", number(reading->low)},
          {"high", number(reading->high)},
          {"credible", number(reading->credible)}};
}

Json segment_data(const SegmentOutcome& segment) {
  return {{"segment", segment.segment},
          {"level", segment.level},
          {"metric", segment.metric},
          {"variant", segment.variant},
          {"baseline", side_data(segment.base)},
          {"observed", side_data(segment.arm)},
          {"effect", effect_data(segment.effect)},
          {"confidence", number(segment.confidence)},
          {"shrunken", estimate_data(segment.shrunken)},
          {"shrunken_standard_error", number(segment.shrunken_error)}};
}

Json interaction_data(const SegmentInteraction& interaction) {
  return {{"segment", interaction.segment},
          {"metric", interaction.metric},
          {"variant", interaction.variant},
          {"levels", interaction.levels},
          {"q", number(interaction.q)},
          {"df", number(interaction.df)},
          {"p_value", number(interaction.p_value)},
          {"adjusted_p_value", number(interaction.adjusted_p)},
          {"variance_between", number(interaction.variance)},
          {"differ", interaction.differ},
          {"declared_late", interaction.declared_late},
          {"reason", text_or_null(interaction.reason)}};
}

Json past_data(const Review& review, const PastCycle& cycle) {
  Json outcomes = Json::array();
  for (const PastOutcome& outcome : review.past_outcomes) {
    if (outcome.cycle != cycle.number) continue;
    outcomes.push_back({{"metric", outcome.metric},
                        {"variant", outcome.variant},
                        {"absolute", estimate_data(outcome.absolute)},
                        {"relative", estimate_data(outcome.relative)},
                        {"verdict", name_of(outcome.verdict)}});
  }
  return {{"cycle", cycle.number},
          {"first", to_string(cycle.first)},
          {"last", to_string(cycle.last)},
          {"decision", decision_data(cycle.decision)},
          {"outcomes", std::move(outcomes)}};
}

Json plan_data(const Review& review) {
  Json amendments = Json::array();
  for (const Amendment& amendment : review.amendments) {
    amendments.push_back({{"day_of_cycle", amendment.day_of_cycle},
                          {"day", to_string(amendment.day)},
                          {"reason", text_or_null(amendment.reason)},
                          {"actor", text_or_null(amendment.actor)}});
  }
  return {{"sha256", text_or_null(review.plan_sha256)},
          {"retrospective", review.retrospective},
          {"amendments", std::move(amendments)}};
}

Json as_of_data(const std::optional<Operation>& operation) {
  if (!operation) return nullptr;
  return {{"operation", operation->id},
          {"at", to_string(operation->now)},
          {"actor", text_or_null(operation->actor)}};
}

template <typename Items, typename One>
Json each(const Items& items, One one) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(one(item));
  return out;
}

Json next_data(const Recommendation& next) {
  return {{"decision", next.decision ? Json(name_of(*next.decision)) : Json(nullptr)},
          {"variant", text_or_null(next.variant)},
          {"why", text_or_null(next.why)},
          {"command", text_or_null(next.command)}};
}

}  // namespace

Json outcome_data(const Outcome& outcome) {
  return {{"metric", outcome.metric},
          {"kind", outcome.kind},
          {"measure", text_or_null(outcome.measure)},
          {"role", name_of(outcome.role)},
          {"better", better_word(outcome.higher_is_better)},
          {"variant", outcome.variant},
          {"baseline", side_data(outcome.base)},
          {"observed", side_data(outcome.arm)},
          {"effect", effect_data(outcome.effect)},
          {"confidence", number(outcome.confidence)},
          {"target", text_or_null(outcome.target)},
          {"verdict", verdict_data(outcome)},
          {"reason", text_or_null(outcome.reason)},
          {"why", text_or_null(outcome.why)},
          {"look", count_or_null(outcome.look)},
          {"provisional", outcome.provisional},
          {"untrusted", outcome.untrusted},
          {"observational", outcome.observational},
          {"still_better", outcome.still_better},
          {"final", outcome.final},
          {"always_valid", outcome.always_valid},
          {"alternatives", alternatives_data(outcome.alternatives)},
          {"reading", reading_data(outcome.reading)},
          {"prediction", prediction_data(outcome.prediction)},
          {"beside", outcome.beside ? side_data(*outcome.beside) : Json(nullptr)}};
}

Json review_data(const Review& review) {
  Json data{{"experiment", review.experiment},
            {"title", text_or_null(review.title)},
            {"owner", text_or_null(review.owner)},
            {"cycle", review.cycle},
            {"state", name_of(review.state)},
            {"first", to_string(review.first)},
            {"last", to_string(review.last)},
            {"day_of_cycle", review.day_of_cycle},
            {"cycle_days", review.cycle_days},
            {"data_through", day_or_null(review.data_through)},
            {"plan", plan_data(review)}};
  data["looks"] = each(review.looks, [](const LookState& look) -> Json {
    return {{"number", look.number},
            {"day", to_string(look.day)},
            {"due", look.due},
            {"stored", look.stored}};
  });
  data["trust"] = each(review.trust, [](const TrustFinding& finding) -> Json {
    return {{"check", finding.check},
            {"status", name_of(finding.status)},
            {"message", text_or_null(finding.message)},
            {"p_value", number(finding.p_value)}};
  });
  data["outcomes"] = each(review.outcomes, outcome_data);
  data["by"] = text_or_null(review.by);
  data["segments"] = each(review.segments, segment_data);
  data["segment_interactions"] = each(review.interactions, interaction_data);
  data["past"] =
      each(review.past, [&](const PastCycle& cycle) { return past_data(review, cycle); });
  data["pooled"] = each(review.pooled, pooled_data);
  data["fidelity"] = fidelity_data(review.fidelity);
  data["variants"] = each(review.variants, [](const VariantVerdict& variant) -> Json {
    return {{"variant", variant.variant},
            {"verdict", name_of(variant.verdict)},
            {"why", text_or_null(variant.why)}};
  });
  data["contingencies"] = each(review.contingencies, contingency_data);
  data["next"] = next_data(review.next);
  data["decision"] = decision_data(review.decision);
  data["confidence"] = number(review.confidence);
  data["family_wise"] = number(review.family_wise);
  data["family_wise_with_guardrails"] = number(review.family_wise_all);
  data["notes"] = texts(review.notes);
  data["as_of"] = as_of_data(review.as_of);
  data["head"] = text_or_null(review.head);
  return data;
}

std::vector<std::string> review_columns(bool by) {
  std::vector<std::string> names{"experiment", "cycle",    "state",      "data_through",
                                 "metric",     "kind",     "role",       "measure",
                                 "variant",    "n",        "value",      "value_low",
                                 "value_high", "baseline", "baseline_n", "baseline_value"};
  for (std::string& name : effect_columns()) names.push_back(std::move(name));
  for (const char* name : {"confidence", "target", "verdict", "reason", "provisional", "untrusted",
                           "observational", "final"})
    names.emplace_back(name);
  if (by) names.insert(names.end(), {"segment", "level"});
  return names;
}

namespace {

Json head_of_row(const Review& review) {
  return {{"experiment", review.experiment},
          {"cycle", review.cycle},
          {"state", name_of(review.state)},
          {"data_through", day_or_null(review.data_through)}};
}

/// What --by asked for, behind the totals.
void add_level_rows(Json& rows, const Review& review) {
  for (const SegmentOutcome& level : review.segments) {
    const auto total = std::ranges::find_if(review.outcomes, [&](const Outcome& outcome) {
      return outcome.metric == level.metric && outcome.variant == level.variant;
    });
    Json row = head_of_row(review);
    for (const std::string& name : review_columns(true))
      if (!row.contains(name)) row[name] = nullptr;
    row["metric"] = level.metric;
    row["variant"] = level.variant;
    if (total != review.outcomes.end()) {
      row["kind"] = total->kind;
      row["role"] = name_of(total->role);
      row["measure"] = text_or_null(total->measure);
    }
    row["n"] = number(level.arm.n);
    row["value"] = number(level.arm.level.value);
    row["value_low"] = number(level.arm.level.low);
    row["value_high"] = number(level.arm.level.high);
    row["baseline"] = text_or_null(level.base.name);
    row["baseline_n"] = number(level.base.n);
    row["baseline_value"] = number(level.base.level.value);
    add_effect_columns(row, level.effect);
    row["confidence"] = number(level.confidence);
    row["segment"] = level.segment;
    row["level"] = level.level;
    rows.push_back(std::move(row));
  }
}

}  // namespace

void add_review_rows(Json& rows, const Review& review) {
  for (const Outcome& outcome : review.outcomes) {
    Json row = head_of_row(review);
    row["metric"] = outcome.metric;
    row["kind"] = outcome.kind;
    row["role"] = name_of(outcome.role);
    row["measure"] = text_or_null(outcome.measure);
    row["variant"] = outcome.variant;
    row["n"] = number(outcome.arm.n);
    row["value"] = number(outcome.arm.level.value);
    row["value_low"] = number(outcome.arm.level.low);
    row["value_high"] = number(outcome.arm.level.high);
    row["baseline"] = text_or_null(outcome.base.name);
    row["baseline_n"] = number(outcome.base.n);
    row["baseline_value"] = number(outcome.base.level.value);
    add_effect_columns(row, outcome.effect);
    row["confidence"] = number(outcome.confidence);
    row["target"] = text_or_null(outcome.target);
    row["verdict"] = verdict_data(outcome);
    row["reason"] = text_or_null(outcome.reason);
    row["provisional"] = outcome.provisional;
    row["untrusted"] = outcome.untrusted;
    row["observational"] = outcome.observational;
    row["final"] = outcome.final;
    if (!review.by.empty()) row["segment"] = row["level"] = nullptr;
    rows.push_back(std::move(row));
  }
  if (!review.by.empty()) add_level_rows(rows, review);
}

}  // namespace collab
