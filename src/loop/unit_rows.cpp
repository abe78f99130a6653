#include "loop/unit_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "collab/model/error.hpp"

namespace collab {
namespace {

constexpr double millionths = 1e6;

double real(const UnitValue& value) { return static_cast<double>(value.millionths) / millionths; }

/// How events of a metric's field add up within a unit (product.md, section 5).
FoldRule rule_of(const Experiment& plan, const Mapping::Slot& slot) {
  const Metric* metric = plan.metric(slot.target);
  if (metric == nullptr) return FoldRule::first;  // a covariate
  if (metric->kind == "proportion") return FoldRule::any;
  return metric->kind == "score" ? FoldRule::last : FoldRule::sum;
}

FoldShape shape_of(const Experiment& plan, const Mapping& mapping) {
  FoldShape shape{.events = mapping.rows == Grain::event,
                  .fields = {},
                  .rules = {},
                  .variants = mapping.variants,
                  .segments = {},
                  .levels = mapping.levels};
  for (const Mapping::Slot& slot : mapping.numbers) {
    shape.fields.push_back(field_name(slot));
    shape.rules.push_back(shape.events ? rule_of(plan, slot) : FoldRule::only);
  }
  for (const auto& [segment, column] : mapping.segments) shape.segments.push_back(segment);
  if (!mapping.cluster.empty()) {
    shape.segments.push_back(mapping.cluster);
    shape.levels.emplace_back();
  }
  return shape;
}

std::int32_t number_of(Day day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

}  // namespace

std::string field_name(const Mapping::Slot& slot) {
  return slot.field.empty() || slot.field == "value" ? slot.target : slot.target + "." + slot.field;
}

UnitRows::UnitRows(const InForce& in_force, const Experiment& plan, const Mapping& mapping,
                   const Feed& feed, const Key& key, std::uint64_t memory)
    : in_force_(in_force),
      mapping_(mapping),
      once_(feed.counts == Counts::once && feed.rows == Grain::unit && !mapping.period.empty()),
      table_(shape_of(plan, mapping), key, memory) {
  set_checks(plan);
}

void UnitRows::set_checks(const Experiment& plan) {
  const auto& slots = mapping_.numbers;
  for (std::size_t f = 0; f < slots.size(); ++f) {
    FieldCheck check;
    check.metric = plan.metric(slots[f].target);
    if (check.metric != nullptr) {
      check.kind = find_metric_kind(check.metric->kind);
      const auto& fields = check.kind->shape.unit_fields;
      const bool pair = fields.size() == 2;
      if (!pair && check.metric->kind != "mean" && check.metric->kind != "quantile")
        check.what = FieldCheck::What::kind;
      if (pair && mapping_.rows == Grain::event &&
          (slots[f].field == fields.back() || fields.front() == "events"))
        check.what = FieldCheck::What::not_negative;
      if (pair && mapping_.rows == Grain::unit) {
        check.what = FieldCheck::What::kind;
        for (std::size_t other = 0; other < slots.size(); ++other)
          if (other != f && slots[other].target == slots[f].target)
            check.other = static_cast<int>(other);
      }
    }
    checks_.push_back(check);
  }
}

void UnitRows::check_pair(const FieldCheck& check, const UnitValue& value,
                          std::span<const UnitValue> values) const {
  const auto other =
      std::ranges::find(values, static_cast<std::uint32_t>(check.other), &UnitValue::field);
  if (other == values.end())
    throw BadValue{value.field, "missing-number",
                   fmt::format("{}: one of its two numbers is empty", check.metric->id),
                   "fill it in, or leave both empty"};
  // Each pair once; the kind expects its fields in its own order, whatever the YAML's.
  if (other->field < value.field) return;
  const bool in_order =
      mapping_.numbers[value.field].field == check.kind->shape.unit_fields.front();
  const std::array<double, 2> both =
      in_order ? std::array{real(value), real(*other)} : std::array{real(*other), real(value)};
  check.kind->from_unit(*check.metric, both);
}

void UnitRows::check(std::span<const UnitValue> values) const {
  for (const UnitValue& value : values) {
    const FieldCheck& check = checks_[value.field];
    if (check.what == FieldCheck::What::nothing) continue;
    try {
      if (check.what == FieldCheck::What::not_negative) {
        if (value.millionths < 0)
          throw Error(ExitCode::invalid, "count-negative",
                      fmt::format("{} {} is negative", mapping_.numbers[value.field].field,
                                  to_string(real(value))));
      } else if (check.other >= 0) {
        check_pair(check, value, values);
      } else {
        const std::array<double, 1> one{real(value)};
        check.kind->from_unit(*check.metric, one);
      }
    } catch (const Error& error) {
      const Diagnostic& fault = error.faults().front();
      throw BadValue{value.field, fault.slug,
                     fmt::format("{}: {}", check.metric->id, fault.message), fault.hint};
    }
  }
}

void UnitRows::add(const Row& row, const std::optional<Day>& period) {
  std::vector<UnitValue> values;
  for (std::uint32_t f = 0; f < row.numbers.size(); ++f)
    if (row.numbers[f].present) values.push_back({row.numbers[f].exact.millionths, f});
  try {
    check(values);
  } catch (const BadValue& bad) {
    const Row::Number& number = row.numbers[bad.field];
    throw row_fault(bad.slug, bad.message, bad.hint, number.column, number.length);
  }
  UnitRow flat{.id = row.unit,
               .time = row.time ? row.time->time_since_epoch().count() * 1000 : 0,
               .day = period ? number_of(*period) : UnitRow::no_day,
               .exposed = row.exposed};
  if (row.variant >= 0) flat.variant = static_cast<std::uint8_t>(row.variant);
  std::vector<std::int16_t> levels;
  for (const int level : row.levels) levels.push_back(static_cast<std::int16_t>(level));
  if (once_) refuse_second_row(row, flat);
  if (!mapping_.cluster.empty()) levels.push_back(cluster_of(row));
  switch (table_.add(flat, values, levels)) {
    case UnitTable::Outcome::good:
      return;
    case UnitTable::Outcome::duplicate:
      throw row_fault(
          "duplicate-unit", "this unit has a row already",
          "unit rows hold each unit once a period; fold its rows first, or send event rows",
          row.unit_column);
    case UnitTable::Outcome::too_large:
      throw row_fault("sum-too-large", "the unit's events add up to more than 9.2e12",
                      "measure it in a larger unit", row.unit_column);
  }
}

/// counts: new promises each unit in one period of a cycle.
void UnitRows::refuse_second_row(const Row& row, const UnitRow& flat) const {
  const Cycle* cycle =
      flat.day == UnitRow::no_day ? nullptr : in_force_.holding(Day(Days(flat.day)));
  if (cycle == nullptr ||
      !table_.on_another_day(flat.id, flat.day, number_of(cycle->first), number_of(cycle->end())))
    return;
  throw row_fault("unit-again", "this unit has a row for another period of the cycle",
                  "counts: new promises each unit in one period; where later rows replace "
                  "earlier ones say counts: to_date",
                  row.unit_column);
}

bool UnitRows::keeps_promise() const {
  return !once_ || std::ranges::none_of(in_force_.cycles, [&](const Cycle& cycle) {
    return table_.any_on_two_days(number_of(cycle.first), number_of(cycle.end()));
  });
}

bool UnitRows::fold(const RowBlock& block, UnitTable::Room& room) {
  try {
    for (const UnitRow& row : block.rows)
      check(std::span(block.values).subspan(row.first_value, row.values));
  } catch (const BadValue&) {
    return false;
  }
  table_.fold(block, room);
  return table_.trouble() == UnitTable::Outcome::good;
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

std::vector<Part> UnitRows::parts(Counts counts) {
  Folded folded = table_.finish();
  std::vector<Part> parts;
  for (FoldedDay& day : folded.days) {
    Part part{.counts = counts,
              .rows = static_cast<std::int64_t>(day.rows),
              .units = std::move(day.units),
              .names = folded.units,
              .run = std::make_shared<Run>(std::move(day.run))};
    if (day.day != UnitRow::no_day) part.period = Day(Days(day.day));
    if (!mapping_.cluster.empty()) part.run->levels.back() = cluster_names_;
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace collab
