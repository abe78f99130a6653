#pragma once
// How a table fits a width: which columns stay, how wide they are, or one field a line.
#include <cstddef>
#include <string>
#include <vector>

#include "collab/render/document.hpp"

namespace collab {

inline constexpr int column_gap = 2;

struct Layout {
  std::vector<std::size_t> columns;  ///< that stay, in order
  std::vector<int> widths;           ///< of those
  std::vector<std::size_t> left_out;
  bool stacked = false;  ///< too narrow even so: each row as lines of title and value
  int full_width = 0;    ///< what would show every column in full
};

/// First columns are left out by priority while prose columns are no narrower than is comfortable,
/// then what may wrap is wrapped (long words broken), then rows are stacked. Nothing is ever cut.
Layout lay_out(const Table& table, int width);

}  // namespace collab
