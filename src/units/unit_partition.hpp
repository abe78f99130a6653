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

namespace collab {

/// How a record begins.
struct UnitRecord {
  std::uint32_t unit;
  std::uint32_t next;  ///< of the same unit, plus 1
  std::int32_t day;
  std::uint8_t variant;
  bool exposed, placed;  ///< placed: its levels are known
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
  std::size_t present = 0, levels = 0;       ///< where they begin
  std::size_t size = 0;                      ///< of a record
};

/// An id of up to 15 bytes, or where a longer one is.
class UnitId {
 public:
  /// at: its place in the partition's ids, if it is long
  UnitId(std::string_view id, std::uint32_t at) {
    bytes_.back() = static_cast<char>(std::min(id.size(), most + 1));
    const std::array<std::uint32_t, 2> longer{at, static_cast<std::uint32_t>(id.size())};
    if (is_long())
      std::memcpy(bytes_.data(), longer.data(), sizeof longer);
    else
      std::memcpy(bytes_.data(), id.data(), id.size());
  }
  bool is_long() const { return bytes_.back() > static_cast<char>(most); }
  std::uint32_t place() const {
    std::uint32_t at = 0;
    std::memcpy(&at, bytes_.data(), sizeof at);
    return at;
  }
  std::string_view text(const std::vector<char>& ids) const {
    if (!is_long()) return {bytes_.data(), static_cast<std::size_t>(bytes_.back())};
    std::uint32_t size = 0;
    std::memcpy(&size, bytes_.data() + sizeof size, sizeof size);
    return {ids.data() + place(), size};
  }
  /// Of short ones.
  bool same(const UnitId& other) const {
    std::array<std::uint64_t, 2> one, two;
    std::memcpy(one.data(), bytes_.data(), sizeof one);
    std::memcpy(two.data(), other.bytes_.data(), sizeof two);
    return one == two;
  }

 private:
  static constexpr std::size_t most = 15;
  std::array<char, most + 1> bytes_{};  ///< the last says how long
};

struct UnitTable::Partition {
  struct Unit {
    std::uint64_t hash;
    std::uint32_t first, latest;  ///< records, plus 1
    UnitId id;
  };
  using Record = UnitRecord;
  struct Slot {
    std::uint32_t tag, unit;  ///< unit plus 1
  };
  enum class State { taking, waiting, done };

  explicit Partition(const FoldShape& of);

  Outcome add(const UnitRow& row, std::uint64_t hash, std::span<const UnitValue> values,
              std::span<const std::int16_t> levels);
  const Unit* find(const UnitId& id, std::string_view text, std::uint64_t hash) const;
  const Unit* find(std::string_view text, std::uint64_t hash) const {
    return find(UnitId(text, 0), text, hash);
  }
  Record& record(std::uint32_t index) {
    return *reinterpret_cast<Record*>(records.data() + index * layout.size);
  }
  const Record& record(std::uint32_t index) const {
    return *reinterpret_cast<const Record*>(records.data() + index * layout.size);
  }
  std::int64_t* words(std::uint32_t index) {
    return reinterpret_cast<std::int64_t*>(records.data() + index * layout.size + sizeof(Record));
  }
  const std::int64_t* words(std::uint32_t index) const {
    return reinterpret_cast<const std::int64_t*>(records.data() + index * layout.size +
                                                 sizeof(Record));
  }
  std::uint8_t* present(std::uint32_t index) {
    return reinterpret_cast<std::uint8_t*>(records.data() + index * layout.size + layout.present);
  }
  const std::uint8_t* present(std::uint32_t index) const {
    return reinterpret_cast<const std::uint8_t*>(records.data() + index * layout.size +
                                                 layout.present);
  }
  std::int16_t* levels(std::uint32_t index) {
    return reinterpret_cast<std::int16_t*>(records.data() + index * layout.size + layout.levels);
  }
  const std::int16_t* levels(std::uint32_t index) const {
    return reinterpret_cast<const std::int16_t*>(records.data() + index * layout.size +
                                                 layout.levels);
  }
  std::size_t record_count() const { return records.size() / layout.size; }

  /// What add() of a row will touch is asked for in three steps, each of which reads what the one
  /// before asked for; rows are taken by the group, so that memory answers for all of them at once.
  /// Always inline: GCC takes a function that only asks for one without effect, and drops its
  /// calls.
  [[gnu::always_inline]] void ask_slot(std::uint64_t hash) const {
    __builtin_prefetch(&slots[hash & (slots.size() - 1)]);
  }
  [[gnu::always_inline]] void ask_unit(std::uint64_t hash) const {
    if (const std::uint32_t unit = likely_unit(hash)) __builtin_prefetch(&units[unit - 1]);
  }
  [[gnu::always_inline]] void ask_record(std::uint64_t hash) const {
    const std::uint32_t likely = likely_unit(hash);
    if (likely == 0) return;
    const Unit& unit = units[likely - 1];
    if (unit.id.is_long()) __builtin_prefetch(ids.data() + unit.id.place());
    ask_record_at(unit.latest - 1);
  }
  [[gnu::always_inline]] void ask_record_at(std::uint32_t index) const {
    const std::byte* begin = records.data() + index * layout.size;
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
  std::uint64_t bytes() const;
  /// Gives back the memory and waits for the next pass.
  void drop();

  const FoldShape& shape;
  RecordLayout layout;
  std::atomic<State> state{State::taking};
  std::mutex mutex;
  std::vector<Slot> slots;
  std::vector<Unit> units;
  std::vector<char> ids;              ///< the long ones
  std::vector<std::byte> records;     ///< each of layout.size bytes: Record, words, present, levels
  std::vector<std::uint32_t> by_day;  ///< hashed by unit and day: record plus 1
  std::uint32_t further_records = 0;  ///< in by_day
  std::vector<Pseudonym> pseudonyms;  ///< by unit, once done
  std::map<std::int32_t, std::uint64_t> rows;           ///< by day
  std::pair<std::int32_t, std::uint64_t*> last_rows{};  ///< where the last row was counted
  std::uint64_t counted = 0;                            ///< bytes() when last counted

 private:
  // Records go by their place, which is their index plus 1: 0 is none.
  std::uint32_t unit_of(const UnitRow& row, std::uint64_t hash);
  std::uint32_t record_of(std::uint32_t unit, std::int32_t day) const;
  std::uint32_t new_record(std::uint32_t unit, std::int32_t day);
  void grow_slots();
  void remember(std::uint32_t place);
  bool fits(std::uint32_t place, std::span<const UnitValue> values) const;
  void set(std::uint32_t place, const UnitRow& row, const UnitValue& value);
  void take_levels(std::uint32_t place, const UnitRow& row, std::span<const std::int16_t> given);
};

}  // namespace collab
