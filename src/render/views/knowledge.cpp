#include "render/views/knowledge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/quantity.hpp"
#include "render/display.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

Notation notation_of(const PooledOutcome& pooled) {
  if (pooled.relative) return in_percent();
  if (pooled.kind == "proportion" || pooled.kind == "score") return in_points();
  return in_measure(pooled.measure);
}

std::string parts_text(const PooledOutcome& pooled) {
  std::string text;
  for (const PooledPart& part : pooled.parts)
    text += fmt::format("{}{}@{}", text.empty() ? "" : ", ", part.experiment, part.cycle);
  return text;
}

}  // namespace

Json pooled_data(const PooledOutcome& pooled) {
  Json parts = Json::array();
  for (const PooledPart& part : pooled.parts)
    parts.push_back({{"experiment", part.experiment},
                     {"cycle", part.cycle},
                     {"effect", number(part.effect)},
                     {"standard_error", number(part.standard_error)},
                     {"shrunken", number(part.shrunken)}});
  return {{"metric", pooled.metric},
          {"kind", text_or_null(pooled.kind)},
          {"measure", text_or_null(pooled.measure)},
          {"variant", text_or_null(pooled.variant)},
          {"better", better_word(pooled.higher_is_better)},
          {"scale", pooled.relative ? "relative" : "absolute"},
          {"effect", estimate_data(pooled.effect)},
          {"next", estimate_data(pooled.next)},
          {"between", number(pooled.between)},
          {"i_squared", number(pooled.share_between)},
          {"p_heterogeneity", number(pooled.p_heterogeneity)},
          {"confidence", number(pooled.confidence)},
          {"method", pooled.method},
          {"reason", text_or_null(pooled.reason)},
          {"parts", std::move(parts)},
          {"left_out", texts(pooled.left)}};
}

Json fidelity_data(const std::vector<FidelityPoint>& points) {
  Json out = Json::array();
  for (const FidelityPoint& point : points)
    out.push_back({{"feature", point.name},
                   {"kept", point.kept ? Json(*point.kept) : Json(nullptr)},
                   {"said", point.said}});
  return out;
}

Json prediction_data(const std::optional<PredictionOutcome>& prediction) {
  if (!prediction) return nullptr;
  return {{"change", text_or_null(prediction->change)},
          {"low", text_or_null(prediction->low)},
          {"high", text_or_null(prediction->high)},
          {"confidence", text_or_null(prediction->confidence)},
          {"observed", number(prediction->observed)},
          {"error", number(prediction->error)},
          {"inside", prediction->inside ? Json(*prediction->inside) : Json(nullptr)},
          {"interval_score", number(prediction->interval_score)}};
}

std::string predicted_text(const PredictionOutcome& prediction) {
  std::string text = prediction.change;
  if (prediction.low.empty() && prediction.high.empty()) return text;
  return fmt::format("{} [{},{}{}]", text, prediction.low, no_break, prediction.high);
}

std::string came_text(const Outcome& outcome) {
  if (!outcome.prediction || !outcome.prediction->observed) return "-";
  const double observed = *outcome.prediction->observed;
  const std::optional<Quantity> quantity = parse_quantity(outcome.prediction->change);
  const MetricNotation notation =
      collab::notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm);
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

std::string pooled_text(const PooledOutcome& pooled) {
  return interval(pooled.effect, notation_of(pooled), true);
}

void add_pooled(Page& page, const std::vector<PooledOutcome>& pooled) {
  if (pooled.empty()) return;
  page.push_back(Heading{"Cycles together"});
  Table table;
  table.columns = {{.title = "METRIC"},
                   {.title = "VARIANT", .priority = 4},
                   {.title = "CYCLES", .right = true, .priority = 2},
                   {.title = "EFFECT", .wrap = true},
                   {.title = "NEXT CYCLE", .priority = 1, .wrap = true},
                   {.title = "DIFFER", .right = true, .priority = 3}};
  std::vector<std::string> notes;
  for (const PooledOutcome& each : pooled) {
    const Notation notation = notation_of(each);
    const bool none = !each.reason.empty();
    table.rows.push_back({{each.metric},
                          {each.variant.empty() ? "-" : each.variant},
                          {count(static_cast<double>(each.parts.size()))},
                          {none ? fmt::format("[{}]", each.reason) : pooled_text(each)},
                          {none || !each.next.low || !each.next.high
                               ? "-"
                               : fmt::format("{} to {}", figure(*each.next.low, notation, true),
                                             figure(*each.next.high, notation, true))},
                          {each.share_between ? figure(*each.share_between, in_percent()) : "-"}});
    if (!each.left.empty())
      notes.push_back(fmt::format("{}: not in it {}", each.metric, joined(each.left, "; ")));
    else if (each.variant.empty() && !none)
      notes.push_back(fmt::format("{}: {}", each.metric, parts_text(each)));
  }
  const bool no_variant =
      std::ranges::all_of(pooled, [](const PooledOutcome& each) { return each.variant.empty(); });
  if (no_variant) drop_column(table, 1);
  page.push_back(std::move(table));
  if (std::ranges::any_of(pooled, [](const PooledOutcome& each) { return each.reason.empty(); }))
    notes.insert(notes.begin(),
                 "random effects; DIFFER is the share of their variance that is not chance, NEXT "
                 "CYCLE where the effect of a further one is expected");
  for (const std::string& note : notes) page.push_back(Paragraph{note, Tone::dim, 2});
}

std::string fidelity_text(const std::vector<FidelityPoint>& points) {
  const auto told = [](const FidelityPoint& point) { return point.kept.has_value(); };
  const auto kept = [](const FidelityPoint& point) { return point.kept.value_or(false); };
  return fmt::format("{} of {}", std::ranges::count_if(points, kept),
                     std::ranges::count_if(points, told));
}

void add_fidelity(Page& page, const std::vector<FidelityPoint>& points) {
  if (points.empty()) return;
  std::vector<std::string> missing;
  for (const FidelityPoint& point : points)
    if (!point.kept.value_or(true))
      missing.push_back(fmt::format("{} ({})", point.name, point.said));
  std::string text = "By the method: " + fidelity_text(points);
  if (!missing.empty()) text += "; missing: " + joined(missing, "; ");
  page.push_back(Paragraph{text, missing.empty() ? Tone::dim : Tone::plain});
}

}  // namespace collab
