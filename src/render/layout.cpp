#include "render/layout.hpp"

#include <algorithm>
#include <numeric>

#include "collab/render/output_format.hpp"
#include "render/display.hpp"

namespace collab {
namespace {

// A wrapped column is not squeezed below this while another column can be left out instead.
constexpr int comfortable = 28;

struct Extent {
  int natural = 0;
  int comfort = 0;
  int least = 0;
};

Extent extent_of(const Table& table, std::size_t column) {
  const int title = display_width(table.columns[column].title);
  Extent extent{title, 0, title};
  for (const auto& row : table.rows) {
    extent.natural = std::max(extent.natural, display_width(row[column].text));
    extent.least = std::max(extent.least, longest_word(row[column].text));
  }
  if (!table.columns[column].wrap) extent.least = extent.natural;
  extent.comfort = std::max(extent.least, std::min(extent.natural, comfortable));
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
    // Of the same priority the column further right goes first.
    const auto last = std::max_element(
        layout.columns.begin(), layout.columns.end(), [&](std::size_t a, std::size_t b) {
          return table.columns[a].priority <= table.columns[b].priority;
        });
    if (last == layout.columns.end() || table.columns[*last].priority == 0) break;
    layout.left_out.push_back(*last);
    layout.columns.erase(last);
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
