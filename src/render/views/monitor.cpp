// `monitor`: a line a metric, or one metric's chart.
#include "render/views/monitor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "collab/render/views.hpp"
#include "render/page.hpp"
#include "render/pictures.hpp"
#include "render/views/contingencies.hpp"

namespace collab {
namespace {

std::optional<std::size_t> latest(const MonitorLine& line) {
  for (std::size_t i = line.values.size(); i-- > 0;)
    if (line.values[i]) return i;
  return std::nullopt;
}

Table::Cell signal_cell(const MonitorLine& line) {
  if (line.cumulative) return {"not judged", Tone::dim};
  if (line.watch.reason == "too-few-periods" || line.watch.reason == "no-new-periods")
    return {"too early", Tone::dim};
  if (!line.alarm_since) return {line.watch.reason.empty() ? "none" : "-", Tone::dim};
  return {alarm_text(line), line.alarm_is_worse ? Tone::bad : Tone::good};
}

std::string limits_text(const MonitorLine& line, std::size_t at) {
  const ChartPoint& point = line.chart.points[at];
  // Limits on the values themselves say only that they were all alike so far.
  const bool all_alike = point.lower && point.upper && !(*point.lower < *point.upper);
  if ((!point.lower && !point.upper) || all_alike) return "-";
  const Notation notation = notation_of(line);
  const auto side = [&](const std::optional<double>& value) {
    return value ? figure(*value, notation) : std::string("…");
  };
  return fmt::format("{} to {}", side(point.lower), side(point.upper));
}

/// `concern, high; target missed whatever the night`: the two icons in words.
Table::Cell icon_cell(const MonitorLine& line) {
  const Icons* icons = icons_of(line.chart);
  if (icons == nullptr || !icons->variation) return {"-", Tone::dim};
  std::string text(name_of(*icons->variation));
  std::ranges::replace(text, '_', ' ');
  if (icons->assurance) {
    std::string assurance(name_of(*icons->assurance));
    std::ranges::replace(assurance, '_', ' ');
    text += ", " + assurance;
  }
  const bool concern = text.starts_with("concern"), good = text.starts_with("improvement");
  return {text, concern ? Tone::bad : good ? Tone::good : Tone::plain};
}

Table lines_table(const std::vector<MonitorLine>& lines) {
  Table table;
  table.columns = {{.title = "METRIC"},
                   {.title = "VARIANT"},
                   {.title = "TREND"},
                   {.title = "LATEST", .right = true},
                   {.title = "NOISE STAYS WITHIN", .priority = 1},
                   {.title = "SIGNAL"},
                   {.title = "ICONS", .priority = 2},
                   {.title = "MEANS", .priority = 3, .wrap = true}};
  for (const MonitorLine& line : lines) {
    const std::optional<std::size_t> at = latest(line);
    table.rows.push_back({{line.metric, Tone::strong},
                          {line.variant},
                          {unbroken(sparkline(line.values))},
                          {at ? figure(*line.values[*at], notation_of(line)) : "-"},
                          {at ? limits_text(line, *at) : "-"},
                          signal_cell(line),
                          icon_cell(line),
                          {line.meaning}});
  }
  return table;
}

std::string signal_sentence(const MonitorLine& line, const RuleFindings& findings) {
  std::string text(findings.rules);
  text += ": ";
  if (!findings.reason.empty()) return text + "not asked [" + std::string(findings.reason) + "]";
  if (findings.signals.empty()) {
    text += "no signal";
  } else {
    std::vector<std::string> found;
    for (const Signal& signal : findings.signals) {
      const std::string from = to_string(line.periods[signal.first]);
      const std::string to = to_string(line.periods[signal.last]);
      found.push_back(
          fmt::format("{} {}", signal.rule, from == to ? from : fmt::format("{}..{}", from, to)));
    }
    text += joined(found);
  }
  if (findings.false_alarm)
    text += fmt::format(" (a steady process shows one in {} of such charts)",
                        figure(*findings.false_alarm, in_percent()));
  else if (!findings.basis.empty())
    text += fmt::format(" (how often chance alone does: not known [{}])", findings.basis);
  return text;
}

std::string rule_sentence(const MonitorLine& line) {
  const Watch& watch = line.watch;
  if (watch.baseline == 0 || watch.limit <= 0) return {};
  std::string text = fmt::format("Machine rule ({}): learned from {} periods, watched {}",
                                 watch.rule, watch.baseline, watch.monitored);
  text += fmt::format("; at most {} of steady series alarm in {} periods",
                      figure(watch.budget, in_percent()), watch.horizon);
  if (watch.delay && watch.delay_median)
    text += fmt::format(
        "; a shift of one standard deviation is found after {} periods in half of the cases, after "
        "{} on average",
        figure(*watch.delay_median), figure(*watch.delay));
  return text;
}

void add_dependence(Page& page, const MonitorLine& line) {
  for (const ChartPhase& phase : line.chart.phases) {
    const Autocorrelation& serial = phase.autocorrelation;
    if (serial.significant && serial.r)
      page.push_back(Paragraph{
          fmt::format("Neighbouring periods are alike (r = {}){}", figure(*serial.r),
                      serial.adjusted ? ": the limits allow for it" : ": limits are too narrow"),
          serial.adjusted ? Tone::dim : Tone::caution});
    if (phase.weekdays.significant)
      page.push_back(
          Paragraph{fmt::format("Days of the week differ{}", phase.weekdays.adjusted
                                                                 ? ": each has its own centre"
                                                                 : ": limits do not allow for it"),
                    phase.weekdays.adjusted ? Tone::dim : Tone::caution});
    if (phase.trial && phase.centre)
      page.push_back(Paragraph{fmt::format("Trial limits: from {} periods only", phase.baseline),
                               Tone::caution});
  }
}

void add_changes(Page& page, const MonitorReport& report) {
  if (!report.as_of) return;
  page.push_back(Paragraph{});
  if (report.changes.empty()) {
    page.push_back(Paragraph{"Nothing has changed since."});
    return;
  }
  page.push_back(Heading{"Changed since"});
  Table table;
  table.columns = {{.title = "METRIC"},
                   {.title = "VARIANT"},
                   {.title = "WHAT"},
                   {.title = "PERIOD"},
                   {.title = "THEN", .wrap = true},
                   {.title = "NOW", .wrap = true}};
  for (const MonitorChange& change : report.changes)
    table.rows.push_back({{change.metric.empty() ? "-" : change.metric},
                          {change.variant.empty() ? "-" : change.variant},
                          {change.what},
                          {change.period ? to_string(*change.period) : "-"},
                          {change.then},
                          {change.now}});
  page.push_back(std::move(table));
}

std::string headline(const MonitorReport& report) {
  std::string text =
      fmt::format("{}, cycle {}: {}", report.experiment, report.cycle, name_of(report.state));
  if (report.state == CycleState::running)
    text += fmt::format(", day {} of {}", report.day_of_cycle, report.cycle_days);
  if (!report.segment.empty()) text += ", " + report.segment;
  if (!report.location.empty()) text += ", at " + report.location;
  if (report.as_of)
    text += fmt::format(", as of op_{} ({})", report.as_of->id, to_string(report.as_of->now));
  return text;
}

}  // namespace

void add_chart(Page& page, const MonitorLine& line) {
  std::vector<PlotPoint> points;
  for (const ChartPoint& point : line.chart.points)
    points.push_back({.value = point.value,
                      .centre = point.centre,
                      .lower = point.lower,
                      .upper = point.upper,
                      .marked = point.beyond != 0});
  for (const WatchPoint& watched : line.watch.points)
    if (watched.alarm) points[watched.index].marked = true;
  page.push_back(Paragraph{});
  page.push_back(Heading{fmt::format("{} of {}: {}", line.metric, line.variant, line.meaning)});
  constexpr std::size_t most = 60;
  std::string picture;
  for (const std::string& row : plot(points, notation_of(line), most)) picture += row + '\n';
  if (!picture.empty()) page.push_back(Picture{picture});
  if (!line.periods.empty()) {
    const std::size_t first = line.periods.size() - std::min(line.periods.size(), most);
    std::string chart = fmt::format("{} chart", line.chart.settings.kind);
    if (!line.chart.settings.kind_reason.empty())
      chart += fmt::format(" ({})", line.chart.settings.kind_reason);
    page.push_back(
        Paragraph{fmt::format("{}, {}", chart, day_range(line.periods[first], line.periods.back())),
                  Tone::dim});
  }
  std::vector<std::string> left_out;
  for (const ExcludedPoint& each : line.chart.settings.excluded)
    left_out.push_back(fmt::format("{} ({})", to_string(line.periods[each.index]), each.reason));
  if (!left_out.empty())
    page.push_back(Paragraph{"Left out of the limits: " + joined(left_out), Tone::caution});
  const std::string rule = rule_sentence(line);
  if (!rule.empty()) page.push_back(Paragraph{rule});
  for (const RuleFindings& findings : line.chart.findings)
    page.push_back(Paragraph{signal_sentence(line, findings)});
  add_dependence(page, line);
}

Notation notation_of(const MonitorLine& line) {
  Side side;
  double greatest = 0;
  for (const auto& value : line.values)
    if (value) greatest = std::max(greatest, *value);
  side.level.value = greatest;
  return notation_of(line.kind, line.measure, side, side).level;
}

Document view(const MonitorReport& report) {
  Document answer = document("monitor", {});
  answer.fill = [report](Document& full) {
    *full.data = monitor_data(report);
    Json rows = Json::array();
    for (const Json& item : (*full.data)["items"])
      for (const Json& point : item["points"]) {
        Json row{{"experiment", report.experiment},
                 {"cycle", report.cycle},
                 {"metric", item["metric"]},
                 {"variant", item["variant"]}};
        row.update(point);
        rows.push_back(std::move(row));
      }
    set_rows(full,
             {"experiment", "cycle", "metric", "variant", "period", "value", "charted", "centre",
              "lower", "upper", "sigma", "beyond", "baseline", "reason", "excluded", "label",
              "watched", "alarm"},
             std::move(rows));
  };
  set_subject(answer, {report.experiment});
  Page& page = answer.page;
  page.push_back(Paragraph{headline(report), Tone::strong});
  if (report.lines.empty()) {
    page.push_back(Paragraph{"No figures by period are recorded.", Tone::caution});
  } else if (report.detail) {
    for (const MonitorLine& line : report.lines) add_chart(page, line);
  } else {
    page.push_back(Paragraph{});
    page.push_back(lines_table(report.lines));
    if (report.expected_false_alarms > 0)
      page.push_back(
          Paragraph{fmt::format("By chance alone {} of these {} would signal.",
                                fmt::format("{:.2g}", report.expected_false_alarms),
                                count(static_cast<std::int64_t>(report.lines.size()), "line")),
                    Tone::dim});
  }
  if (!report.contingencies.empty()) {
    page.push_back(Paragraph{});
    page.push_back(Heading{"Contingencies that came true"});
    add_contingencies(page, report.contingencies);
  }
  add_changes(page, report);
  page.push_back(Paragraph{});
  add_next(page, report.next_command);
  return answer;
}

}  // namespace collab
