// `review --explain`: the method behind every line, by the names of collab-methods(7).
#include <fmt/format.h>

#include "collab/render/output_format.hpp"
#include "render/display.hpp"
#include "render/page.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

std::string certainty_of(const Outcome& outcome) {
  const std::string level = confidence_text(outcome.confidence);
  if (outcome.always_valid) return fmt::format("{} always-valid, all data to date", level);
  if (outcome.look > 0) return fmt::format("{} at look {}", level, outcome.look);
  return level;
}

std::string reading_text(const Outcome& outcome) {
  if (!outcome.reading) return "-";
  const Reading& reading = *outcome.reading;
  return fmt::format("{} better; loss {}", figure(reading.chance_better, in_percent()),
                     figure(reading.expected_loss, false));
}

}  // namespace

std::string title_of(const OtherWay& other) {
  return other.by.empty() ? other.name : fmt::format("{} by {}", other.name, other.by);
}

void add_methods(Page& page, const Review& review) {
  page.push_back(Heading{"Methods"});
  Table table;
  for (const Outcome& outcome : review.outcomes) {
    const Effect& effect = outcome.effect;
    table.rows.push_back({{outcome.metric},
                          {outcome.variant},
                          {effect.method.empty() ? "-" : effect.method},
                          {certainty_of(outcome)},
                          {effect.p_value ? figure(*effect.p_value, false) : "-"},
                          {effect.df ? figure(*effect.df, false) : "-"},
                          {reading_text(outcome)}});
    for (const OtherWay& other : outcome.alternatives)
      table.rows.push_back(
          {{"  " + title_of(other)},
           {outcome.variant},
           {other.effect.method},
           {other.variance_ratio
                ? fmt::format("variance x {}", figure(*other.variance_ratio, false))
                : std::string("-")},
           {other.effect.p_value ? figure(*other.effect.p_value, false) : "-"},
           {other.effect.df ? figure(*other.effect.df, false) : "-"},
           {"-"}});
  }
  table.columns = {{.title = "METRIC"},
                   {.title = "VARIANT", .priority = 2},
                   {.title = "METHOD"},
                   {.title = "INTERVAL", .wrap = true},
                   {.title = "P", .right = true},
                   {.title = "DF", .right = true, .priority = 3},
                   {.title = "BAYESIAN READING", .priority = 1, .wrap = true}};
  page.push_back(std::move(table));
  page.push_back(Paragraph{"A reading is from a flat prior and decides nothing. man collab-methods",
                           Tone::dim, 2});
}

}  // namespace collab
