#include "units/unit_partition.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace collab {
namespace {

constexpr std::uint32_t none = 0;

/// Levels seen with an exposure go before any others.
constexpr std::int64_t unexposed = std::int64_t{1} << 62;

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
  const auto whole_words = [](std::size_t bytes) {
    return (bytes + sizeof(std::int64_t) - 1) / sizeof(std::int64_t) * sizeof(std::int64_t);
  };
  first_word = whole_words(offsetof(UnitRecord, present) + (fields + 7) / 8);
  levels = first_word + words * sizeof(std::int64_t);
  size = whole_words(levels + segments * sizeof(std::int16_t));
}

UnitPartition::UnitPartition(const FoldShape& of, const Key& by)
    : shape(of), key(by), layout(of), slots(64), records(layout.size) {}

std::uint64_t UnitPartition::bytes() const {
  return slots.capacity() * sizeof(Slot) + units.bytes() + records.bytes() +
         by_day.capacity() * sizeof(DaySlot) + pseudonyms.capacity() * sizeof(Pseudonym) +
         records_of_unit.capacity() * sizeof(std::uint32_t);
}

Pseudonym UnitPartition::Unit::pseudonym(const Key& key) const {
  if (is_pseudonym != 0) return {id[0], id[1]};
  std::array<char, UnitId::most + 1> text;
  std::memcpy(text.data(), id.data(), sizeof text);
  return key.pseudonym({text.data(), static_cast<std::size_t>(text.back())});
}

void UnitPartition::settle() {
  pseudonyms.reserve(units.count());
  records_of_unit.reserve(units.count());
  for (std::uint32_t u = 0; u < units.count(); ++u) {
    pseudonyms.push_back(unit(u).pseudonym(key));
    records_of_unit.push_back(unit(u).records);
  }
  units.clear();
  release(slots);
  release(by_day);
  state = State::done;
}

void UnitPartition::drop() {
  state = State::waiting;
  slots = std::vector<Slot>(64);
  units.clear();
  records.clear();
  release(by_day);
  in_by_day = 0;
  rows.clear();
  recent_days_ = {};
}

std::uint32_t UnitPartition::find(const UnitId& id, std::uint64_t hash) const {
  const std::size_t mask = slots.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32U);
  for (std::size_t at = hash & mask; slots[at].unit != none; at = (at + 1) & mask) {
    if (slots[at].tag != tag) continue;
    const Unit& known = unit(slots[at].unit - 1);
    // Word by word: == of arrays calls memcmp().
    if (known.id[0] == id.words[0] && known.id[1] == id.words[1] &&
        (known.is_pseudonym != 0) == id.is_pseudonym)
      return slots[at].unit;
  }
  return none;
}

std::uint32_t UnitPartition::unit_of(const UnitRow& row, std::uint64_t hash) {
  const UnitId id(row.id, key);
  if (const std::uint32_t known = find(id, hash)) return known - 1;
  if (4 * (units.count() + 1) > 3 * slots.size()) grow_slots();
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  while (slots[at].unit != none) at = (at + 1) & mask;
  const auto added = static_cast<std::uint32_t>(units.count());
  slots[at] = {static_cast<std::uint32_t>(hash >> 32U), added + 1};
  units.add();
  unit(added) = {.hash = static_cast<std::uint32_t>(hash),
                 .day = UnitRow::no_day,
                 .latest = none,
                 .records = 0,
                 .is_pseudonym = id.is_pseudonym ? 1U : 0U,
                 .id = id.words};
  return added;
}

void UnitPartition::grow_slots() {
  std::vector<Slot> before(2 * slots.size());
  before.swap(slots);
  const std::size_t mask = slots.size() - 1;
  for (const Slot& slot : before) {
    if (slot.unit == none) continue;
    std::size_t at = unit(slot.unit - 1).hash & mask;
    while (slots[at].unit != none) at = (at + 1) & mask;
    slots[at] = slot;
  }
}

/// Plus 1; none when there is none.
std::uint32_t UnitPartition::record_of(std::uint32_t of, std::int32_t day) const {
  const Unit& known = unit(of);
  if (known.records == 0) return none;
  if (known.day == day) return known.latest;
  if (known.records == 1) return none;
  const std::uint64_t hash = day_hash(of, day);
  const std::size_t mask = by_day.size() - 1;
  for (std::size_t at = hash & mask; by_day[at].record != none; at = (at + 1) & mask) {
    if (by_day[at].tag != static_cast<std::uint32_t>(hash)) continue;
    const Record& other = record(by_day[at].record - 1);
    if (other.unit == of && other.day == day) return by_day[at].record;
  }
  return none;
}

void UnitPartition::remember(std::uint32_t hash, std::uint32_t place) {
  if (4 * (std::size_t{in_by_day} + 1) > 3 * by_day.size()) {
    std::vector<DaySlot> before(std::max<std::size_t>(64, 2 * by_day.size()));
    before.swap(by_day);
    in_by_day = 0;
    for (const DaySlot& slot : before)
      if (slot.record != none) remember(slot.tag, slot.record);
  }
  const std::size_t mask = by_day.size() - 1;
  std::size_t at = hash & mask;
  while (by_day[at].record != none) at = (at + 1) & mask;
  by_day[at] = {hash, place};
  ++in_by_day;
}

