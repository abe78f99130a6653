#include "review/summary_total.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace collab {
namespace {

using Rows = std::vector<SummaryRow>;

/// One way to get a total, and what speaks for it.
struct Way {
  SummaryPart part;
  Day latest{};
  std::size_t keys = 0;  ///< segments that were summed over, and one for locations
  std::string name;
};

double weight(const Moments& moments) { return moments.n > 0 ? moments.n : moments.sum[1]; }

void add(std::optional<SummaryPart>& sum, const SummaryPart& part) {
  if (!sum) {
    sum = part;
    return;
  }
  sum->moments = sum->moments + part.moments;
  sum->units = sum->units && part.units ? std::optional(*sum->units + *part.units) : std::nullopt;
}

Way way(const Rows& rows, std::size_t keys, std::string name) {
  std::optional<SummaryPart> sum;
  Way result;
  result.keys = keys;
  result.name = std::move(name);
  for (const SummaryRow& row : rows) {
    add(sum, row.part);
    result.latest = std::max(result.latest, row.dated);
  }
  result.part = sum.value_or(SummaryPart{});
  return result;
}

/// The row that says it all, however old: a segment's newer row is no total. Else the newest (where
/// newer rows replace older ones), the one that holds most, the simplest.
const Way* best(const std::vector<Way>& ways, bool newest) {
  const Way* chosen = nullptr;
  for (const Way& each : ways) {
    if (chosen == nullptr) {
      chosen = &each;
      continue;
    }
    const auto rank = [newest](const Way& w) {
      return std::tuple(w.keys == 0, newest ? w.latest : Day{}, weight(w.part.moments));
    };
    const auto simple = [](const Way& w) { return std::tuple(w.keys, w.name); };
    if (rank(each) > rank(*chosen) ||
        (rank(each) == rank(*chosen) && simple(each) < simple(*chosen)))
      chosen = &each;
  }
  return chosen;
}

/// Rows by the names of their segments: each is a segmentation.
std::vector<Way> segmentations(const Rows& rows) {
  std::map<std::string, Rows> groups;
  std::map<std::string, std::size_t> keys;
  for (const SummaryRow& row : rows) {
    std::string names;
    for (const auto& [name, level] : row.levels) names.append(name).append(",");
    keys[names] = row.levels.size();
    groups[names].push_back(row);
  }
  std::vector<Way> ways;
  for (const auto& [names, group] : groups) ways.push_back(way(group, keys[names], names));
  return ways;
}

/// The total that rows of one metric of one variant give: of one period, or, with `newest`, of the
/// latest row of each natural key.
std::optional<Way> total(const Rows& rows, bool newest) {
  Rows everywhere;
  std::map<std::string, Rows> by_location;
  for (const SummaryRow& row : rows)
    (row.location.empty() ? everywhere : by_location[row.location]).push_back(row);
  std::vector<Way> ways = segmentations(everywhere);
  if (!by_location.empty()) {
    std::optional<SummaryPart> sum;
    Way locations;
    locations.keys = 1;
    locations.name = "locations";
    for (const auto& [location, group] : by_location) {
      const std::vector<Way> here = segmentations(group);
      const Way* chosen = best(here, newest);
      add(sum, chosen->part);
      locations.latest = std::max(locations.latest, chosen->latest);
      locations.keys = std::max(locations.keys, chosen->keys + 1);
    }
    locations.part = *sum;
    ways.push_back(std::move(locations));
  }
  const Way* chosen = best(ways, newest);
  return chosen == nullptr ? std::nullopt : std::optional(*chosen);
}

Rows latest_of_each_key(const Rows& rows) {
  std::map<std::tuple<std::string, std::string>, const SummaryRow*> latest;
  for (const SummaryRow& row : rows) {
    std::string set;
    for (const auto& [name, level] : row.levels)
      set.append(name).append("=").append(level).append(",");
    const SummaryRow*& kept = latest[{set, row.location}];
    if (kept == nullptr || row.dated >= kept->dated) kept = &row;
  }
  Rows result;
  for (const auto& [key, row] : latest) result.push_back(*row);
  return result;
}

}  // namespace

std::optional<SummaryPart> accumulate(const Rows& rows) {
  std::optional<SummaryPart> sum;
  std::map<std::optional<Day>, Rows> adding;
  Rows replacing;
  for (const SummaryRow& row : rows) {
    if (row.counts == Counts::once)
      adding[row.period].push_back(row);
    else
      replacing.push_back(row);
  }
  for (const auto& [period, group] : adding) {
    if (const std::optional<Way> found = total(group, false)) add(sum, found->part);
  }
  if (const std::optional<Way> found = total(latest_of_each_key(replacing), true))
    add(sum, found->part);
  return sum;
}

}  // namespace collab
