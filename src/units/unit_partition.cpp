#include "units/unit_partition.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace collab {
namespace {

constexpr std::uint32_t none = 0;

/// Levels seen with an exposure go before any others.
constexpr std::int64_t unexposed = std::int64_t{1} << 62;

std::size_t place_of(std::uint32_t unit, std::int32_t day, std::size_t size) {
  std::uint64_t mixed = (std::uint64_t{unit} << 32U) | static_cast<std::uint32_t>(day);
  mixed *= 0x9E3779B97F4A7C15U;
  return (mixed ^ (mixed >> 29U)) & (size - 1);
}

}  // namespace

RecordLayout::RecordLayout(const FoldShape& shape)
    : fields(shape.fields.size()), segments(shape.segments.size()), words(shape.fields.size()) {
  time_of.resize(fields);
  for (std::size_t f = 0; f < fields; ++f)
    if (shape.rules[f] == FoldRule::last || shape.rules[f] == FoldRule::first)
      time_of[f] = static_cast<std::uint32_t>(words++);
  if (shape.events) {
    exposure = words++;
    if (segments > 0) level_time = words++;
  }
  present = sizeof(UnitRecord) + words * sizeof(std::int64_t);
  levels = present + (fields + 1) / 2 * 2;
  const std::size_t end = levels + segments * sizeof(std::int16_t);
  size = (end + sizeof(std::int64_t) - 1) / sizeof(std::int64_t) * sizeof(std::int64_t);
}

UnitTable::Partition::Partition(const FoldShape& of) : shape(of), layout(of), slots(64) {}

std::uint64_t UnitTable::Partition::bytes() const {
  return slots.capacity() * sizeof(Slot) + units.capacity() * sizeof(Unit) + ids.capacity() +
         records.capacity() + by_day.capacity() * sizeof(std::uint32_t) +
         pseudonyms.capacity() * sizeof(Pseudonym);
}

void UnitTable::Partition::drop() {
  state = State::waiting;
  slots = std::vector<Slot>(64);
  units = {};
  ids = {};
  records = {};
  by_day = {};
  further_records = 0;
  rows.clear();
  last_rows = {};
}

const UnitTable::Partition::Unit* UnitTable::Partition::find(const UnitId& id,
                                                             std::string_view text,
                                                             std::uint64_t hash) const {
  const std::size_t mask = slots.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32U);
  for (std::size_t at = hash & mask; slots[at].unit != none; at = (at + 1) & mask) {
    if (slots[at].tag != tag) continue;
    const Unit& unit = units[slots[at].unit - 1];
    if (unit.hash != hash) continue;
    if (id.is_long() ? unit.id.is_long() && unit.id.text(ids) == text : unit.id.same(id))
      return &unit;
  }
  return nullptr;
}

std::uint32_t UnitTable::Partition::unit_of(const UnitRow& row, std::uint64_t hash) {
  const UnitId id(row.id, static_cast<std::uint32_t>(ids.size()));
  if (const Unit* known = find(id, row.id, hash))
    return static_cast<std::uint32_t>(known - units.data());
  if (2 * (units.size() + 1) > slots.size()) grow_slots();
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  while (slots[at].unit != none) at = (at + 1) & mask;
  const auto unit = static_cast<std::uint32_t>(units.size());
  slots[at] = {static_cast<std::uint32_t>(hash >> 32U), unit + 1};
  units.push_back({hash, none, none, id});
  if (id.is_long()) ids.insert(ids.end(), row.id.begin(), row.id.end());
  return unit;
}

void UnitTable::Partition::grow_slots() {
  std::vector<Slot> larger(2 * slots.size());
  const std::size_t mask = larger.size() - 1;
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    std::size_t at = units[i].hash & mask;
    while (larger[at].unit != none) at = (at + 1) & mask;
    larger[at] = {static_cast<std::uint32_t>(units[i].hash >> 32U), i + 1};
  }
  slots.swap(larger);
}

/// Plus 1; none when there is none.
std::uint32_t UnitTable::Partition::record_of(std::uint32_t unit, std::int32_t day) const {
  const Unit& known = units[unit];
  if (known.latest != none && record(known.latest - 1).day == day) return known.latest;
  if (known.first != none && record(known.first - 1).day == day) return known.first;
  if (by_day.empty() || known.first == known.latest) return none;
  const std::size_t mask = by_day.size() - 1;
  for (std::size_t at = place_of(unit, day, by_day.size()); by_day[at] != none;
       at = (at + 1) & mask) {
    const Record& other = record(by_day[at] - 1);
    if (other.unit == unit && other.day == day) return by_day[at];
  }
  return none;
}

