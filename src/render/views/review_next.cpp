// How a review ends: the cycles before, what to do now, and how honest the figures are.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "render/page.hpp"
#include "render/views/contingencies.hpp"
#include "render/views/knowledge.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

const Outcome* outcome_like(const Review& review, const PastOutcome& past) {
  for (const Outcome& outcome : review.outcomes) {
    if (outcome.metric == past.metric) return &outcome;
  }
  return nullptr;
}

std::string effect_of(const Review& review, const PastOutcome& past) {
  const Outcome* now = outcome_like(review, past);
  const MetricNotation notation =
      now == nullptr ? MetricNotation{} : notation_of(now->kind, now->measure, now->base, now->arm);
  Effect effect;
  effect.absolute = past.absolute;
  effect.relative = past.relative;
  return effect_text(effect, notation, now == nullptr ? "" : now->target).main;
}

std::string decision_text(const Decision& decision) {
  std::string text(name_of(decision.kind));
  if (!decision.variant.empty()) text += " " + decision.variant;
  if (decision.early) text += " (early)";
  return text;
}

/// One cycle's rows; its number, days and decision stand on the first.
void add_cycle(Table& table, const Review& review, const PastCycle& cycle) {
  std::string number = count(static_cast<double>(cycle.number));
  std::string days = day_range(cycle.first, cycle.last);
  std::string decision = cycle.decision ? decision_text(*cycle.decision) : "-";
  std::string why = cycle.decision ? cycle.decision->reason : "";
  bool any = false;
  for (const PastOutcome& past : review.past_outcomes) {
    if (past.cycle != cycle.number) continue;
    any = true;
    table.rows.push_back({{std::exchange(number, {})},
                          {std::exchange(days, {})},
                          {past.metric},
                          {past.variant},
                          {effect_of(review, past)},
                          {word_of(past.verdict), tone_of(past.verdict)},
                          {std::exchange(decision, {})},
                          {std::exchange(why, {})}});
  }
  if (!any) table.rows.push_back({{number}, {days}, {"-"}, {}, {}, {}, {decision}, {why}});
}

std::string decided(const Decision& decision) {
  std::string text = fmt::format("Decided on {}", to_string(decision.day));
  if (!decision.actor.empty()) text += " by " + decision.actor;
  text += ": " + decision_text(decision);
  if (!decision.reason.empty()) text += ", because: " + decision.reason;
  return text;
}

}  // namespace

void add_past(Page& page, const Review& review) {
  if (review.past.empty()) return;
  page.push_back(Heading{"Cycles before"});
  Table table;
  table.columns = {{.title = "CYCLE", .right = true},
                   {.title = "DAYS", .priority = 5},
                   {.title = "METRIC"},
                   {.title = "VARIANT", .priority = 6},
                   {.title = "EFFECT", .wrap = true},
                   {.title = "VERDICT"},
                   {.title = "DECISION", .priority = 1, .wrap = true},
                   {.title = "BECAUSE", .priority = 4, .wrap = true}};
  for (const PastCycle& cycle : review.past) add_cycle(table, review, cycle);
  const std::string variant =
      review.past_outcomes.empty() ? std::string{} : review.past_outcomes[0].variant;
  const bool one_variant =
      std::all_of(review.past_outcomes.begin(), review.past_outcomes.end(),
                  [&](const PastOutcome& past) { return past.variant == variant; });
  if (one_variant) drop_column(table, 3);
  page.push_back(std::move(table));
}

void add_what_now(Page& page, const Review& review) {
  page.push_back(Heading{"What now"});
  if (review.decision) page.push_back(Paragraph{decided(*review.decision), Tone::strong});
  add_contingencies(page, review.contingencies);
  const Recommendation& next = review.next;
  if (!review.decision && next.decision) {
    std::string text = capital(std::string(name_of(*next.decision)));
    if (!next.variant.empty()) text += " " + next.variant;
    if (!next.why.empty()) text += ": " + next.why;
    page.push_back(Paragraph{text, Tone::strong});
  } else if (!next.why.empty()) {
    page.push_back(Paragraph{capital(next.why)});
  } else if (!review.decision) {
    page.push_back(Paragraph{"Nothing to decide yet."});
  }
  page.push_back(Command{next.command});

  page.push_back(Paragraph{});
  add_fidelity(page, review.fidelity);
  for (const std::string& note : review.notes) page.push_back(Paragraph{note, Tone::dim});
  if (!review.head.empty()) {
    page.push_back(Paragraph{"Ledger head " + short_digest(review.head), Tone::dim});
  }
}

}  // namespace collab
