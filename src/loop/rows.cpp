#include "loop/rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"

namespace collab {
namespace {

std::vector<MetricSlots> slots_by_metric(const Experiment& experiment, const Mapping& mapping) {
  std::vector<MetricSlots> result;
  for (const Metric& metric : experiment.metrics) {
    MetricSlots entry{.metric = &metric, .kind = find_metric_kind(metric.kind)};
    for (std::size_t i = 0; i < mapping.numbers.size(); ++i)
      if (mapping.numbers[i].target == metric.id) entry.slots.push_back(i);
    if (!entry.slots.empty()) result.push_back(std::move(entry));
  }
  return result;
}

/// The kind's own complaint, placed at the row's first number of that metric.
Error placed(const Error& error, const Metric& metric, const Row::Number& number) {
  const Diagnostic& fault = error.faults().front();
  return row_fault(fault.slug, fmt::format("{}: {}", metric.id, fault.message), fault.hint,
                   number.column, number.length);
}

}  // namespace

SummaryRows::SummaryRows(const Experiment& experiment, const Mapping& mapping, const Feed& feed)
    : experiment_(experiment),
      mapping_(mapping),
      feed_(feed),
      metrics_(slots_by_metric(experiment, mapping)) {}

std::vector<Observation> SummaryRows::observations(const Row& row,
                                                   const std::optional<Day>& period) {
  std::vector<std::pair<std::string, std::string>> levels;
  for (std::size_t i = 0; i < mapping_.segments.size(); ++i)
    if (row.levels[i] >= 0)
      levels.emplace_back(mapping_.segments[i].first,
                          mapping_.levels[i][static_cast<std::size_t>(row.levels[i])]);
  const std::string segment = segment_set(std::move(levels));
  const std::string& variant = mapping_.variants[static_cast<std::size_t>(row.variant)];

  std::vector<Observation> result;
  for (const MetricSlots& entry : metrics_) {
    Statistics statistics;
    const Row::Number* first = nullptr;
    const Mapping::Slot* missing = nullptr;
    for (const std::size_t slot : entry.slots) {
      const Row::Number& number = row.numbers[slot];
      const Mapping::Slot& use = mapping_.numbers[slot];
      if (!number.present) {
        missing = &use;
        continue;
      }
      if (!first) first = &number;
      statistics.emplace_back(use.field.empty() ? "value" : use.field, number.real);
    }
    if (!first) continue;  // nothing said about this metric
    if (missing)
      throw row_fault("missing-number",
                      fmt::format("{}: '{}' is empty while the metric's other numbers are there",
                                  entry.metric->id, missing->column),
                      "fill it in, or leave all of the metric's numbers empty", first->column,
                      first->length);
    std::ranges::sort(statistics);
    try {
      check_recordable(statistics);
      entry.kind->from_statistics(*entry.metric, statistics);
    } catch (const Error& error) {
      throw placed(error, *entry.metric, *first);
    }
    result.push_back({.experiment = experiment_.id,
                      .metric = entry.metric->id,
                      .variant = variant,
                      .period = period,
                      .segment = segment,
                      .location = std::string(row.location),
                      .statistics = std::move(statistics),
                      .counts = feed_.counts,
                      .feed = feed_.id});
  }
  for (const Observation& one : result) {
    const std::string key =
        fmt::format("{}\n{}\n{}\n{}\n{}", one.metric, one.variant, period ? to_string(*period) : "",
                    one.segment, one.location);
    if (!seen_.insert(key).second)
      throw row_fault("duplicate-row",
                      fmt::format("{} of {}{}{}{} is here a second time", one.metric, one.variant,
                                  period ? " on " + to_string(*period) : "",
                                  one.segment.empty() ? "" : " for " + one.segment,
                                  one.location.empty() ? "" : " at " + one.location),
                      "a source says each figure once; segments and locations tell rows apart",
                      row.variant_column);
  }
  return result;
}

}  // namespace collab
