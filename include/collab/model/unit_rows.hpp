#pragma once
// Unit and event rows by the block: what a reader hands to the fold, without a copy of an id.
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace collab {

/// A value of a row, in millionths; `field` indexes Mapping::numbers.
struct UnitValue {
  std::int64_t millionths = 0;
  std::uint32_t field = 0;
};

/// One row, its unit's id still in the reader's buffer.
struct UnitRow {
  static constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
  static constexpr std::uint8_t no_variant = 255;

  std::string_view id;
  std::int64_t time = 0;              ///< microseconds since 1970, of event rows; else 0
  std::int32_t day = no_day;          ///< days since 1970
  std::uint32_t first_value = 0;      ///< in RowBlock::values
  std::uint16_t values = 0;           ///< how many
  std::uint8_t variant = no_variant;  ///< index of Mapping::variants
  bool exposed = false;               ///< the row says that the unit met its variant
};

/// Rows of one stretch of a source. Ids are valid until the receiver returns.
struct RowBlock {
  std::vector<UnitRow> rows;
  std::vector<UnitValue> values;
  std::vector<std::int16_t> levels;  ///< by row, then segment; -1 = none
  std::uint64_t rounded = 0;         ///< numbers finer than a millionth

  void clear() {
    rows.clear();
    values.clear();
    levels.clear();
    rounded = 0;
  }
};

}  // namespace collab
