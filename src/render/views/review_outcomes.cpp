// What changed, in total and by segment, and what the plan had predicted.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "collab/model/quantity.hpp"
#include "collab/render/output_format.hpp"
#include "render/display.hpp"
#include "render/page.hpp"
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

/// What all share; empty when they differ.
template <typename Items, typename Name>
std::string common(const Items& items, Name name) {
  std::set<std::string> names;
  for (const auto& item : items) names.insert(name(item));
  return names.size() == 1 ? *names.begin() : std::string{};
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

struct Titles {
  std::string base, arm, size;
  bool one_variant = false;
  bool named = false;  ///< `arm` is the variant's name, so that a column of names is idle
};

/// A variant's name as a column title, where it is short enough for one.
std::string title_or(const std::string& name, std::string otherwise) {
  constexpr int longest = 14;
  return name.empty() || display_width(name) > longest ? std::move(otherwise) : upper(name);
}

/// With one treatment the columns bear its name and the control's.
template <typename Items>
Titles titles_of(const Items& items) {
  Titles titles;
  titles.base = title_or(common(items, [](const auto& o) { return o.base.name; }), "BASELINE");
  const std::string variant = common(items, [](const auto& o) { return o.variant; });
  titles.one_variant = !variant.empty();
  titles.arm = title_or(variant, "VALUE");
  if (titles.arm == titles.base) titles.arm = "VALUE";
  titles.named = titles.one_variant && titles.arm != "VALUE";
  const bool units = std::all_of(items.begin(), items.end(), [](const auto& o) {
    return o.arm.n_of.empty() || o.arm.n_of == "units";
  });
  titles.size = units ? "UNITS" : "N";
  return titles;
}

template <typename Item>
MetricNotation notation_for(const Item& outcome) {
  return notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm);
}

std::string percent(double fraction) { return figure(fraction, in_percent()); }

