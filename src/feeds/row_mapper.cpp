#include "feeds/row_mapper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "feeds/limits.hpp"

namespace collab {
namespace {

const std::map<std::string, std::string> no_values;

}  // namespace

RowMapper::RowMapper(const Mapping& mapping) : mapping_(mapping) {
  unit_is_row_ = mapping.unit == "$row";
  if (!unit_is_row_) unit_ = use(mapping.unit);
  variant_ = use(mapping.variant);
  period_ = use(mapping.period);
  location_ = use(mapping.location);
  const auto fixed =
      std::find(mapping.variants.begin(), mapping.variants.end(), mapping.fixed_variant);
  if (fixed != mapping.variants.end()) {
    fixed_variant_ = static_cast<int>(fixed - mapping.variants.begin());
  }
  variants_ = Categories(mapping.variants, values_of("variant"));
  locations_ = Categories(mapping.location_ids, values_of("location"));
  for (std::size_t i = 0; i < mapping.segments.size(); ++i) {
    segments_.push_back(use(mapping.segments[i].second));
    levels_.emplace_back(mapping.levels.at(i), values_of(mapping.segments[i].first));
  }
  for (const Mapping::Slot& slot : mapping.numbers) {
    const auto& values = values_of(slot.target);
    numbers_.push_back({use(slot.column), {values.begin(), values.end()}});
  }
}

std::size_t RowMapper::use(const std::string& column) {
  if (column.empty()) return none;
  const auto known = std::find(columns_.begin(), columns_.end(), column);
  if (known != columns_.end()) return static_cast<std::size_t>(known - columns_.begin());
  columns_.push_back(column);
  return columns_.size() - 1;
}

const std::map<std::string, std::string>& RowMapper::values_of(const std::string& target) const {
  const auto found = mapping_.values.find(target);
  return found == mapping_.values.end() ? no_values : found->second;
}

bool RowMapper::map(const Record& record, std::uint64_t number, Row& row, FaultList& faults) {
  row.line = record.line;
  row.number = number;
  row.period.reset();
  row.location = {};
  row.levels.assign(segments_.size(), -1);
  row.numbers.assign(numbers_.size(), Row::Number{});
  bool good = map_unit(record, number, row, faults);
  good = map_variant(record, row, faults) && good;
  good = map_period(record, row, faults) && good;
  good = map_location(record, row, faults) && good;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    good = map_level(record, i, row, faults) && good;
  }
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    good = read_number(numbers_[i], mapping_, record, row.numbers[i], rounded_, faults) && good;
  }
  return good;
}

bool RowMapper::map_unit(const Record& record, std::uint64_t number, Row& row, FaultList& faults) {
  row.unit = {};
  if (unit_is_row_) {
    row_number_ = fmt::format("{}", number);
    row.unit = row_number_;
    return true;
  }
  if (unit_ == none) return true;
  const Field& field = record.fields[unit_];
  row.unit = text_of(field);
  row.unit_column = column_of(record, field.offset);
  if (row.unit.empty()) {
    faults.add(record, field.offset, 0, "empty-unit", fmt::format("no id in '{}'", mapping_.unit),
               "every unit row names its unit");
    return false;
  }
  if (row.unit.size() > limits::unit_id) {
    faults.add(record, field.offset, 0, "id-too-long",
               fmt::format("an id of {} bytes in '{}'; {} is the most", row.unit.size(),
                           mapping_.unit, limits::unit_id));
    return false;
  }
  return true;
}

bool RowMapper::map_variant(const Record& record, Row& row, FaultList& faults) const {
  row.variant = fixed_variant_;
  if (variant_ == none) return true;
  const Field& field = record.fields[variant_];
  const std::string_view text = text_of(field);
  row.variant_column = column_of(record, field.offset);
  row.variant = variants_.find(text);
  if (row.variant != Categories::unknown) return true;
  faults.add(record, field.offset, field.size, "unknown-variant",
             text.empty() ? fmt::format("no variant in '{}'", mapping_.variant)
                          : fmt::format("'{}' is not a variant", shown(text)),
             variants_.hint(text, "variant"));
  return false;
}

std::optional<Day> RowMapper::period_of(const Record& record) const {
  if (period_ == none) return std::nullopt;
  std::string name(text_of(record.fields[period_]));
  const auto& values = values_of("period");
  if (const auto value = values.find(name); value != values.end()) name = value->second;
  const auto known = mapping_.periods.find(name);
  return known != mapping_.periods.end() ? std::optional(known->second) : parse_day(name);
}

bool RowMapper::map_period(const Record& record, Row& row, FaultList& faults) const {
  if (period_ == none) return true;
  const Field& field = record.fields[period_];
  const std::string_view text = text_of(field);
  row.period_column = column_of(record, field.offset);
  row.period = period_of(record);
  if (row.period) return true;
  std::string hint = "a period is a date that exists: YYYY-MM-DD";
  if (mapping_.periods.empty()) {
    hint += fmt::format("; a feed's own names are said with `periods: {{{}: 2026-01-05}}`",
                        text.empty() ? "1" : shown(text));
  } else {
    std::vector<std::string> names;
    for (const auto& [period, day] : mapping_.periods) names.push_back(period);
    if (names.size() > 12) names.resize(12);
    hint += fmt::format("; `periods:` knows {}", fmt::join(names, ", "));
  }
  faults.add(record, field.offset, field.size, "bad-period",
             text.empty() ? fmt::format("no period in '{}'", mapping_.period)
                          : fmt::format("'{}' is not a period", shown(text)),
             hint);
  return false;
}

bool RowMapper::map_location(const Record& record, Row& row, FaultList& faults) const {
  if (location_ == none) return true;
  const Field& field = record.fields[location_];
  if (!mapping_.cluster.empty() && text_of(field).empty()) {
    faults.add(
        record, field.offset, field.size, "missing-cluster",
        fmt::format("{} is empty, and {} is what was assigned", mapping_.cluster, mapping_.cluster),
        "say where the row belongs, or leave it out");
    return false;
  }
  if (!mapping_.cluster.empty() && mapping_.location_ids.empty()) {
    row.location = text_of(field);
    return true;
  }
  const std::string_view text = text_of(field);
  const int found = locations_.find(text);
  if (found != Categories::unknown) {
    row.location = mapping_.location_ids[static_cast<std::size_t>(found)];
    return true;
  }
  if (text.empty()) return true;
  faults.add(record, field.offset, field.size, "unknown-location",
             fmt::format("'{}' is not a location", shown(text)),
             mapping_.location_ids.empty()
                 ? "collab.yaml names no locations: `locations: locations.csv`"
                 : locations_.hint(text, "location"));
  return false;
}

bool RowMapper::map_level(const Record& record, std::size_t segment, Row& row,
                          FaultList& faults) const {
  const std::size_t column = segments_[segment];
  const Field& field = record.fields[column];
  const std::string_view text = text_of(field);
  row.levels[segment] = levels_[segment].find(text);
  if (row.levels[segment] != Categories::unknown || text.empty()) return true;
  const std::string& name = mapping_.segments[segment].first;
  faults.add(record, field.offset, field.size, "unknown-level",
             fmt::format("'{}' is not a level of {}", shown(text), name),
             levels_[segment].hint(text, name));
  return false;
}

}  // namespace collab
