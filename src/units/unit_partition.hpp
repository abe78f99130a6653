#pragma once
// A part of the fold: the units whose hashes begin alike, under one mutex.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <map>
#include <mutex>
#include <span>
#include <string_view>

#include "collab/units/unit_table.hpp"
#include "units/pieces.hpp"

namespace collab {

/// How a record begins.
struct UnitRecord {
  std::uint32_t unit;
  std::uint32_t next;  ///< of the same unit, plus 1
  std::int32_t day;
  std::uint8_t variant;
  bool exposed, placed;  ///< placed: its levels are known
  std::uint8_t present;  ///< a bit a field: it has a value; further bytes of them lie behind it
};

/// Where a record keeps what, in bytes from its beginning; all of it lies together, since each
/// stretch of memory that a row touches is waited for.
struct RecordLayout {
  static constexpr std::uint8_t several = 254;
  explicit RecordLayout(const FoldShape& shape);

  std::size_t fields, segments;
  std::size_t words;  ///< values, times of timed fields, exposure, time of the levels
  std::vector<std::uint32_t> time_of;        ///< by field: word of its time; 0 = it has none
  std::size_t exposure = 0, level_time = 0;  ///< words; of events alone
  std::size_t first_word = 0, levels = 0;    ///< where they begin
  std::size_t size = 0;                      ///< of a record

  std::int64_t* words_of(UnitRecord& record) const {
    return reinterpret_cast<std::int64_t*>(reinterpret_cast<std::byte*>(&record) + first_word);
  }
  const std::int64_t* words_of(const UnitRecord& record) const {
    return words_of(const_cast<UnitRecord&>(record));
  }
  std::int16_t* levels_of(UnitRecord& record) const {
    return reinterpret_cast<std::int16_t*>(reinterpret_cast<std::byte*>(&record) + levels);
  }
  const std::int16_t* levels_of(const UnitRecord& record) const {
    return levels_of(const_cast<UnitRecord&>(record));
  }
};

/// Has a record a value of the field?
inline bool has_value(const UnitRecord& record, std::uint32_t field) {
  const auto* bits = reinterpret_cast<const std::uint8_t*>(&record) + offsetof(UnitRecord, present);
  return ((unsigned{bits[field / 8]} >> (field % 8)) & 1U) != 0;
}
inline void set_value_there(UnitRecord& record, std::uint32_t field) {
  auto* bits = reinterpret_cast<std::uint8_t*>(&record) + offsetof(UnitRecord, present);
  bits[field / 8] |= static_cast<std::uint8_t>(1U << (field % 8));
}

/// An id of up to 15 bytes, or the pseudonym of a longer one: what tells units apart lies with
/// them.
struct UnitId {
  static constexpr std::size_t most = 15;
  std::array<std::uint64_t, 2> words{};  ///< text, its length in the last byte; or the pseudonym
  bool is_pseudonym = false;

  UnitId(std::string_view id, const Key& key) : is_pseudonym(id.size() > most) {
    if (is_pseudonym) {
      const Pseudonym pseudonym = key.pseudonym(id);
      words = {pseudonym.high, pseudonym.low};
      return;
    }
    std::array<char, most + 1> text{};
    std::memcpy(text.data(), id.data(), id.size());
    text.back() = static_cast<char>(id.size());
    std::memcpy(words.data(), text.data(), sizeof words);
  }
};

/// A row of a block, on its way to a partition.
struct RowPlace {
  std::uint64_t hash;
  std::uint32_t row;
};

struct UnitPartition {
  using Outcome = UnitTable::Outcome;
  struct Unit {
    std::uint32_t hash;    ///< its lower half; a slot's tag is the upper one
    std::int32_t day;      ///< of the latest record
    std::uint32_t latest;  ///< the last one made, plus 1
    std::uint32_t records : 31, is_pseudonym : 1;
    std::array<std::uint64_t, 2> id;  ///< UnitId's

    Pseudonym pseudonym(const Key& key) const;
  };
  using Record = UnitRecord;
  struct Slot {
    std::uint32_t tag, unit;  ///< unit plus 1
  };
  /// Of a unit's day, where it has several; tag: of their hash
  struct DaySlot {
    std::uint32_t tag, record;  ///< record plus 1
  };
  enum class State { taking, waiting, done };

  /// of, by: both outlive it
  UnitPartition(const FoldShape& of, const Key& by);

