#include "render/layout.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "collab/render/output_format.hpp"
#include "render/display.hpp"

namespace collab {
namespace {

// A wrapped column is not squeezed below this while another column can be left out instead.
constexpr int comfortable = 28;
// Longer words may be broken rather than stack all rows.
constexpr int longest_whole_word = 24;

struct Extent {
  int natural = 0;
  int comfort = 0;
  int least = 0;
};

Extent extent_of(const Table& table, std::size_t column) {
  const int title = display_width(table.columns[column].title);
  Extent extent{.natural = title, .least = title};
  for (const auto& row : table.rows) {
    for (const std::string& line : wrap(row[column].text, std::numeric_limits<int>::max())) {
      extent.natural = std::max(extent.natural, display_width(line));
    }
    extent.least = std::max(extent.least, longest_word(row[column].text));
  }
  extent.comfort = std::min(extent.natural, std::max(comfortable, title));
  extent.least = std::min(extent.least, std::max(longest_whole_word, title));
  if (!table.columns[column].wrap) extent.comfort = extent.least = extent.natural;
  return extent;
}

int total(const std::vector<int>& widths) {
  const int gaps = widths.empty() ? 0 : column_gap * (static_cast<int>(widths.size()) - 1);
  return std::accumulate(widths.begin(), widths.end(), gaps);
}

}  // namespace

Layout lay_out(const Table& table, int width) {
  std::vector<Extent> extents;
  Layout layout;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    extents.push_back(extent_of(table, i));
    layout.columns.push_back(i);
  }
  const auto widths_by = [&](int Extent::*part) {
    std::vector<int> widths;
    for (const std::size_t i : layout.columns) widths.push_back(extents[i].*part);
    return widths;
  };
  layout.full_width = total(widths_by(&Extent::natural));

  while (total(widths_by(&Extent::comfort)) > width) {
    int last = 0;
    for (const std::size_t i : layout.columns) last = std::max(last, table.columns[i].priority);
    if (last == 0) break;
    // Columns of one priority belong together: a baseline without its value says little.
    std::erase_if(layout.columns, [&](std::size_t i) {
      const bool goes = table.columns[i].priority == last;
      if (goes) layout.left_out.push_back(i);
      return goes;
    });
  }
  std::sort(layout.left_out.begin(), layout.left_out.end());

  layout.widths = widths_by(&Extent::natural);
  if (total(widths_by(&Extent::least)) > width) {
    layout.stacked = true;
    return layout;
  }
  // Take from the widest column that can give, one blank after the other.
  for (const int Extent::*floor : {&Extent::comfort, &Extent::least}) {
    while (total(layout.widths) > width) {
      int* widest = nullptr;
      for (std::size_t i = 0; i < layout.widths.size(); ++i) {
        int& candidate = layout.widths[i];
        if (candidate <= extents[layout.columns[i]].*floor) continue;
        if (widest == nullptr || candidate > *widest) widest = &candidate;
      }
      if (widest == nullptr) break;
      --*widest;
    }
  }
  return layout;
}

}  // namespace collab
