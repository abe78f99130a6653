#pragma once
// The fold: unit and event rows of a source, in any order and by any number of threads, to one
// record a unit and day. Values are exact, so that every order gives the same records.
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "collab/model/unit_rows.hpp"
#include "collab/units/pseudonym.hpp"
#include "collab/units/run.hpp"

namespace collab {

/// How a unit's values of one day become one.
enum class FoldRule : std::uint8_t {
  only,   ///< unit rows: there is one
  sum,    ///< events add
  any,    ///< the greatest: a unit did (1) or did not (0)
  last,   ///< the latest in time; of several at one time the greatest
  first,  ///< the earliest in time; of several at one time the least
};

struct FoldShape {
  bool events = false;              ///< rows of a unit and day fold; else a second one is refused
  std::vector<std::string> fields;  ///< what the run calls them
  std::vector<FoldRule> rules;      ///< by field
  std::vector<std::string> variants, segments;
  std::vector<std::vector<std::string>> levels;  ///< by segment
};

/// Columns of a run that events add to their fields: when a unit was exposed, and when the value of
/// a field that goes by time was given; seconds since 1970.
std::string exposure_field();
std::string time_field(const std::string& field);
/// Names in Run::variants for a unit without a known variant, and for one seen in several.
inline constexpr const char* unknown_variant = "";
inline constexpr const char* several_variants = "*";

/// One day's records, ascending by unit.
struct FoldedDay {
  std::int32_t day = UnitRow::no_day;
  std::uint64_t rows = 0;            ///< of the source
  std::vector<std::uint32_t> units;  ///< by row of the run: index into Folded::units
  Run run;                           ///< without numbers
};
struct Folded {
  std::shared_ptr<const std::vector<Pseudonym>> units;  ///< distinct, ascending
  std::vector<FoldedDay> days;                          ///< by day
};

struct UnitPartition;

class UnitTable {
 public:
  enum class Outcome { good, duplicate, too_large };

  /// memory: bytes that ids and records may take; what does not fit is left for a further pass.
  /// 0 = as much as there is. The key is copied.
  UnitTable(FoldShape shape, const Key& key, std::uint64_t memory = 0);
  ~UnitTable();
  UnitTable(const UnitTable&) = delete;
  UnitTable& operator=(const UnitTable&) = delete;

  const FoldShape& shape() const { return shape_; }

  /// One row; nothing is changed unless good.
  Outcome add(const UnitRow& row, std::span<const UnitValue> values,
              std::span<const std::int16_t> levels);
  /// Has the unit a record of another day within first..last?
  bool on_another_day(std::string_view id, std::int32_t day, std::int32_t first,
                      std::int32_t last) const;

  /// A thread's room for sorting rows by partition.
  struct Room;
  std::shared_ptr<Room> room() const;
  /// All rows of a block. May be called by several threads, each with its own room.
  void fold(const RowBlock& block, Room& room);
  /// The worst that fold() met: rows that add() would have refused are left out.
  Outcome trouble() const { return static_cast<Outcome>(trouble_.load()); }
  /// A unit that has records of several days within first..last?
  bool any_on_two_days(std::int32_t first, std::int32_t last) const;

  /// Rows were left for a further pass over the same source: forget ids, and take those now.
  bool unfinished() const;
  void next_pass();

  /// All passes done. The table is empty afterwards.
  Folded finish();

 private:
  void shed();

  FoldShape shape_;
  Key key_;
  std::uint64_t memory_;
  std::uint64_t seed_;
  std::atomic<std::uint64_t> used_{0};
  std::atomic<int> trouble_{0};
  mutable std::atomic<std::size_t> rooms_{0};  ///< given out
  std::vector<std::unique_ptr<UnitPartition>> partitions_;
};

}  // namespace collab
