#include "loop/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "collab/model/error.hpp"

namespace collab {
namespace {

std::vector<MetricSlots> slots_by_metric(const Experiment& experiment, const Mapping& mapping) {
  std::vector<MetricSlots> result;
  for (const Metric& metric : experiment.metrics) {
    MetricSlots entry{.metric = &metric, .kind = find_metric_kind(metric.kind)};
    for (std::size_t i = 0; i < mapping.numbers.size(); ++i)
      if (mapping.numbers[i].target == metric.id) entry.slots.push_back(i);
    if (mapping.rows == Grain::unit) {
      // The kind expects its fields in its own order, whatever the YAML's.
      const auto& fields = entry.kind->shape.unit_fields;
      std::ranges::sort(entry.slots, {}, [&](std::size_t slot) {
        return std::ranges::find(fields, mapping.numbers[slot].field) - fields.begin();
      });
    }
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

UnitRows::UnitRows(const InForce& in_force, const Experiment& plan, const Mapping& mapping,
                   const Feed& feed, const std::optional<Key>& key)
    : in_force_(in_force),
      mapping_(mapping),
      key_(key),
      once_(feed.counts == Counts::once),
      metrics_(slots_by_metric(plan, mapping)) {
  for (const Mapping::Slot& slot : mapping.numbers) fields_.push_back(field_name(slot));
}

Pseudonym UnitRows::check(const Row& row, const std::optional<Day>& period) {
  for (const MetricSlots& entry : metrics_) {
    std::vector<double> values;
    const Row::Number* first = nullptr;
    for (const std::size_t slot : entry.slots) {
      const Row::Number& number = row.numbers[slot];
      if (!number.present) continue;
      if (!first) first = &number;
      values.push_back(number.real);
    }
    if (values.empty()) continue;
    if (values.size() != entry.slots.size())
      throw row_fault("missing-number",
                      fmt::format("{}: one of its two numbers is empty", entry.metric->id),
                      "fill it in, or leave both empty", first->column, first->length);
    try {
      entry.kind->from_unit(*entry.metric, values);
    } catch (const Error& error) {
      throw placed(error, *entry.metric, *first);
    }
  }
  const Pseudonym unit = key_->pseudonym(row.unit);
  if (!seen_[period].insert(unit).second)
    throw row_fault(
        "duplicate-unit", "this unit has a row already",
        "unit rows hold each unit once a period; fold its rows first, or send event rows",
        row.unit_column);
  if (once_ && !mapping_.period.empty()) check_promise(unit, row, period);
  return unit;
}

void UnitRows::check_promise(const Pseudonym& unit, const Row& row,
                             const std::optional<Day>& period) {
  const Cycle* cycle = period ? in_force_.holding(*period) : nullptr;
  if (cycle && !in_cycle_[cycle->number].insert(unit).second)
    throw row_fault("unit-again", "this unit has a row for another period of the cycle",
                    "counts: new promises each unit in one period; where later rows replace "
                    "earlier ones say counts: to_date",
                    row.unit_column);
}

std::int16_t UnitRows::cluster_of(const Row& row) {
  const auto found = clusters_.find(row.location);
  if (found != clusters_.end()) return found->second;
  if (clusters_.size() >= static_cast<std::size_t>(std::numeric_limits<std::int16_t>::max()))
    throw row_fault("too-many-clusters",
                    fmt::format("more than {} different {}s", clusters_.size(), mapping_.cluster),
                    "a cluster is a whole store or region; is this the unit itself?",
                    row.variant_column);
  cluster_names_.emplace_back(row.location);
  const auto number = static_cast<std::int16_t>(clusters_.size());
  return clusters_.emplace(row.location, number).first->second;
}

void UnitRows::append(Part& part, const Row& row, const Pseudonym& unit) {
  Run& run = part.run;
  if (run.fields.empty() && run.variants.empty()) {
    run.variants = mapping_.variants;
    for (const auto& [segment, column] : mapping_.segments) run.segments.push_back(segment);
    run.levels = mapping_.levels;
    if (!mapping_.cluster.empty()) {
      run.segments.push_back(mapping_.cluster);
      run.levels.emplace_back();
    }
    run.fields = fields_;
    run.level.resize(run.segments.size());
    run.values.resize(fields_.size());
    run.present.resize(fields_.size());
  }
  ++part.rows;
  part.pseudonyms.push_back(unit);
  run.variant.push_back(static_cast<std::uint8_t>(row.variant));
  for (std::size_t i = 0; i < mapping_.segments.size(); ++i)
    run.level[i].push_back(static_cast<std::int16_t>(row.levels[i]));
  if (!mapping_.cluster.empty()) {
    const std::int16_t cluster = cluster_of(row);
    auto& names = run.levels.back();
    while (names.size() < cluster_names_.size()) names.push_back(cluster_names_[names.size()]);
    run.level.back().push_back(cluster);
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    run.values[i].push_back(row.numbers[i].present ? row.numbers[i].exact : Decimal{});
    run.present[i].push_back(row.numbers[i].present ? 1 : 0);
  }
}

std::string field_name(const Mapping::Slot& slot) {
  return slot.field.empty() || slot.field == "value" ? slot.target : slot.target + "." + slot.field;
}

namespace {
template <class T>
std::vector<T> pick(const std::vector<T>& values, const std::vector<std::size_t>& order) {
  std::vector<T> result;
  result.reserve(order.size());
  for (const std::size_t i : order) result.push_back(values[i]);
  return result;
}
}  // namespace

Run reordered(const Run& run, const std::vector<std::size_t>& order) {
  Run result{.variants = run.variants,
             .segments = run.segments,
             .levels = run.levels,
             .fields = run.fields};
  if (!run.numbers.empty()) result.numbers = pick(run.numbers, order);
  result.variant = pick(run.variant, order);
  for (const auto& column : run.level) result.level.push_back(pick(column, order));
  for (const auto& column : run.values) result.values.push_back(pick(column, order));
  for (const auto& column : run.present) result.present.push_back(pick(column, order));
  return result;
}

std::vector<Pseudonym> reordered(const std::vector<Pseudonym>& units,
                                 const std::vector<std::size_t>& order) {
  return pick(units, order);
}

}  // namespace collab