/// `Intervals: 97.5% (goal, guardrail), 95% (secondary).`
std::string confidence_line(const std::vector<Outcome>& outcomes) {
  std::vector<std::pair<std::string, std::vector<std::string>>> levels;
  for (const Role role : {Role::goal, Role::guardrail, Role::secondary}) {
    std::set<std::string> found;
    for (const Outcome& outcome : outcomes) {
      if (outcome.role == role && outcome.confidence > 0) found.insert(percent(outcome.confidence));
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

/// `channel: levels agree on visit (interaction p = 0.41)`: a line for each segment and word.
void add_interactions(Page& page, const Review& review, bool one_variant) {
  std::vector<std::pair<std::string, std::vector<std::string>>> lines;
  for (const SegmentInteraction& each : review.interactions) {
    const std::optional<double> p = each.adjusted_p ? each.adjusted_p : each.p_value;
    if (!p) continue;
    const std::string line =
        fmt::format("{}{}: levels {} on ", each.segment,
                    each.declared_late ? ", exploratory (declared after data)" : "",
                    each.differ ? "differ" : "agree");
    const auto found =
        std::find_if(lines.begin(), lines.end(), [&](const auto& l) { return l.first == line; });
    auto& said = found == lines.end() ? lines.emplace_back(line, std::vector<std::string>{}).second
                                      : found->second;
    said.push_back(fmt::format("{}{} (interaction p {})", each.metric,
                               one_variant ? "" : " of " + each.variant,
                               *p < 0.0001 ? "< 0.0001" : fmt::format("= {:.2g}", *p)));
  }
  for (const auto& [line, said] : lines)
    page.push_back(Paragraph{line + joined(said) + ".", Tone::plain, 2});
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

/// `spend, without-covariate: +3.9% [-0.3%, +8.3%]; its variance is 4.1 times that`: what an
/// adjustment did.
void add_other_ways(Page& page, const Outcome& outcome, bool one_variant) {
  for (const OtherWay& other : outcome.alternatives) {
    std::string text = outcome.metric;
    if (!one_variant) text += " of " + outcome.variant;
    text += fmt::format(", {}: {}", other.name,
                        effect_text(other.effect, notation_for(outcome), outcome.target).main);
    if (other.variance_ratio)
      text += fmt::format("; compared as above the variance is {} times as large",
                          figure(*other.variance_ratio, false));
    page.push_back(Paragraph{text, Tone::dim, 2});
  }
}

/// `+8% [+3%, +12%]` as sealed.
std::string predicted(const PredictionOutcome& prediction) {
  std::string text = prediction.change;
  if (prediction.low.empty() && prediction.high.empty()) return text;
  return fmt::format("{} [{},{}{}]", text, prediction.low, no_break, prediction.high);
}

std::string came(const Outcome& outcome) {
  if (!outcome.prediction->observed) return "-";
  const double observed = *outcome.prediction->observed;
  const std::optional<Quantity> quantity = parse_quantity(outcome.prediction->change);
  const MetricNotation notation = notation_for(outcome);
  if (!quantity) return figure(observed, true);
  switch (quantity->form) {
    case Quantity::Form::relative_change:
      return figure(observed, in_percent(), true);
    case Quantity::Form::points_change:
      return figure(observed, in_points(), true);
    case Quantity::Form::absolute_change:
      return figure(observed, notation.change, true);
    case Quantity::Form::level:
      break;
  }
  return figure(observed, notation.level);
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

void add_segments(Page& page, const Review& review) {
  if (review.segments.empty()) return;
  page.push_back(Heading{"By segment"});
  // A segment's metric is one of the outcomes': its measure and target are there.
  const auto outcome_of = [&](const SegmentOutcome& segment) -> const Outcome* {
    for (const Outcome& outcome : review.outcomes) {
      if (outcome.metric == segment.metric) return &outcome;
    }
    return nullptr;
  };
  const Titles titles = titles_of(review.segments);
  Table table;
  for (const SegmentOutcome& segment : review.segments) {
    const Outcome* total = outcome_of(segment);
    const MetricNotation notation =
        total == nullptr ? MetricNotation{}
                         : notation_of(total->kind, total->measure, segment.base, segment.arm);
    const EffectText effect =
        effect_text(segment.effect, notation, total == nullptr ? "" : total->target);
    table.rows.push_back({{fmt::format("{}={}", segment.segment, segment.level)},
                          {segment.metric},
                          {segment.variant},
                          {sizes(segment.base, segment.arm)},
                          {value_of(segment.base.level, notation.level, false)},
                          {value_of(segment.arm.level, notation.level, false)},
                          {effect.main}});
  }
  table.columns = {{.title = "SEGMENT"},
                   {.title = "METRIC"},
                   {.title = "VARIANT", .priority = titles.one_variant ? 8 : 0},
                   {.title = titles.size, .right = true, .priority = 5},
                   {.title = titles.base, .right = true, .priority = 3},
                   {.title = titles.arm, .right = true, .priority = 3},
                   {.title = "EFFECT", .wrap = true}};
  if (titles.named) drop_column(table, 2);
  page.push_back(std::move(table));
  add_interactions(page, review, titles.one_variant);
}

void add_predictions(Page& page, const Review& review) {
  const Titles titles = titles_of(review.outcomes);
  Table table;
  for (const Outcome& outcome : review.outcomes) {
    if (!outcome.prediction) continue;
    const PredictionOutcome& prediction = *outcome.prediction;
    const std::string held = !prediction.inside ? "-" : *prediction.inside ? "yes" : "no";
    table.rows.push_back({{outcome.metric},
                          {outcome.variant},
                          {predicted(prediction)},
                          {prediction.confidence},
                          {came(outcome)},
                          {held, held == "no" ? Tone::caution : Tone::plain}});
  }
  if (table.rows.empty()) return;
  page.push_back(Heading{"Predicted"});
  table.columns = {{.title = "METRIC"},
                   {.title = "VARIANT"},
                   {.title = "PREDICTED", .wrap = true},
                   {.title = "SURE", .right = true, .priority = 2},
                   {.title = "CAME", .right = true},
                   {.title = "WITHIN"}};
  if (titles.one_variant) drop_column(table, 1);
  page.push_back(std::move(table));
}

}  // namespace collab
