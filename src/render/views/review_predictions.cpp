// What the plan had predicted, beside what came.
#include <fmt/format.h>

#include "collab/model/quantity.hpp"
#include "render/display.hpp"
#include "render/page.hpp"
#include "render/views/outcome_titles.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

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
  const MetricNotation notation =
      notation_of(outcome.kind, outcome.measure, outcome.base, outcome.arm);
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