  Outcome add(const UnitRow& row, std::uint64_t hash, std::span<const UnitValue> values,
              std::span<const std::int16_t> levels);
  /// Plus 1; 0: there is none.
  std::uint32_t find(const UnitId& id, std::uint64_t hash) const;
  std::uint32_t find(std::string_view id, std::uint64_t hash) const {
    return find(UnitId(id, key), hash);
  }
  /// Rows of a block, all of this partition; the worst that add() says.
  Outcome fold(const RowBlock& block, std::span<const RowPlace> places);
  Unit& unit(std::uint32_t index) { return *reinterpret_cast<Unit*>(units.at(index)); }
  const Unit& unit(std::uint32_t index) const {
    return *reinterpret_cast<const Unit*>(units.at(index));
  }
  Record& record(std::uint32_t index) { return *reinterpret_cast<Record*>(records.at(index)); }
  const Record& record(std::uint32_t index) const {
    return *reinterpret_cast<const Record*>(records.at(index));
  }
  /// What add() of a row will touch is asked for in four steps, each of which reads what the one
  /// before asked for; rows are taken by the group, so that memory answers for all of them at once.
  /// Always inline: GCC takes a function that only asks for one without effect, and drops its
  /// calls.
  [[gnu::always_inline]] void ask_slot(std::uint64_t hash) const {
    __builtin_prefetch(&slots[hash & (slots.size() - 1)]);
  }
  [[gnu::always_inline]] void ask_unit(std::uint64_t hash) const {
    if (const std::uint32_t known = likely_unit(hash)) __builtin_prefetch(&unit(known - 1));
  }
  [[gnu::always_inline]] void ask_record(std::uint64_t hash, std::int32_t day) const {
    const std::uint32_t likely = likely_unit(hash);
    if (likely == 0) return;
    const Unit& known = unit(likely - 1);
    if (known.day == day)
      ask_record_at(known.latest - 1);
    else if (!by_day.empty())
      __builtin_prefetch(&by_day[day_hash(likely - 1, day) & (by_day.size() - 1)]);
  }
  [[gnu::always_inline]] void ask_other_day(std::uint64_t hash, std::int32_t day) const {
    const std::uint32_t likely = likely_unit(hash);
    if (likely == 0 || unit(likely - 1).day == day || unit(likely - 1).records < 2) return;
    if (const std::uint32_t place = likely_record(day_hash(likely - 1, day)))
      ask_record_at(place - 1);
  }
  [[gnu::always_inline]] void ask_record_at(std::uint32_t index) const {
    const std::byte* begin = records.at(index);
    __builtin_prefetch(begin);
    __builtin_prefetch(begin + layout.size - 1);
  }
  /// Plus 1; 0: there is none. By the tag alone, without a look at the unit.
  std::uint32_t likely_unit(std::uint64_t hash) const {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = hash & mask;
    while (slots[at].unit != 0 && slots[at].tag != static_cast<std::uint32_t>(hash >> 32U))
      at = (at + 1) & mask;
    return slots[at].unit;
  }
  /// As likely_unit(), of a record.
  std::uint32_t likely_record(std::uint64_t hash) const {
    const std::size_t mask = by_day.size() - 1;
    std::size_t at = hash & mask;
    while (by_day[at].record != 0 && by_day[at].tag != static_cast<std::uint32_t>(hash))
      at = (at + 1) & mask;
    return by_day[at].record;
  }
  static std::uint64_t day_hash(std::uint32_t unit, std::int32_t day) {
    std::uint64_t mixed = (std::uint64_t{unit} << 32U) | static_cast<std::uint32_t>(day);
    mixed = (mixed ^ (mixed >> 32U)) * 0x9E3779B97F4A7C15U;
    return mixed ^ (mixed >> 32U);
  }
  std::uint64_t bytes() const;
  /// Ids become pseudonyms, and what only serves to find them again goes.
  void settle();
  /// Gives back the memory and waits for the next pass.
  void drop();

  const FoldShape& shape;
  const Key& key;
  RecordLayout layout;
  std::atomic<State> state{State::taking};
  std::mutex mutex;
  std::vector<Slot> slots;
  Pieces units{sizeof(Unit)};
  Pieces records;               ///< each a Record, words, levels
  std::vector<DaySlot> by_day;  ///< of units with several records
  std::uint32_t in_by_day = 0;
  std::vector<Pseudonym> pseudonyms;           ///< by unit, once done
  std::vector<std::uint32_t> records_of_unit;  ///< how many, once done
  std::map<std::int32_t, std::uint64_t> rows;  ///< by day
  std::uint64_t counted = 0;                   ///< bytes() when last counted

 private:
  // Records go by their place, which is their index plus 1: 0 is none.
  std::uint32_t unit_of(const UnitRow& row, std::uint64_t hash);
  std::uint32_t record_of(std::uint32_t unit, std::int32_t day) const;
  std::uint32_t new_record(std::uint32_t unit, std::int32_t day);
  void grow_slots();
  void remember(std::uint32_t hash, std::uint32_t place);
  void count_row(std::int32_t day);
  bool fits(const Record& record, std::span<const UnitValue> values) const;
  void set(Record& record, const UnitRow& row, const UnitValue& value);
  void take_levels(Record& record, const UnitRow& row, std::span<const std::int16_t> given);

  /// Where rows of a day are counted; days meet where they are 64 apart.
  struct DayCount {
    std::int32_t day = 0;
    std::uint64_t* rows = nullptr;
  };
  std::array<DayCount, 64> recent_days_{};
};

}  // namespace collab