std::uint32_t UnitPartition::new_record(std::uint32_t of, std::int32_t day) {
  Unit& owner = unit(of);
  const auto index = static_cast<std::uint32_t>(records.count());
  records.add();
  Record& added = record(index);
  added = {of, owner.latest, day, UnitRow::no_variant, false, false, 0};
  std::fill_n(layout.levels_of(added), layout.segments, std::int16_t{-1});
  const auto tag = [&](std::int32_t one) { return static_cast<std::uint32_t>(day_hash(of, one)); };
  if (owner.records == 1) remember(tag(owner.day), owner.latest);
  if (owner.records > 0) remember(tag(day), index + 1);
  owner.latest = index + 1;
  owner.day = day;
  ++owner.records;
  return owner.latest;
}

void UnitPartition::count_row(std::int32_t day) {
  DayCount& recent = recent_days_.at(static_cast<std::uint32_t>(day) % recent_days_.size());
  if (recent.rows == nullptr || recent.day != day) recent = {day, &rows[day]};
  ++*recent.rows;
}

/// Sums that stay within 64 bits.
bool UnitPartition::fits(const Record& record, std::span<const UnitValue> values) const {
  const std::int64_t* word = layout.words_of(record);
  return std::all_of(values.begin(), values.end(), [&](const UnitValue& value) {
    std::int64_t sum = 0;
    return shape.rules[value.field] != FoldRule::sum ||
           !__builtin_add_overflow(word[value.field], value.millionths, &sum);
  });
}

void UnitPartition::set(Record& record, const UnitRow& row, const UnitValue& value) {
  std::int64_t* word = layout.words_of(record);
  const bool there = has_value(record, value.field);
  std::int64_t& held = word[value.field];
  switch (shape.rules[value.field]) {
    case FoldRule::only:
      held = value.millionths;
      break;
    case FoldRule::sum:
      held += value.millionths;
      break;
    case FoldRule::any:
      held = there ? std::max(held, value.millionths) : value.millionths;
      break;
    case FoldRule::last:
    case FoldRule::first: {
      std::int64_t& time = word[layout.time_of[value.field]];
      const bool later = row.time != time ? row.time > time : value.millionths > held;
      const bool same = row.time == time && value.millionths == held;
      if (there && (same || later != (shape.rules[value.field] == FoldRule::last))) return;
      time = row.time;
      held = value.millionths;
      break;
    }
  }
  set_value_there(record, value.field);
}

/// The levels of the first exposure; of a unit that was not exposed, any that a row of the day
/// gives. What comes at one time is settled by name, so that no order shows.
void UnitPartition::take_levels(Record& record, const UnitRow& row,
                                std::span<const std::int16_t> given) {
  std::int16_t* held = layout.levels_of(record);
  if (!shape.events) {
    std::ranges::copy(given, held);
    return;
  }
  std::int64_t& known = layout.words_of(record)[layout.level_time];
  bool& placed = record.placed;
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

UnitPartition::Outcome UnitPartition::add(const UnitRow& row, std::uint64_t hash,
                                          std::span<const UnitValue> values,
                                          std::span<const std::int16_t> given) {
  const std::uint32_t unit = unit_of(row, hash);
  std::uint32_t place = record_of(unit, row.day);
  if (place == none) {
    place = new_record(unit, row.day);
  } else if (!shape.events) {
    return Outcome::duplicate;
  } else if (!fits(record(place - 1), values)) {
    return Outcome::too_large;
  }
  Record& kept = record(place - 1);
  if (layout.segments > 0) take_levels(kept, row, given);
  if (row.variant != UnitRow::no_variant) {
    if (kept.variant == UnitRow::no_variant)
      kept.variant = row.variant;
    else if (kept.variant != row.variant)
      kept.variant = RecordLayout::several;
  }
  if (row.exposed) {
    std::int64_t& exposure = layout.words_of(kept)[layout.exposure];
    exposure = kept.exposed ? std::min(exposure, row.time) : row.time;
    kept.exposed = true;
  }
  for (const UnitValue& value : values) set(kept, row, value);
  count_row(row.day);
  return Outcome::good;
}

UnitPartition::Outcome UnitPartition::fold(const RowBlock& block,
                                           std::span<const RowPlace> places) {
  constexpr std::size_t group = 16;
  Outcome worst = Outcome::good;
  for (std::span<const RowPlace> rest = places; !rest.empty();) {
    const auto coming = rest.first(std::min(group, rest.size()));
    rest = rest.subspan(coming.size());
    for (const RowPlace& place : coming) {
      __builtin_prefetch(&block.rows[place.row]);
      ask_slot(place.hash);
    }
    for (const RowPlace& place : coming) {
      const UnitRow& row = block.rows[place.row];
      __builtin_prefetch(row.id.data());
      __builtin_prefetch(block.values.data() + row.first_value);
      ask_unit(place.hash);
    }
    for (const RowPlace& place : coming) ask_record(place.hash, block.rows[place.row].day);
    if (!by_day.empty())
      for (const RowPlace& place : coming) ask_other_day(place.hash, block.rows[place.row].day);
    for (const RowPlace& place : coming) {
      const UnitRow& row = block.rows[place.row];
      const Outcome outcome =
          add(row, place.hash, std::span(block.values).subspan(row.first_value, row.values),
              std::span(block.levels).subspan(place.row * layout.segments, layout.segments));
      if (outcome != Outcome::good) worst = outcome;
    }
  }
  return worst;
}

}  // namespace collab
