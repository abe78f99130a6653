#include <fmt/format.h>

#include <algorithm>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/looks.hpp"
#include "collab/review/predictions.hpp"
#include "collab/review/verdict.hpp"
#include "review/alternatives.hpp"
#include "review/sections.hpp"
#include "review/trusted.hpp"
#include "review/verdict_order.hpp"

namespace collab {
namespace {

/// Judgements of all due looks: stored ones, and for looks without, computed now.
struct Judgements {
  std::vector<StoredLook> all;
  std::vector<int> provisional;  ///< looks whose result is not stored yet

  bool is_provisional(int look) const {
    return std::find(provisional.begin(), provisional.end(), look) != provisional.end();
  }
};

Judgements judgements(const ReviewInput& input) {
  Judgements result{input.stored, {}};
  for (const LookState& look : input.looks) {
    if (!look.due || look.stored) continue;
    result.provisional.push_back(look.number);
    std::vector<StoredLook> now = judge_look(input.ledger, input.cycle, input.plan, input.cells,
                                             look.number, input.holdings, input.known);
    result.all.insert(result.all.end(), now.begin(), now.end());
  }
  return result;
}

Outcome outcome_of(const Metric& metric, const std::string& variant) {
  Outcome outcome;
  outcome.metric = metric.id;
  outcome.kind = metric.kind;
  outcome.measure = metric.measure;
  outcome.role = metric.role;
  outcome.higher_is_better = metric.higher_is_better;
  outcome.variant = variant;
  if (metric.role == Role::goal && metric.target) outcome.target = metric.target->text();
  if (metric.role == Role::guardrail && metric.limit) outcome.target = metric.limit->text();
  return outcome;
}

void take(Outcome& outcome, const Metric& metric, const StoredLook& judged,
          const std::string& spoiled) {
  outcome.arm = judged.arm;
  outcome.base = judged.base;
  outcome.effect = judged.effect;
  outcome.confidence = judged.confidence;
  outcome.verdict = judged.verdict;
  outcome.reason = judged.reason;
  outcome.look = judged.look;
  apply_distrust(spoiled, outcome.verdict, outcome.reason);
  outcome.untrusted = outcome.verdict == Verdict::broken && !spoiled.empty();
  Judgement said{outcome.verdict, outcome.reason, false};
  if (outcome.verdict == Verdict::missed)
    said.still_better =
        judge_goal(metric, judged.effect, judged.arm.level, judged.base.level).still_better;
  outcome.still_better = said.still_better;
  outcome.why = judged.reason == "on-a-night" || judged.reason == "met-by-holm"
                    ? reason_text(judged.reason)
                    : why(metric, said, judged.effect, judged.arm.level);
  if (outcome.untrusted) outcome.why += "; untrusted: " + reason_text(spoiled);
}

/// All that is recorded, at always-valid level, in place of the last look's figures: the look's
/// verdict stands, the figures may be read on any night.
void show_tonight(Outcome& outcome, const StoredLook& tonight, int looks) {
  if (outcome.look > 0)
    outcome.why = fmt::format("look {} of {}: {}", outcome.look, looks, outcome.why);
  outcome.arm = tonight.arm;
  outcome.base = tonight.base;
  outcome.effect = tonight.effect;
  outcome.confidence = tonight.confidence;
  outcome.always_valid = true;
}

bool found_on_a_night(const StoredLook& judged) { return judged.look == 0 && judged.operation > 0; }

/// When a guardrail was found broken, and by how much: its row shows what is recorded since.
std::string night_text(const Ledger& ledger, const StoredLook& found) {
  const Day day = std::chrono::floor<Days>(ledger.operation(found.operation).value().now);
  std::string text =
      fmt::format("{} (op_{} of {}", reason_text("on-a-night"), found.operation, to_string(day));
  if (const auto& change = found.effect.relative.value)
    text += fmt::format(", then {:+.4g}%", 100 * *change);
  return text + ")";
}

std::string said(const StoredLook& judged) {
  const auto& change = judged.effect.relative.value;
  return std::string(name_of(judged.verdict)) +
         (change ? fmt::format(" ({:+.3g}%)", 100 * *change) : "");
}

bool has_newer_data(const ReviewInput& input, const std::string& metric, const std::string& variant,
                    int look) {
  const Cell* now = find_cell(input.cells, 0, metric, variant);
  const Cell* then = find_cell(input.cells, look, metric, variant);
  return now != nullptr && (then == nullptr || now->through > then->through);
}

}  // namespace

int ReviewInput::last_due() const {
  int last = 0;
  for (const LookState& look : looks) {
    if (look.due) last = look.number;
  }
  return last;
}

std::vector<Outcome> outcomes(const ReviewInput& input) {
  const int last = input.last_due();
  const Judgements judged = judgements(input);
  // Until the last look is due, what is recorded since the last one is shown too.
  const bool between =
      last == 0 || (last < static_cast<int>(input.looks.size()) && !input.cycle.decision);
  // A guardrail that a night found broken is shown as it is by now, whenever it is looked at.
  const bool any_night = std::ranges::any_of(
      input.stored, [](const StoredLook& each) { return found_on_a_night(each); });
  const std::vector<StoredLook> pending =
      between || any_night ? judge_look(input.ledger, input.cycle, input.plan, input.cells, 0,
                                        input.holdings, input.known)
                           : std::vector<StoredLook>{};
  const auto tonight = [&](const Metric& metric, const std::string& variant) -> const StoredLook* {
    for (const StoredLook& each : pending) {
      if (each.metric == metric.id && each.variant == variant) return &each;
    }
    return nullptr;
  };
  const std::string spoiled =
      distrust(input.cells, input.plan, 0, input.holdings, ratio_test(input.plan, last));
  const double plain = split_alpha(input.plan).plain;
  Baselines baselines(input.ledger, input.cycle, input.plan, input.known);

  std::vector<Outcome> results;
  for (const Metric& metric : input.plan.metrics) {
    for (const std::string& variant : input.plan.treatments()) {
      Outcome outcome = outcome_of(metric, variant);
      outcome.observational = baselines.before_after();
      if (metric.role == Role::secondary) {
        // Of the same nights as what is judged above it.
        const int shown = between && has_newer_data(input, metric.id, variant, last) ? 0 : last;
        outcome.days_of = shown;
        Comparison found = baselines.compare(input.cells, metric, variant, shown, plain);
        outcome.confidence = 1 - plain;
        outcome.arm = std::move(found.arm);
        outcome.base = std::move(found.base);
        outcome.effect = std::move(found.effect);
        // Never judged; the reason says what stands in the way of reading its interval.
        outcome.verdict = found.missing.empty() ? Verdict::pending : Verdict::no_data;
        outcome.reason = !found.missing.empty()   ? found.missing
                         : !found.refused.empty() ? found.refused
                         : outcome.effect.judged  ? outcome.effect.relative.reason
                                                  : outcome.effect.absolute.reason;
        outcome.why = reason_text(outcome.reason);
      } else {
        std::optional<StoredLook> stands = standing(judged.all, metric.id, variant, last);
        const StoredLook* now = tonight(metric, variant);
        if (!stands && now != nullptr && between) stands = *now;
        if (stands) {
          take(outcome, metric, *stands, spoiled);
          outcome.provisional = judged.is_provisional(outcome.look);
          outcome.final = outcome.look > 0 && !outcome.provisional && is_final(outcome.verdict) &&
                          outcome.look < static_cast<int>(input.looks.size());
          if (found_on_a_night(*stands) && now != nullptr) {
            outcome.why = night_text(input.ledger, *stands);
            if (outcome.untrusted) outcome.why += "; untrusted: " + reason_text(spoiled);
            show_tonight(outcome, *now, 0);
          } else if (between && now != nullptr &&
                     has_newer_data(input, metric.id, variant, outcome.look)) {
            show_tonight(outcome, *now, static_cast<int>(input.looks.size()));
          }
          if (outcome.look == 0) outcome.always_valid = true;
        }
      }
      add_alternatives(input, metric, outcome);
      outcome.reading = reading_of(outcome, input.plan.confidence);
      outcome.prediction = score_prediction(metric, outcome);
      if (metric.role != Role::secondary) outcome.beside = baselines.beside(metric, variant, plain);
      results.push_back(std::move(outcome));
    }
  }
  return results;
}

std::vector<std::string> outcome_notes(const ReviewInput& input) {
  std::vector<std::string> notes;
  for (const StoredLook& each : input.stored) {
    std::vector<const StoredLook*> judged;
    for (const StoredLook& other : input.stored)
      if (other.look == each.look && other.metric == each.metric && other.variant == each.variant)
        judged.push_back(&other);
    if (judged.front() != &each || std::ranges::none_of(judged, &StoredLook::correction)) continue;
    std::string text =
        fmt::format("{} of {}: {} was first judged {}", each.metric, each.variant,
                    each.look > 0 ? fmt::format("look {}", each.look) : "a night", said(each));
    // A verdict that stood for a while may have been acted on.
    for (std::size_t i = 1; i < judged.size(); ++i)
      if (i + 1 == judged.size() || judged[i]->verdict != judged[i - 1]->verdict)
        text += fmt::format("{} {}", i == 1 ? "; after a correction" : ", then", said(*judged[i]));
    notes.push_back(std::move(text));
  }
  if (input.last_due() == 0)
    notes.push_back("no look is due yet: the intervals show where things stand and judge nothing");
  for (const LookState& look : input.looks) {
    if (look.due && !look.stored)
      notes.push_back(fmt::format(
          "look {} ({}) is provisional: its result is stored when its data are complete",
          look.number, to_string(look.day)));
  }
  return notes;
}

}  // namespace collab
