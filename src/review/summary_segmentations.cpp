// Which segmentations of summary rows are complete, and alike in every variant.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "review/summary_total.hpp"

namespace collab {
namespace {

using Rows = std::vector<SummaryRow>;

std::string names_of(const SummaryRow& row) {
  std::string names;
  for (const auto& [name, level] : row.levels) names.append(name).append(",");
  return names;
}

/// What is summed over one segmentation: the rows of a period where periods add, else all.
using Summed = std::tuple<std::string, std::string, std::optional<Day>, bool>;

Summed summed_with(const SummaryRow& row) {
  const bool adds = row.counts == Counts::once;
  return {names_of(row), row.location, adds ? row.period : std::nullopt, adds};
}

/// Rows of segmentations that have every combination of the declared levels.
Rows complete_ones(const Rows& rows) {
  std::map<Summed, std::set<std::vector<std::pair<std::string, std::string>>>> there;
  std::map<Summed, std::size_t> wanted;
  for (const SummaryRow& row : rows) {
    const Summed key = summed_with(row);
    there[key].insert(row.levels);
    wanted[key] = std::max(wanted[key], row.complete);
  }
  Rows result;
  for (const SummaryRow& row : rows) {
    const Summed key = summed_with(row);
    if (row.levels.empty() || there[key].size() >= wanted[key]) result.push_back(row);
  }
  return result;
}

}  // namespace

std::map<std::string, Rows> adding_up(const std::map<std::string, const Rows*>& by_variant) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> seen;  // names, variant
  for (const auto& [variant, rows] : by_variant) {
    for (const SummaryRow& row : *rows) {
      std::string levels;
      for (const auto& [name, level] : row.levels) levels.append(level).append(",");
      seen[names_of(row)][variant].insert(levels);
    }
  }
  std::map<std::string, Rows> result;
  for (const auto& [variant, rows] : by_variant) {
    for (const SummaryRow& row : complete_ones(*rows)) {
      const auto& levels = seen[names_of(row)];
      const bool same = levels.size() == by_variant.size() &&
                        std::all_of(levels.begin(), levels.end(), [&](const auto& each) {
                          return each.second == levels.begin()->second;
                        });
      if (row.levels.empty() || same) result[variant].push_back(row);
    }
  }
  return result;
}

}  // namespace collab
