#pragma once
// A mapped column of numbers: text of a source to a row's number.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/observation.hpp"
#include "feeds/faults.hpp"
#include "feeds/record.hpp"

namespace collab {

struct NumberColumn {
  std::size_t field;  ///< of a record's fields
  std::vector<std::pair<std::string, std::string>>
      values;  ///< the feed's words for numbers, sorted
};

/// Fills `number`, which stays absent where the text is empty; false when the text is no number,
/// the fault reported. rounded: counts the unit rows' numbers that were finer than a millionth.
bool read_number(const NumberColumn& column, const Mapping& mapping, const Record& record,
                 Row::Number& number, std::uint64_t& rounded, FaultList& faults);

}  // namespace collab
