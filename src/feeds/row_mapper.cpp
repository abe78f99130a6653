#include "feeds/row_mapper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "collab/feeds/zone.hpp"
#include "feeds/limits.hpp"

namespace collab {
namespace {

const std::map<std::string, std::string> no_values;

}  // namespace

RowMapper::RowMapper(const Mapping& mapping) : mapping_(mapping) {
  unit_is_row_ = mapping.unit == "$row";
  if (!unit_is_row_) unit_ = use(mapping.unit);
  variant_ = use(mapping.variant);
  if (mapping.rows == Grain::event) {
    time_ = use(mapping.time);
    metric_ = use(mapping.metric);
    value_ = use(mapping.value);
    std::vector<std::string> names;
    for (const auto& [name, slot] : mapping.events) names.push_back(name);
    events_ = Categories(names, values_of("metric"));
  } else {
    period_ = use(mapping.period);
  }
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
    if (slot.column.empty()) numbers_.back().field = value_;
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
  good = (time_ == none ? map_period(record, row, faults) : map_time(record, row, faults)) && good;
  good = map_location(record, row, faults) && good;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    good = map_level(record, i, row, faults) && good;
  }
  row.exposed = mapping_.all_exposed;
  if (metric_ != none) good = map_event(record, row, faults) && good;
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    if (mapping_.numbers[i].column.empty()) continue;
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

bool RowMapper::map_time(const Record& record, Row& row, FaultList& faults) const {
  const Field& field = record.fields[time_];
  const std::string_view text = text_of(field);
  row.period_column = column_of(record, field.offset);
  row.time = parse_instant(text);
  if (row.time) {
    row.period = local_day(*row.time, mapping_.time_zone);
    return true;
  }
  row.period = parse_day(text);
  if (row.period) {  // a date alone: the day is known, its hour is not
    row.time = Instant(*row.period);
    return true;
  }
  faults.add(record, field.offset, field.size, "bad-time",
             text.empty() ? fmt::format("no time in '{}'", mapping_.time)
                          : fmt::format("'{}' is not an instant", shown(text)),
             "RFC 3339 with its zone, 2026-11-21T08:00:00-06:00, or a date");
  return false;
}

/// The one figure that a row with a `metric` column says.
bool RowMapper::map_event(const Record& record, Row& row, FaultList& faults) {
  const Field& field = record.fields[metric_];
  const std::string_view text = text_of(field);
  const int event = events_.find(text);
  if (event == Categories::unknown) {
    faults.add(record, field.offset, field.size, "unknown-metric",
               text.empty() ? fmt::format("no metric in '{}'", mapping_.metric)
                            : fmt::format("'{}' is no metric", shown(text)),
               events_.hint(text, "metric"));
    return false;
  }
  const int slot = mapping_.events[static_cast<std::size_t>(event)].second;
  if (slot < 0) {
    row.exposed = true;
    return true;
  }
  const auto i = static_cast<std::size_t>(slot);
  Row::Number& number = row.numbers[i];
  if (value_ != none && !read_number(numbers_[i], mapping_, record, number, rounded_, faults))
    return false;
  if (number.present) return true;
  if (mapping_.numbers[i].once) {
    number.present = true;
    number.real = 1;
    number.exact = Decimal{1'000'000};
    if (number.column == 0) number.column = column_of(record, field.offset);
    return true;
  }
  const Field& place = value_ == none ? field : record.fields[value_];
  faults.add(record, place.offset, place.size, "missing-value",
             fmt::format("no value for {}", mapping_.events[static_cast<std::size_t>(event)].first),
             "only what a unit did or did not, and counts of events, go without");
  return false;
}

std::optional<Day> RowMapper::period_of(const Record& record) const {
  if (time_ != none) {
    const std::string_view text = text_of(record.fields[time_]);
    const std::optional<Instant> time = parse_instant(text);
    return time ? local_day(*time, mapping_.time_zone) : parse_day(text);
  }
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
