// collab monitor EXP [METRIC]: noise or news.
#include "collab/review/monitor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/selection.hpp"
#include "cli/values.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/loop/record.hpp"
#include "collab/model/text.hpp"
#include "collab/render/views.hpp"
#include "collab/statistics/chart.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment, metric, variant, segment, location, chart, as_of;
  std::vector<std::string> rules, excluded;
  std::optional<std::int64_t> freeze;
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

/// `2026-11-27=Black Friday`, `2026-12-24..2026-12-26=closed`.
std::vector<ExcludedPeriods> excluded_of(const Options& options, Day today) {
  std::vector<ExcludedPeriods> excluded;
  for (const std::string& text : options.excluded) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || is_blank(text.substr(equals + 1)))
      throw Error(ExitCode::usage, "reason-missing",
                  fmt::format("--exclude '{}' does not say why", text),
                  "--exclude 2026-11-27='Black Friday'");
    const PeriodRange range = parse_periods(std::string_view(text).substr(0, equals), today);
    excluded.push_back({range.first, range.last, text.substr(equals + 1)});
  }
  return excluded;
}

std::optional<std::size_t> limits_of(const Options& options) {
  if (!options.freeze) return std::nullopt;
  if (*options.freeze < 2 || *options.freeze > 10000)
    throw Error(ExitCode::usage, "bad-value", "--freeze takes a number of periods, 2 to 10000");
  return static_cast<std::size_t>(*options.freeze);
}

ExitCode run(Context& context, const Options& options) {
  MonitorRequest request{.experiment = experiment_named(context.project(), options.experiment),
                         .metric = options.metric,
                         .variant = options.variant,
                         .segment = options.segment,
                         .location = options.location,
                         .chart = options.chart,
                         .rules = rules_of(options),
                         .excluded = excluded_of(options, context.project().clock().today),
                         .limits_from = limits_of(options)};
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  ReviewOptions reading = context.review_options();
  context.expect_data(reading, request.experiment);
  if (!options.as_of.empty()) {
    reading.as_of = operation_named(ledger, options.as_of);
    reading.as_of_day = day_named(ledger, options.as_of, context.project().program().time_zone);
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
  return {
      .arguments = {{"EXP", "the experiment", Argument::Count::one, &o->experiment},
                    {"METRIC", "draw the chart of this one", Argument::Count::optional,
                     &o->metric}},
      .options =
          {{"--variant", "V", "only this variant", &o->variant},
           {"--segment", "K=V", "only this level of a segment", &o->segment},
           {"--location", "L", "only rows of this location", &o->location},
           {"--chart", "KIND", "instead of the one that suits the metric", &o->chart,
            std::move(charts)},
           {"--rules", "SETS", "rule sets of the chart; default nhs, with METRIC all", &o->rules},
           {"--exclude", "D[..D]=WHY", "leave periods out of limits and baselines; repeatable",
            &o->excluded},
           {"--freeze", "N", "limits from a phase's first N periods (default 28)", &o->freeze},
           {"--as-of", "OP|TIME", "what was said then, and what has changed since", &o->as_of}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab monitor answers-in-two-hours", "a line a metric: noise or news"},
    {"collab monitor answers-in-two-hours complaints", "its chart, limits and signals"},
    {"collab monitor answers-in-two-hours --exclude 2026-11-27='Black Friday'",
     "limits without a night that is known to be another"},
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
