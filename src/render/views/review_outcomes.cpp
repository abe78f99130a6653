// What changed in total: a table, and below it why, in which other ways, and how sure.
#include <fmt/format.h>

#include <set>

#include "collab/render/output_format.hpp"
#include "render/display.hpp"
#include "render/page.hpp"
#include "render/views/outcome_titles.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

/// `final at look 1`: how a verdict is meant. Said below the table, where it has room.
std::vector<std::string> marks_of(const Outcome& outcome) {
  std::vector<std::string> marks;
  if (outcome.provisional) marks.emplace_back("provisional");
  if (outcome.untrusted) marks.emplace_back("untrusted");
  if (outcome.observational) marks.emplace_back("observational");
  if (outcome.always_valid) marks.emplace_back("always-valid");
  if (outcome.final) marks.push_back(fmt::format("final at look {}", outcome.look));
  return marks;
}

// Secondary metrics are shown, never judged: a verdict word beside them would be read as one.
std::string verdict_text(const Outcome& outcome) {
  return outcome.role == Role::secondary ? std::string{} : word_of(outcome.verdict);
}

Tone verdict_tone(const Outcome& outcome) {
  if (outcome.role == Role::secondary) return Tone::dim;
  return outcome.untrusted ? Tone::caution : tone_of(outcome.verdict);
}

MetricNotation notation_for(const Outcome& outcome) {
  return notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm);
}

/// `Intervals: 97.5% (goal, guardrail), 95% (secondary).`
std::string confidence_line(const std::vector<Outcome>& outcomes) {
  std::vector<std::pair<std::string, std::vector<std::string>>> levels;
  for (const Role role : {Role::goal, Role::guardrail, Role::secondary}) {
    std::set<std::string> found;
    for (const Outcome& outcome : outcomes) {
      if (outcome.role == role && outcome.confidence > 0)
        found.insert(confidence_text(outcome.confidence));
    }
    if (found.empty()) continue;
    const std::string text = fmt::format("{}", fmt::join(found, ", "));
    if (levels.empty() || levels.back().first != text) levels.push_back({text, {}});
    levels.back().second.emplace_back(name_of(role));
  }
  if (levels.empty()) return {};
  if (levels.size() == 1) return fmt::format("Intervals: {}.", levels.front().first);
  std::vector<std::string> parts;
  for (const auto& [text, roles] : levels) {
    parts.push_back(fmt::format("{} ({})", text, joined(roles)));
  }
  return fmt::format("Intervals: {}.", joined(parts));
}

void add_why(Page& page, const Outcome& outcome, bool one_variant) {
  const std::vector<std::string> marks = marks_of(outcome);
  if (outcome.role == Role::secondary && outcome.reason.empty() && marks.empty()) return;
  if (outcome.why.empty() && outcome.reason.empty() && marks.empty()) return;
  std::string text = outcome.metric;
  if (!one_variant) text += ", " + outcome.variant;
  if (!marks.empty()) text += fmt::format(" ({})", joined(marks));
  if (!outcome.reason.empty()) text += fmt::format(" [{}]", outcome.reason);
  if (!outcome.why.empty()) text += ": " + outcome.why;
  page.push_back(Paragraph{text, Tone::plain, 2});
}

/// `visit; beside, the baseline last 28d: 9.8% (2,000 units)`: what served planning.
void add_beside(Page& page, const Outcome& outcome, bool one_variant) {
  if (!outcome.beside) return;
  const Side& beside = *outcome.beside;
  const MetricNotation notation = notation_for(outcome);
  std::string text = outcome.metric;
  if (!one_variant) text += ", " + outcome.variant;
  text += fmt::format("; beside, the baseline {}: {}", beside.name,
                      beside.level.value ? value_of(beside.level, notation.level, false)
                                         : fmt::format("none [{}]", beside.level.reason));
  if (beside.n > 0) text += fmt::format(" ({} {})", count(beside.n), beside.n_of);
  page.push_back(Paragraph{text, Tone::dim, 2});
}

/// `spend, without-covariate: +3.9% [-0.3%, +8.3%]; what stands above has 24% of its variance`:
/// what an adjustment did.
void add_other_ways(Page& page, const Outcome& outcome, bool one_variant) {
  for (const OtherWay& other : outcome.alternatives) {
    if (!other.by.empty() && outcome.role != Role::goal) continue;  // those stand under --explain
    std::string text = outcome.metric;
    if (!one_variant) text += " of " + outcome.variant;
    text += fmt::format(", {}: {}", title_of(other),
                        effect_text(other.effect, notation_for(outcome), outcome.target).main);
    if (other.name == "all-data")
      text += ", always-valid: to report; the result above is what was decided by";
    else if (other.variance_ratio && other.name == "by-unit")
      text += fmt::format("; design effect {:.3g}", *other.variance_ratio);
    else if (other.variance_ratio)
      text += fmt::format("; what stands above has {} of its variance",
                          figure(*other.variance_ratio, in_percent()));
    page.push_back(Paragraph{text, Tone::dim, 2});
  }
}

}  // namespace

void add_outcomes(Page& page, const Review& review) {
  page.push_back(Heading{"What changed"});
  if (review.outcomes.empty()) {
    page.push_back(Paragraph{"Nothing to compare yet.", Tone::dim});
    return;
  }
  const Titles titles = titles_of(review.outcomes);
  bool all_relative = true;
  Table table;
  for (const Outcome& outcome : review.outcomes) {
    const MetricNotation notation = notation_for(outcome);
    const EffectText effect = effect_text(outcome.effect, notation, outcome.target);
    all_relative = all_relative && effect.main_is_relative;
    const Tone tone = verdict_tone(outcome);
    table.rows.push_back({{outcome.metric},
                          {std::string(name_of(outcome.role)), Tone::dim},
                          {outcome.variant},
                          {sizes(outcome.base, outcome.arm)},
                          {value_of(outcome.base.level, notation.level, false)},
                          {value_of(outcome.arm.level, notation.level, false)},
                          {effect.main, outcome.role == Role::secondary ? Tone::plain : tone},
                          {effect.other},
                          {outcome.target},
                          {verdict_text(outcome), tone}});
  }
  table.columns = {{.title = "METRIC"},
                   {.title = "ROLE", .priority = 4},
                   {.title = "VARIANT", .priority = titles.one_variant ? 8 : 0},
                   {.title = titles.size, .right = true, .priority = 5},
                   {.title = titles.base, .right = true, .priority = 2},
                   {.title = titles.arm, .right = true, .priority = 2},
                   {.title = "EFFECT", .wrap = true},
                   {.title = all_relative ? "ABSOLUTE" : "ALSO", .priority = 6, .wrap = true},
                   // The lines below the table name the target too.
                   {.title = "TARGET", .priority = 3},
                   {.title = "VERDICT", .wrap = true}};
  if (titles.named) drop_column(table, 2);
  page.push_back(std::move(table));
  for (const Outcome& outcome : review.outcomes) add_why(page, outcome, titles.one_variant);
  for (const Outcome& outcome : review.outcomes) add_other_ways(page, outcome, titles.one_variant);
  for (const Outcome& outcome : review.outcomes) add_beside(page, outcome, titles.one_variant);
  const std::string confidence = confidence_line(review.outcomes);
  if (!confidence.empty()) page.push_back(Paragraph{confidence, Tone::dim, 2});
}

}  // namespace collab
