#pragma once
// Mapped unit and event rows to the fold, with the checks that need the metric's kind.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/units/unit_table.hpp"
#include "loop/intake.hpp"

namespace collab {

class UnitRows {
 public:
  /// plan: what the rows are read by. memory: as UnitTable has it.
  UnitRows(const InForce& in_force, const Experiment& plan, const Mapping& mapping,
           const Feed& feed, const Key& key, std::uint64_t memory);

  /// One row, as the general reader gives it. throws a row fault, nothing changed.
  void add(const Row& row, const std::optional<Day>& period);

  /// Rows by the block, from several threads: false when a row has a fault, which the general
  /// reader will find and say.
  bool fold(const RowBlock& block, UnitTable::Room& room);
  /// No two rows of a unit where the feed promises one.
  bool keeps_promise() const;
  UnitTable& table() { return table_; }

  /// Ends the reading: one part a day.
  std::vector<Part> parts(Counts counts);

 private:
  /// What a field's value is checked for, alone or with the metric's other field.
  struct FieldCheck {
    enum class What { nothing, not_negative, kind } what = What::nothing;
    const Metric* metric = nullptr;
    const MetricKind* kind = nullptr;
    int other = -1;  ///< the metric's second field, of unit rows
  };
  /// Why a value is none; the field says where.
  struct BadValue {
    std::uint32_t field;
    std::string slug, message, hint;
  };
  void set_checks(const Experiment& plan);
  /// throws BadValue
  void check(std::span<const UnitValue> values) const;
  void check_pair(const FieldCheck& check, const UnitValue& value,
                  std::span<const UnitValue> values) const;
  std::int16_t cluster_of(const Row& row);
  void refuse_second_row(const Row& row, const UnitRow& flat) const;

  const InForce& in_force_;
  const Mapping& mapping_;
  bool once_;
  std::vector<FieldCheck> checks_;  ///< by field
  UnitTable table_;
  std::map<std::string, std::int16_t, std::less<>> clusters_;  ///< seen so far, numbered
  std::vector<std::string> cluster_names_;                     ///< by number
};

/// What a slot's column of a run is called: `spend`, `visits.numerator`.
std::string field_name(const Mapping::Slot& slot);

}  // namespace collab
