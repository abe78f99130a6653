#pragma once
// The line of a CSV file that names its columns.
#include <cstddef>
#include <string>
#include <vector>

#include "feeds/csv_row.hpp"
#include "feeds/faults.hpp"
#include "feeds/record.hpp"

namespace collab {

constexpr std::size_t no_column = static_cast<std::size_t>(-1);

/// For each column of the source its index in `wanted`, or no_column.
///
/// fields    of the header's row, in order
/// required  so many of `wanted` must be there
/// throws  Error(invalid) when one is missing or there twice, every fault reported
std::vector<std::size_t> find_columns(const Record& header, const std::vector<CsvField>& fields,
                                      const std::vector<std::string>& wanted, std::size_t required,
                                      char delimiter, FaultList& faults);

}  // namespace collab
