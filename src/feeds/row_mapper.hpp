#pragma once
// Records to rows: what each mapped column means, and the faults of those that mean nothing.
#include <string>
#include <vector>

#include "collab/model/observation.hpp"
#include "feeds/categories.hpp"
#include "feeds/faults.hpp"
#include "feeds/number_column.hpp"
#include "feeds/record.hpp"

namespace collab {

class RowMapper {
 public:
  /// The mapping must outlive the mapper.
  explicit RowMapper(const Mapping& mapping);

  /// The source columns that are read, distinct; records' fields follow them.
  const std::vector<std::string>& columns() const { return columns_; }
  /// Fills `row` (but for its number); false when the record has a fault, every one of them
  /// reported.
  bool map(const Record& record, std::uint64_t number, Row& row, FaultList& faults);
  /// The row's own period; nullopt when it has none, or none that can be read.
  std::optional<Day> period_of(const Record& record) const;
  std::uint64_t rounded() const { return rounded_; }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::size_t use(const std::string& column);
  const std::map<std::string, std::string>& values_of(const std::string& target) const;
  bool map_unit(const Record& record, std::uint64_t number, Row& row, FaultList& faults);
  bool map_variant(const Record& record, Row& row, FaultList& faults) const;
  bool map_time(const Record& record, Row& row, FaultList& faults) const;
  bool map_event(const Record& record, Row& row, FaultList& faults);
  bool map_period(const Record& record, Row& row, FaultList& faults) const;
  bool map_location(const Record& record, Row& row, FaultList& faults) const;
  bool map_level(const Record& record, std::size_t segment, Row& row, FaultList& faults) const;

  const Mapping& mapping_;
  std::vector<std::string> columns_;
  std::size_t unit_ = none, variant_ = none, period_ = none, location_ = none, time_ = none,
              metric_ = none, value_ = none;
  bool unit_is_row_ = false;
  int fixed_variant_ = -1;
  std::vector<std::size_t> segments_;
  std::vector<NumberColumn> numbers_;
  Categories variants_, locations_, events_;
  std::vector<Categories> levels_;
  std::string row_number_;
  std::uint64_t rounded_ = 0;
};

}  // namespace collab
