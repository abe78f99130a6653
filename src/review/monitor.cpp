#include "collab/review/monitor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/review/contingencies.hpp"
#include "collab/review/series.hpp"
#include "collab/statistics/watch.hpp"
#include "review/charted.hpp"
#include "review/monitor_words.hpp"

namespace collab {
namespace {

std::string hint_of(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  return near.empty() ? fmt::format("it has: {}", fmt::join(known, ", "))
                      : fmt::format("did you mean '{}'?", near);
}

void check(const MonitorRequest& request, const Experiment& plan) {
  std::vector<std::string> names;
  if (!request.metric.empty() && plan.metric(request.metric) == nullptr) {
    for (const Metric& metric : plan.metrics) names.push_back(metric.id);
    throw Error(ExitCode::not_found, "no-such-metric",
                fmt::format("'{}' has no metric '{}'", plan.id, request.metric),
                hint_of(request.metric, names));
  }
  if (!request.variant.empty() && !plan.has_variant(request.variant)) {
    for (const Variant& variant : plan.variants) names.push_back(variant.id);
    throw Error(ExitCode::not_found, "no-such-variant",
                fmt::format("'{}' has no variant '{}'", plan.id, request.variant),
                hint_of(request.variant, names));
  }
  const auto levels = parse_segment_set(request.segment);
  if (request.segment.empty()) return;
  if (levels.size() != 1 || levels.front().second.empty())
    throw Error(ExitCode::usage, "bad-level",
                fmt::format("'{}' is not one level of a segment", request.segment),
                "--segment shopper_type=price");
  if (std::ranges::find(plan.segments, levels.front().first) == plan.segments.end())
    throw Error(ExitCode::not_found, "no-such-segment",
                fmt::format("'{}' has no segment '{}'", plan.id, levels.front().first),
                plan.segments.empty() ? "its plan names none under monitor.segments"
                                      : hint_of(levels.front().first, plan.segments));
}

class Monitor {
 public:
  Monitor(const Ledger& ledger, const MonitorRequest& request, const ReviewOptions& options)
      : ledger_(ledger), request_(request), options_(options) {}

  MonitorReport report() {
    // Says what there is when there is none.
    cycle_number(ledger_, {.experiment = request_.experiment, .which = Reference::Which::current});
    std::vector<Cycle> cycles = ledger_.cycles(request_.experiment, options_.as_of);
    // A cycle that is still to come has no nights: the one before it is watched.
    while (cycles.size() > 1 && cycles.back().first > today()) cycles.pop_back();
    if (cycles.empty())
      throw Error(ExitCode::not_found, "no-cycle",
                  fmt::format("'{}' had no plan at that time", request_.experiment),
                  fmt::format("collab log {}", request_.experiment));
    const Cycle& cycle = cycles.back();
    const Plan sealed = ledger_.plan_in_force(cycle.id, options_.as_of).value();
    const Experiment plan = sealed.experiment();
    check(request_, plan);
    MonitorReport report = head_of(cycle, sealed);
    SeriesRequest wanted{.first = {},
                         .last = {},
                         .segment = request_.segment,
                         .location = request_.location,
                         .metrics = {}};
    if (!request_.metric.empty()) wanted.metrics = {request_.metric};
    for (const Series& series :
         recorded_series(ledger_, request_.experiment, plan, wanted, options_.as_of)) {
      if (!request_.variant.empty() && series.variant != request_.variant) continue;
      report.lines.push_back(line_of(*plan.metric(series.metric), series, cycle, cycles));
    }
    for (const MonitorLine& line : report.lines)
      report.expected_false_alarms += line.watch.false_alarm.value_or(0);
    report.contingencies = with_stored(ledger_.contingency_events(cycle.id, options_.as_of),
                                       contingencies_come_true(ledger_, cycle, plan, options_));
    report.next_command = next(report);
    return report;
  }

 private:
  Day today() const { return options_.as_of_day.value_or(options_.clock.today); }

  MonitorReport head_of(const Cycle& cycle, const Plan& sealed) const {
    MonitorReport report{.experiment = request_.experiment,
                         .title = sealed.title,
                         .owner = sealed.owner,
                         .cycle = cycle.number,
                         .state = cycle.state(today()),
                         .first = cycle.first,
                         .last = cycle.last,
                         .day_of_cycle = cycle.day_of_cycle(std::min(today(), cycle.end())),
                         .cycle_days = static_cast<int>((cycle.last - cycle.first).count()) + 1,
                         .segment = request_.segment,
                         .location = request_.location,
                         .lines = {},
                         .contingencies = {},
                         .as_of = {},
                         .changes = {},
                         .head = ledger_.head(),
                         .next_command = {},
                         .detail = !request_.metric.empty()};
    if (options_.as_of) report.as_of = ledger_.operation(*options_.as_of);
    if (report.as_of) report.head = report.as_of->digest;
    return report;
  }

  MonitorLine line_of(const Metric& metric, const Series& series, const Cycle& cycle,
                      const std::vector<Cycle>& cycles) const {
    Charted charted = chart_points(metric, series);
    MonitorLine line{.metric = metric.id,
                     .kind = metric.kind,
                     .measure = metric.measure,
                     .variant = series.variant,
                     .role = metric.role,
                     .higher_is_better = metric.higher_is_better,
                     .cumulative = series.cumulative,
                     .chart = {},
                     .watch = {},
                     .meaning = {}};
    // Figures to date are drawn without limits: neighbours hold the same units.
    ChartSettings settings{.kind = series.cumulative ? "run" : request_.chart,
                           .excluded = excluded_points(charted, request_.excluded)};
    if (!series.cumulative) {
      settings.rules = request_.rules;
      WatchSettings watched = watch_settings(metric, charted, cycle.first);
      watched.excluded = settings.excluded;
      line.watch = watch(charted.points, watched);
    }
    line.chart =
        chart_of(metric, charted, cycles, std::move(settings), request_.limits_from.value_or(28));
    if (line.watch.alarm) {
      line.alarm_since = charted.periods[*line.watch.alarm];
      line.alarm_is_worse = (line.watch.direction > 0) != metric.higher_is_better;
    }
    line.periods = std::move(charted.periods);
    line.values = std::move(charted.values);
    line.meaning = meaning_of(line);
    return line;
  }

  static std::string next(const MonitorReport& report) {
    for (const ContingencyEvent& event : report.contingencies)
      if (event.id > 0 && !event.acknowledged)
        return fmt::format("collab ack con_{} -m \"…\"", event.id);
    for (const MonitorLine& line : report.lines)
      if (line.alarm_since && !report.detail)
        return fmt::format("collab monitor {} {}", report.experiment, line.metric);
    return fmt::format("collab review {}", report.experiment);
  }

  const Ledger& ledger_;
  const MonitorRequest& request_;
  const ReviewOptions& options_;
};

}  // namespace

MonitorReport monitor(const Ledger& ledger, const MonitorRequest& request,
                      const ReviewOptions& options) {
  MonitorReport report = Monitor(ledger, request, options).report();
  if (!options.as_of) return report;
  ReviewOptions now = options;
  now.as_of.reset();
  now.as_of_day.reset();
  report.changes = changes_between(report, Monitor(ledger, request, now).report());
  return report;
}

}  // namespace collab
