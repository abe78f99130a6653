// `monitor` as JSON: every point, limit and signal.
#include <fmt/format.h>

#include "render/views/contingencies.hpp"
#include "render/views/monitor.hpp"

namespace collab {
namespace {

Json autocorrelation_data(const Autocorrelation& found) {
  return {{"r", number(found.r)},
          {"pairs", found.pairs},
          {"beyond", number(found.beyond)},
          {"significant", found.significant},
          {"adjusted", found.adjusted}};
}

Json weekdays_data(const WeekdayPattern& found) {
  Json means = Json::array();
  for (const auto& mean : found.means) means.push_back(number(mean));
  return {{"p_value", number(found.p_value)},
          {"means", std::move(means)},
          {"reason", text_or_null(found.reason)},
          {"significant", found.significant},
          {"adjusted", found.adjusted}};
}

Json settings_data(const ChartSettings& settings) {
  Json data{{"kind", settings.kind},
            {"kind_reason", text_or_null(settings.kind_reason)},
            {"rules", texts(settings.rules)},
            {"screened", settings.screened},
            {"d2", number(settings.d2)},
            {"least_spread", number(settings.least_spread)},
            {"adjust_autocorrelation", settings.adjust_autocorrelation},
            {"adjust_weekdays", settings.adjust_weekdays},
            {"better", name_of(settings.better)},
            {"target", number(settings.target)}};
  if (settings.kind == "ewma") {
    data["weight"] = number(settings.ewma_weight);
    data["width"] = number(settings.ewma_width);
  }
  if (settings.kind == "cusum") {
    data["shift"] = number(settings.cusum_shift);
    data["limit"] = number(settings.cusum_limit);
  }
  return data;
}

Json phases_data(const MonitorLine& line) {
  Json phases = Json::array();
  for (std::size_t i = 0; i < line.chart.phases.size(); ++i) {
    const ChartPhase& phase = line.chart.phases[i];
    const bool there = phase.first < line.periods.size();
    const std::string why =
        i < line.chart.settings.phases.size() ? line.chart.settings.phases[i].reason : "";
    phases.push_back({{"from", there ? Json(to_string(line.periods[phase.first])) : Json(nullptr)},
                      {"points", phase.end - phase.first},
                      {"baseline", phase.baseline},
                      {"centre", number(phase.centre)},
                      {"sigma", number(phase.sigma)},
                      {"ranges_screened_out", phase.ranges_screened_out},
                      {"begun", text_or_null(why)},
                      {"reason", text_or_null(phase.reason)},
                      {"trial", phase.trial},
                      {"autocorrelation", autocorrelation_data(phase.autocorrelation)},
                      {"weekdays", weekdays_data(phase.weekdays)}});
  }
  return phases;
}

Json findings_data(const MonitorLine& line) {
  Json all = Json::array();
  for (const RuleFindings& findings : line.chart.findings) {
    Json signals = Json::array();
    for (const Signal& signal : findings.signals)
      signals.push_back({{"rule", signal.rule},
                         {"from", to_string(line.periods[signal.first])},
                         {"to", to_string(line.periods[signal.last])},
                         {"direction", signal.direction}});
    Json runs = Json::array();
    for (const RunsAnalysis& run : findings.runs)
      runs.push_back({{"phase", run.phase + 1},
                      {"useful", run.useful},
                      {"longest_run", run.longest_run},
                      {"longest_run_max", run.longest_run_max},
                      {"crossings", run.crossings},
                      {"crossings_min", run.crossings_min},
                      {"signal", run.signal}});
    all.push_back({{"rules", findings.rules},
                   {"signals", std::move(signals)},
                   {"false_alarm", number(findings.false_alarm)},
                   {"basis", text_or_null(findings.basis)},
                   {"reason", text_or_null(findings.reason)},
                   {"runs", std::move(runs)}});
  }
  return all;
}

Json points_data(const MonitorLine& line) {
  const RuleFindings* labelled = nullptr;
  for (const RuleFindings& findings : line.chart.findings)
    if (!findings.labels.empty()) labelled = &findings;
  Json points = Json::array();
  for (std::size_t i = 0; i < line.chart.points.size(); ++i) {
    const ChartPoint& point = line.chart.points[i];
    points.push_back(
        {{"period", to_string(line.periods[i])},
         {"value", number(line.values[i])},
         {"charted", number(point.value)},
         {"centre", number(point.centre)},
         {"lower", number(point.lower)},
         {"upper", number(point.upper)},
         {"sigma", number(point.sigma)},
         {"beyond", point.beyond},
         {"baseline", point.baseline},
         {"reason", text_or_null(point.reason)},
         {"excluded", nullptr},
         {"label", labelled != nullptr ? Json(name_of(labelled->labels[i])) : Json(nullptr)},
         {"watched", nullptr},
         {"alarm", false}});
  }
  for (const ExcludedPoint& each : line.chart.settings.excluded)
    points[each.index]["excluded"] = each.reason;
  for (const WatchPoint& watched : line.watch.points) {
    points[watched.index]["watched"] = number(watched.statistic);
    points[watched.index]["alarm"] = watched.alarm;
  }
  return points;
}

Json watch_data(const MonitorLine& line) {
  const Watch& watch = line.watch;
  const bool begun = watch.baseline > 0 && watch.settings.first < line.periods.size();
  return {
      {"rule", watch.rule},
      {"scale", name_of(watch.settings.scale)},
      {"reason", text_or_null(line.cumulative ? "cumulative" : watch.reason)},
      {"from", begun ? Json(to_string(line.periods[watch.settings.first])) : Json(nullptr)},
      {"baseline", watch.baseline},
      {"monitored", watch.monitored},
      {"weight", number(watch.weight)},
      {"limit", number(watch.limit)},
      {"centre", number(watch.centre)},
      {"sigma", number(watch.sigma)},
      {"dispersion", number(watch.dispersion)},
      {"autocorrelation", autocorrelation_data(watch.autocorrelation)},
      {"autocorrelation_used", number(watch.autocorrelation_used)},
      {"weekdays", weekdays_data(watch.weekdays)},
      {"alarm_since", day_or_null(line.alarm_since)},
      {"alarm", line.alarm_since ? Json(line.alarm_is_worse ? "worse" : "better") : Json(nullptr)},
      {"budget", number(watch.budget)},
      {"horizon", watch.horizon},
      {"false_alarm", number(watch.false_alarm)},
      {"delay", number(watch.delay)},
      {"delay_median", number(watch.delay_median)}};
}

Json line_data(const MonitorLine& line) {
  const Icons* icons = icons_of(line.chart);
  Json icon{{"variation", nullptr},
            {"assurance", nullptr},
            {"advice", nullptr},
            {"false_alarm", nullptr}};
  if (icons != nullptr) {
    if (icons->variation) icon["variation"] = name_of(*icons->variation);
    if (icons->assurance) icon["assurance"] = name_of(*icons->assurance);
    icon["advice"] = text_or_null(icons->advice);
    icon["false_alarm"] = number(icons->false_alarm);
  }
  return {{"metric", line.metric},
          {"kind", line.kind},
          {"measure", text_or_null(line.measure)},
          {"role", name_of(line.role)},
          {"better", better_word(line.higher_is_better)},
          {"variant", line.variant},
          {"meaning", line.meaning},
          {"cumulative", line.cumulative},
          {"icons", std::move(icon)},
          {"watch", watch_data(line)},
          {"chart", settings_data(line.chart.settings)},
          {"phases", phases_data(line)},
          {"findings", findings_data(line)},
          {"points", points_data(line)}};
}

}  // namespace

Json monitor_data(const MonitorReport& report) {
  Json items = Json::array();
  for (const MonitorLine& line : report.lines) items.push_back(line_data(line));
  Json contingencies = Json::array();
  for (const ContingencyEvent& event : report.contingencies)
    contingencies.push_back(contingency_data(event));
  Json changes = Json::array();
  for (const MonitorChange& change : report.changes)
    changes.push_back({{"metric", text_or_null(change.metric)},
                       {"variant", text_or_null(change.variant)},
                       {"what", change.what},
                       {"period", day_or_null(change.period)},
                       {"then", change.then},
                       {"now", change.now}});
  return {{"experiment", report.experiment},
          {"title", text_or_null(report.title)},
          {"owner", text_or_null(report.owner)},
          {"cycle", report.cycle},
          {"state", name_of(report.state)},
          {"first", to_string(report.first)},
          {"last", to_string(report.last)},
          {"day_of_cycle", report.day_of_cycle},
          {"cycle_days", report.cycle_days},
          {"segment", text_or_null(report.segment)},
          {"location", text_or_null(report.location)},
          {"expected_false_alarms", number(report.expected_false_alarms)},
          {"contingencies", std::move(contingencies)},
          {"as_of", report.as_of ? Json(fmt::format("op_{}", report.as_of->id)) : Json(nullptr)},
          {"changes", std::move(changes)},
          {"head", text_or_null(report.head)},
          {"next_command", text_or_null(report.next_command)},
          {"items", std::move(items)}};
}

}  // namespace collab
