#include "review/monitor_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace collab {
namespace {

std::string why_unwatched(const Watch& watch) {
  if (watch.reason == "too-few-periods")
    return fmt::format(
        "too early to tell noise from news: {} period{} to learn from, 12 at least are needed",
        watch.baseline, watch.baseline == 1 ? "" : "s");
  if (watch.reason == "no-new-periods")
    return fmt::format("{} periods learned from; the next one is the first that is watched",
                       watch.baseline);
  if (watch.reason == "too-few-events") return "too few events to tell noise from news";
  if (watch.reason == "no-variance")
    return "the periods that were learned from are all alike, so that no limit can be drawn";
  if (watch.reason == "zero-denominator") return "nothing to divide by in the periods learned from";
  return "no figures yet";
}

std::string variation_text(const MonitorLine& line) {
  const Icons* icons = icons_of(line.chart);
  return icons == nullptr || !icons->variation ? "" : std::string(name_of(*icons->variation));
}

std::string number_text(const MonitorLine& line, const std::optional<double>& value) {
  if (!value) return "none";
  return line.kind == "proportion" ? fmt::format("{:.6g}%", 100 * *value)
                                   : fmt::format("{:.6g}", *value);
}

void compare_values(const MonitorLine& then, const MonitorLine& now,
                    std::vector<MonitorChange>& changes) {
  std::map<Day, std::optional<double>> before;
  for (std::size_t i = 0; i < then.periods.size(); ++i) before[then.periods[i]] = then.values[i];
  std::size_t added = 0;
  std::optional<Day> first_added;
  for (std::size_t i = 0; i < now.periods.size(); ++i) {
    const auto found = before.find(now.periods[i]);
    if (found == before.end() || (!found->second && now.values[i])) {
      if (!now.values[i]) continue;
      if (added++ == 0) first_added = now.periods[i];
    } else if (found->second != now.values[i]) {
      changes.push_back({.metric = now.metric,
                         .variant = now.variant,
                         .what = "value",
                         .period = now.periods[i],
                         .then = number_text(now, found->second),
                         .now = number_text(now, now.values[i])});
    }
  }
  if (added > 0)
    changes.push_back({.metric = now.metric,
                       .variant = now.variant,
                       .what = "periods",
                       .period = first_added,
                       .then = "none",
                       .now = fmt::format("{} more", added)});
}

}  // namespace

std::string meaning_of(const MonitorLine& line) {
  if (line.cumulative) return "figures to date repeat the nights before: drawn, not judged";
  if (line.alarm_since)
    return fmt::format("{}: from {} on more than the noise of the {} periods before explains",
                       line.alarm_is_worse ? "worse" : "better", to_string(*line.alarm_since),
                       line.watch.baseline);
  if (!line.watch.reason.empty()) return why_unwatched(line.watch);
  const Icons* icons = icons_of(line.chart);
  if (icons != nullptr && icons->advice == "redesign")
    return "noise, and the target is out of its reach: change the process, not the night";
  if (icons != nullptr && icons->advice == "hit-or-miss")
    return "noise: the target is hit or missed by chance";
  return "noise: no single night needs an explanation";
}

std::vector<MonitorChange> changes_between(const MonitorReport& then, const MonitorReport& now) {
  std::vector<MonitorChange> changes;
  for (const MonitorLine& line : now.lines) {
    const auto before = std::ranges::find_if(then.lines, [&](const MonitorLine& each) {
      return each.metric == line.metric && each.variant == line.variant;
    });
    const MonitorLine none{.metric = line.metric, .variant = line.variant};
    const MonitorLine& was = before == then.lines.end() ? none : *before;
    compare_values(was, line, changes);
    const auto put = [&](const char* what, const std::string& a, const std::string& b) {
      if (a != b)
        changes.push_back({.metric = line.metric,
                           .variant = line.variant,
                           .what = what,
                           .period = {},
                           .then = a.empty() ? "none" : a,
                           .now = b.empty() ? "none" : b});
    };
    put("alarm", alarm_text(was), alarm_text(line));
    put("variation", variation_text(was), variation_text(line));
  }
  for (const ContingencyEvent& event : now.contingencies) {
    const auto before = std::ranges::find_if(then.contingencies, [&](const ContingencyEvent& each) {
      return each.condition == event.condition && each.variant == event.variant &&
             each.since == event.since;
    });
    const auto text = [](const ContingencyEvent& each) {
      return fmt::format("{}{}", name_of(each.state), each.acknowledged ? ", acknowledged" : "");
    };
    const std::string was = before == then.contingencies.end() ? "none" : text(*before);
    if (was != text(event))
      changes.push_back({.metric = event.metric,
                         .variant = event.variant,
                         .what = "contingency",
                         .period = event.period,
                         .then = was,
                         .now = fmt::format("{}: {}", event.condition, text(event))});
  }
  return changes;
}

}  // namespace collab
