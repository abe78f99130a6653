#include "review/segment_levels.hpp"

#include <algorithm>

#include "collab/review/cells.hpp"

namespace collab {

std::map<std::string, std::vector<Moments>> segment_levels(const std::vector<Cell>& cells,
                                                           std::span<const Cell* const> wholes,
                                                           const std::string& segment) {
  std::map<std::string, std::vector<Moments>> levels;
  std::vector<double> left;
  for (const Cell* whole : wholes) left.push_back(whole->moments.n);
  for (const Cell& cell : cells) {
    const Cell& first = *wholes.front();
    if (cell.look != first.look || cell.metric != first.metric || cell.basis != Basis::unit ||
        cell.segment.empty())
      continue;
    const auto whole = std::ranges::find(wholes, cell.variant, &Cell::variant);
    if (whole == wholes.end()) continue;
    const auto set = parse_segment_set(cell.segment);
    if (set.size() != 1 || set.front().first != segment) continue;
    const auto variant = static_cast<std::size_t>(whole - wholes.begin());
    std::vector<Moments>& level = levels[set.front().second];
    level.resize(wholes.size());
    level[variant] = cell.moments;
    left[variant] -= cell.moments.n;
  }
  const bool all = std::ranges::all_of(left, [](double n) { return n == 0; });
  if (levels.size() < 2 || !all) levels.clear();
  return levels;
}

}  // namespace collab
