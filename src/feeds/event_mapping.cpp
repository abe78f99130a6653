#include "feeds/event_mapping.hpp"

#include <algorithm>
#include <string_view>

#include "feeds/metric_mapping.hpp"

namespace collab {
namespace {

std::string column_of(const Feed& feed, std::string_view target) {
  const auto found = std::ranges::find(feed.columns, target, &ColumnUse::target);
  return found == feed.columns.end() ? std::string{} : found->column;
}

bool has_columns_for(const Feed& feed, std::string_view target) {
  return std::ranges::find(feed.columns, target, &ColumnUse::target) != feed.columns.end();
}

/// Delivered by rows of another grain, so that events of it would count beside them.
bool comes_otherwise(const Experiment& experiment, const std::string& metric) {
  return std::ranges::any_of(experiment.feeds, [&](const Feed& feed) {
    return feed.rows != Grain::event && has_columns_for(feed, metric);
  });
}

void add(Mapping& mapping, const std::string& target, const std::string& field, bool once) {
  const auto slot = static_cast<int>(mapping.numbers.size());
  mapping.numbers.push_back({target, field, "", once});
  mapping.events.emplace_back(field.empty() ? target : target + "." + field, slot);
}

void name_events(const Feed& feed, const Experiment& experiment,
                 const std::vector<KindShape>& kinds, const std::vector<std::string>& covariates,
                 Mapping& mapping) {
  for (const Metric& metric : experiment.metrics) {
    const auto shape = std::ranges::find(kinds, metric.kind, &KindShape::name);
    if (shape == kinds.end() || shape->unit_fields.empty() || has_columns_for(feed, metric.id) ||
        comes_otherwise(experiment, metric.id))
      continue;
    const bool counted = mapping.value.empty() && metric.kind != "score";
    if (shape->unit_fields.size() == 1) {
      add(mapping, metric.id, "", counted || metric.kind == "proportion");
      continue;
    }
    for (const std::string_view field : shape->unit_fields)
      add(mapping, metric.id, std::string(field), counted || field == "events");
    // What happens is an event: a rate needs no `.events` behind its name.
    const auto fields = static_cast<int>(shape->unit_fields.size());
    if (shape->unit_fields.front() == "events")
      mapping.events.emplace_back(metric.id, static_cast<int>(mapping.numbers.size()) - fields);
  }
  for (const std::string& name : covariates)
    if (!has_columns_for(feed, name)) add(mapping, name, "", false);
  mapping.events.emplace_back("exposure", -1);
}

}  // namespace

void map_events(const Feed& feed, const Experiment& experiment, const Program& program,
                const std::vector<KindShape>& kinds, const std::vector<std::string>& covariates,
                Mapping& mapping, std::vector<Diagnostic>& faults) {
  mapping.time_zone = program.time_zone;
  mapping.time = column_of(feed, "time");
  mapping.metric = column_of(feed, "metric");
  mapping.value = column_of(feed, "value");
  if (mapping.time.empty())
    faults.push_back(feed_fault(feed, "no-time-column", "no column says when an event happened",
                                "map it: `columns: {time: COLUMN}`"));
  if (feed.counts != Counts::once)
    faults.push_back(feed_fault(feed, "event-counts", "no event is delivered twice, so rows add",
                                "say `counts: new`; figures to date come as `rows: unit`"));
  const bool names = !mapping.metric.empty();
  if (names) name_events(feed, experiment, kinds, covariates, mapping);
  const bool figures = std::ranges::any_of(mapping.numbers, [&](const Mapping::Slot& slot) {
    return experiment.metric(slot.target) != nullptr;
  });
  const bool named_by_another = std::ranges::any_of(
      experiment.feeds, [&](const Feed& other) { return other.exposures == feed.id; });
  mapping.all_exposed = !names && (named_by_another || !figures);
}

}  // namespace collab