void UnitTable::Partition::remember(std::uint32_t place) {
  if (2 * (std::size_t{further_records} + 1) > by_day.size()) {
    std::vector<std::uint32_t> before(std::max<std::size_t>(64, 2 * by_day.size()));
    before.swap(by_day);
    further_records = 0;
    for (const std::uint32_t one : before)
      if (one != none) remember(one);
  }
  const Record& added = record(place - 1);
  const std::size_t mask = by_day.size() - 1;
  std::size_t at = place_of(added.unit, added.day, by_day.size());
  while (by_day[at] != none) at = (at + 1) & mask;
  by_day[at] = place;
  ++further_records;
}

std::uint32_t UnitTable::Partition::new_record(std::uint32_t unit, std::int32_t day) {
  Unit& owner = units[unit];
  const auto index = static_cast<std::uint32_t>(record_count());
  records.resize(records.size() + layout.size);
  record(index) = {unit, owner.latest, day, UnitRow::no_variant, false, false};
  std::fill_n(levels(index), layout.segments, std::int16_t{-1});
  owner.latest = index + 1;
  if (owner.first == none)
    owner.first = owner.latest;
  else
    remember(owner.latest);
  return owner.latest;
}

/// Sums that stay within 64 bits.
bool UnitTable::Partition::fits(std::uint32_t place, std::span<const UnitValue> values) const {
  const std::int64_t* word = words(place - 1);
  return std::all_of(values.begin(), values.end(), [&](const UnitValue& value) {
    std::int64_t sum = 0;
    return shape.rules[value.field] != FoldRule::sum ||
           !__builtin_add_overflow(word[value.field], value.millionths, &sum);
  });
}

void UnitTable::Partition::set(std::uint32_t place, const UnitRow& row, const UnitValue& value) {
  std::int64_t* word = words(place - 1);
  std::uint8_t& there = present(place - 1)[value.field];
  std::int64_t& held = word[value.field];
  switch (shape.rules[value.field]) {
    case FoldRule::only:
      held = value.millionths;
      break;
    case FoldRule::sum:
      held += value.millionths;
      break;
    case FoldRule::any:
      held = there != 0 ? std::max(held, value.millionths) : value.millionths;
      break;
    case FoldRule::last:
    case FoldRule::first: {
      std::int64_t& time = word[layout.time_of[value.field]];
      const bool later = row.time != time ? row.time > time : value.millionths > held;
      const bool same = row.time == time && value.millionths == held;
      if (there != 0 && (same || later != (shape.rules[value.field] == FoldRule::last))) return;
      time = row.time;
      held = value.millionths;
      break;
    }
  }
  there = 1;
}

/// The levels of the first exposure; of a unit that was not exposed, any that a row of the day
/// gives. What comes at one time is settled by name, so that no order shows.
void UnitTable::Partition::take_levels(std::uint32_t place, const UnitRow& row,
                                       std::span<const std::int16_t> given) {
  std::int16_t* held = levels(place - 1);
  if (!shape.events) {
    std::ranges::copy(given, held);
    return;
  }
  std::int64_t& known = words(place - 1)[layout.level_time];
  bool& placed = record(place - 1).placed;
  const std::int64_t time = row.exposed ? row.time : unexposed;
  if (placed && time > known) return;
  const bool replaces = !placed || time < known;
  placed = true;
  known = time;
  for (std::size_t s = 0; s < given.size(); ++s) {
    const auto name = [&](std::int16_t level) {
      return level < 0 ? std::string_view{}
                       : std::string_view(shape.levels[s][static_cast<std::size_t>(level)]);
    };
    const bool first = replaces || (held[s] < 0 && !row.exposed);
    const bool empty = given[s] < 0 && !row.exposed && !replaces;
    if (!empty && (first || name(given[s]) < name(held[s]))) held[s] = given[s];
  }
}

UnitTable::Outcome UnitTable::Partition::add(const UnitRow& row, std::uint64_t hash,
                                             std::span<const UnitValue> values,
                                             std::span<const std::int16_t> given) {
  const std::uint32_t unit = unit_of(row, hash);
  std::uint32_t place = record_of(unit, row.day);
  if (place == none) {
    place = new_record(unit, row.day);
  } else if (!shape.events) {
    return Outcome::duplicate;
  } else if (!fits(place, values)) {
    return Outcome::too_large;
  }
  if (layout.segments > 0) take_levels(place, row, given);
  Record& kept = record(place - 1);
  if (row.variant != UnitRow::no_variant) {
    if (kept.variant == UnitRow::no_variant)
      kept.variant = row.variant;
    else if (kept.variant != row.variant)
      kept.variant = RecordLayout::several;
  }
  if (row.exposed) {
    std::int64_t& exposure = words(place - 1)[layout.exposure];
    exposure = kept.exposed ? std::min(exposure, row.time) : row.time;
    kept.exposed = true;
  }
  for (const UnitValue& value : values) set(place, row, value);
  if (last_rows.second == nullptr || last_rows.first != row.day)
    last_rows = {row.day, &rows[row.day]};
  ++*last_rows.second;
  return Outcome::good;
}

}  // namespace collab
