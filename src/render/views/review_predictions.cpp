// What the plan had predicted, beside what came.
#include "render/page.hpp"
#include "render/views/knowledge.hpp"
#include "render/views/outcome_titles.hpp"
#include "render/views/review.hpp"

namespace collab {
void add_predictions(Page& page, const Review& review) {
  const Titles titles = titles_of(review.outcomes);
  Table table;
  for (const Outcome& outcome : review.outcomes) {
    if (!outcome.prediction) continue;
    const PredictionOutcome& prediction = *outcome.prediction;
    const std::string held = !prediction.inside ? "-" : *prediction.inside ? "yes" : "no";
    table.rows.push_back({{outcome.metric},
                          {outcome.variant},
                          {predicted_text(prediction)},
                          {prediction.confidence},
                          {came_text(outcome)},
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
