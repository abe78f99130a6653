// collab monitor EXP [METRIC]: noise or news.
#include "collab/review/monitor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/selection.hpp"
#include "cli/values.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/render/views.hpp"
#include "collab/statistics/chart.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment, metric, variant, segment, location, chart, as_of;
  std::vector<std::string> rules;
};

std::vector<std::string> known(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

std::vector<std::string> rules_of(const Options& options) {
  const std::vector<std::string> words = split_commas(options.rules);
  if (words.empty())
    return options.metric.empty() ? std::vector<std::string>{"nhs"} : known(rule_set_names());
  for (const std::string& word : words)
    if (std::ranges::find(rule_set_names(), word) == rule_set_names().end())
      throw Error(ExitCode::usage, "bad-value", fmt::format("--rules cannot be '{}'", word),
                  did_you_mean(word, known(rule_set_names()), "rule sets"));
  return words;
}

ExitCode run(Context& context, const Options& options) {
  MonitorRequest request{.experiment = experiment_named(context.project(), options.experiment),
                         .metric = options.metric,
                         .variant = options.variant,
                         .segment = options.segment,
                         .location = options.location,
                         .chart = options.chart,
                         .rules = rules_of(options)};
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  ReviewOptions reading = context.review_options();
  context.expect_data(reading, request.experiment);
  if (!options.as_of.empty()) {
    reading.as_of = operation_named(ledger, options.as_of);
    reading.as_of_day = local_day(operation_by_id(ledger, *reading.as_of).now,
                                  context.project().program().time_zone);
  }
  context.emit(view(monitor(ledger, request, reading)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  std::vector<std::string> charts = known(chart_names());
  // What is recorded are periods, not single opportunities.
  std::erase_if(
      charts, [](const std::string& name) { return chart_takes(name) == ChartTakes::opportunity; });
  return {.arguments = {{"EXP", "the experiment", Argument::Count::one, &o->experiment},
                        {"METRIC", "draw the chart of this one", Argument::Count::optional,
                         &o->metric}},
          .options = {{"--variant", "V", "only this variant", &o->variant},
                      {"--segment", "K=V", "only this level of a segment", &o->segment},
                      {"--location", "L", "only rows of this location", &o->location},
                      {"--chart", "KIND", "instead of the one that suits the metric", &o->chart,
                       std::move(charts)},
                      {"--rules", "SETS", "rule sets of the chart; default nhs, with METRIC all",
                       &o->rules},
                      {"--as-of", "OP|TIME", "what was said then, and what has changed since",
                       &o->as_of}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab monitor answers-in-two-hours", "a line a metric: noise or news"},
    {"collab monitor answers-in-two-hours complaints", "its chart, limits and signals"},
    {"collab monitor answers-in-two-hours --as-of 2026-10-20T08:00:00Z",
     "what was said then, and what has changed since"},
};

}  // namespace

const Verb monitor_verb{
    .name = "monitor",
    .summary = "of each night's figures: noise, or news",
    .group = Group::look,
    .about =
        "Each recorded series against its control chart: the latest figure, the limits that noise "
        "stays within, and whether the one rule for machines alarms, which a steady process sets "
        "off in at most 5 % of 28 periods. Contingencies that came true stand below, with their "
        "action and owner. Nothing here is a verdict: that is the review's. Writes nothing.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
