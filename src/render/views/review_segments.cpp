// What changed by segment, and whether its levels differ.
#include <fmt/format.h>

#include <algorithm>

#include "render/display.hpp"
#include "render/page.hpp"
#include "render/views/outcome_titles.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

/// `channel: no sign that levels differ on visit (interaction p = 0.41)`: a line for each segment
/// and word.
void add_interactions(Page& page, const Review& review, bool one_variant) {
  std::vector<std::pair<std::string, std::vector<std::string>>> lines;
  for (const SegmentInteraction& each : review.interactions) {
    const std::optional<double> p = each.adjusted_p ? each.adjusted_p : each.p_value;
    if (!p) continue;
    const std::string line =
        fmt::format("{}{}: {} on ", each.segment,
                    !each.declared_late         ? ""
                    : review.by == each.segment ? ", exploratory (asked for after data)"
                                                : ", exploratory (declared after data)",
                    each.differ ? "levels differ" : "no sign that levels differ");
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

std::string in_capitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

}  // namespace

void add_segments(Page& page, const Review& review) {
  if (review.segments.empty() && review.by.empty()) return;
  page.push_back(Heading{"By segment"});
  if (review.segments.empty()) {
    page.push_back(
        Paragraph{fmt::format("No rows are of {}.", joined(names_in_cut(review.by), " and of ")),
                  Tone::plain, 2});
    return;
  }
  // A segment's metric is one of the outcomes': its measure and target are there.
  const auto outcome_of = [&](const SegmentOutcome& segment) -> const Outcome* {
    for (const Outcome& outcome : review.outcomes) {
      if (outcome.metric == segment.metric) return &outcome;
    }
    return nullptr;
  };
  const Titles titles = titles_of(review.segments);
  const std::vector<std::string> cut = names_in_cut(review.by);
  const bool several = cut.size() > 1;
  Table table;
  for (const SegmentOutcome& segment : review.segments) {
    const Outcome* total = outcome_of(segment);
    const MetricNotation notation =
        total == nullptr ? MetricNotation{}
                         : notation_of(total->kind, total->measure, segment.base, segment.arm);
    const EffectText effect =
        effect_text(segment.effect, notation, total == nullptr ? "" : total->target);
    table.rows.push_back({{segment.segment == review.by && several
                               ? segment.level
                               : fmt::format("{}={}", segment.segment, segment.level)},
                          {segment.metric},
                          {segment.variant},
                          {sizes(segment.base, segment.arm)},
                          {value_of(segment.base.level, notation.level, false)},
                          {value_of(segment.arm.level, notation.level, false)},
                          {effect.main}});
  }
  table.columns = {{.title = several ? in_capitals(joined(cut, ", ")) : "SEGMENT"},
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

}  // namespace collab
