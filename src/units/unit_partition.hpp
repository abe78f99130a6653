#pragma once
// A part of the fold: the units whose hashes begin alike, under one mutex.
#include <atomic>
#include <map>
#include <mutex>
#include <span>

#include "collab/units/unit_table.hpp"

namespace collab {

/// Where a record keeps what, in words and bytes a record.
struct RecordLayout {
  static constexpr std::uint8_t several = 254;
  explicit RecordLayout(const FoldShape& shape);

  std::size_t fields, segments;
  std::size_t words;  ///< values, times of timed fields, exposure, time of the levels
  std::vector<std::uint32_t> time_of;        ///< by field: word of its time; 0 = it has none
  std::size_t exposure = 0, level_time = 0;  ///< words; of events alone
};

struct UnitTable::Partition {
  struct Unit {
    std::uint64_t hash;
    std::uint32_t id, id_size;    ///< in ids
    std::uint32_t first, latest;  ///< records
  };
  struct Record {
    std::uint32_t unit;
    std::uint32_t next;  ///< of the same unit, plus 1
    std::int32_t day;
    std::uint8_t variant;
    bool exposed, placed;  ///< placed: its levels are known
  };
  struct Slot {
    std::uint32_t tag, unit;  ///< unit plus 1
  };
  enum class State { taking, waiting, done };

  explicit Partition(const FoldShape& of);

  Outcome add(const UnitRow& row, std::uint64_t hash, std::span<const UnitValue> values,
              std::span<const std::int16_t> levels);
  const Unit* find(std::string_view id, std::uint64_t hash) const;
  /// What add() of a row will touch is asked for in three steps, each of which reads what the one
  /// before asked for; rows are taken by the group, so that memory answers for all of them at once.
  void ask_slot(std::uint64_t hash) const { __builtin_prefetch(&slots[hash & (slots.size() - 1)]); }
  void ask_unit(std::uint64_t hash) const {
    const Slot& slot = slots[hash & (slots.size() - 1)];
    if (slot.unit != 0) __builtin_prefetch(&units[slot.unit - 1]);
  }
  void ask_record(std::uint64_t hash) const {
    const Slot& slot = slots[hash & (slots.size() - 1)];
    if (slot.unit == 0) return;
    const Unit& unit = units[slot.unit - 1];
    __builtin_prefetch(ids.data() + unit.id);
    const std::size_t record = unit.latest - 1;
    __builtin_prefetch(&records[record]);
    __builtin_prefetch(words.data() + record * layout.words);
    __builtin_prefetch(present.data() + record * layout.fields);
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
  std::vector<char> ids;
  std::vector<Record> records;
  std::vector<std::int64_t> words;                      ///< by record
  std::vector<std::uint8_t> present;                    ///< by record, then field
  std::vector<std::int16_t> levels;                     ///< by record, then segment
  std::vector<std::uint32_t> by_day;                    ///< hashed by unit and day: record plus 1
  std::uint32_t further_records = 0;                    ///< in by_day
  std::vector<Pseudonym> pseudonyms;                    ///< by unit, once done
  std::map<std::int32_t, std::uint64_t> rows;           ///< by day
  std::pair<std::int32_t, std::uint64_t*> last_rows{};  ///< where the last row was counted
  std::uint64_t counted = 0;                            ///< bytes() when last counted

 private:
  std::uint32_t unit_of(const UnitRow& row, std::uint64_t hash);
  std::uint32_t record_of(std::uint32_t unit, std::int32_t day) const;
  std::uint32_t new_record(std::uint32_t unit, std::int32_t day);
  void grow_slots();
  void remember(std::uint32_t record);
  bool fits(std::uint32_t record, std::span<const UnitValue> values) const;
  void set(std::uint32_t record, const UnitRow& row, const UnitValue& value);
  void take_levels(std::uint32_t record, const UnitRow& row, std::span<const std::int16_t> given);
};

}  // namespace collab
