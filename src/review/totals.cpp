#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "collab/review/cells.hpp"

namespace collab {
namespace {

using Levels = std::vector<std::pair<std::string, std::vector<std::string>>>;
using Rows = std::vector<const Observation*>;

/// Statistics that add up over segments and locations; means and deviations do not.
constexpr const char* additive[] = {"n", "successes", "events", "exposure", "sum"};

/// The number of level combinations that a complete segmentation by these names has; 0 = unknown.
std::size_t combinations(const std::vector<std::string>& names, const Levels& levels) {
  std::size_t product = 1;
  for (const std::string& name : names) {
    const auto found = std::find_if(levels.begin(), levels.end(),
                                    [&](const auto& declared) { return declared.first == name; });
    if (found == levels.end()) return 0;
    product *= found->second.size();
  }
  return product;
}

std::string place(const Observation& row) {
  return fmt::format("{} of {}{}", row.metric, row.variant,
                     row.period ? " on " + to_string(*row.period) : std::string());
}

std::optional<std::string> unequal(const Observation& total, const Rows& parts,
                                   const std::string& by, bool complete) {
  for (const char* name : additive) {
    const std::optional<double> whole = find(total.statistics, name);
    if (!whole) continue;
    double sum = 0;
    bool all = true;
    for (const Observation* part : parts) {
      const std::optional<double> value = find(part->statistics, name);
      all = all && value.has_value();
      sum += value.value_or(0);
    }
    if (!all) continue;
    const double slack = 1e-9 * std::max(std::abs(*whole), std::abs(sum));
    // A sum of amounts may be negative in a part; only counts cannot exceed their total.
    const bool count = std::string_view(name) != "sum";
    if (complete ? std::abs(sum - *whole) > slack : count && sum - *whole > slack) {
      return fmt::format("{}: {} is {} in total but {} summed over {}", place(total), name,
                         to_string(*whole), to_string(sum), by);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> unequal_totals(const std::vector<Observation>& rows,
                                          const Levels& levels) {
  using Group = std::tuple<std::string, std::string, std::optional<Day>>;
  std::map<Group, Rows> groups;
  for (const Observation& row : rows) groups[{row.metric, row.variant, row.period}].push_back(&row);
  for (const auto& [key, group] : groups) {
    const Observation* total = nullptr;
    std::map<std::vector<std::string>, Rows> segmentations;
    Rows locations;
    for (const Observation* row : group) {
      std::vector<std::string> names;
      for (const auto& [name, level] : parse_segment_set(row->segment)) names.push_back(name);
      if (row->location.empty() && names.empty())
        total = row;
      else if (row->location.empty())
        segmentations[names].push_back(row);
      else if (names.empty())
        locations.push_back(row);
    }
    if (total == nullptr) continue;
    for (const auto& [names, parts] : segmentations) {
      const bool complete = parts.size() == combinations(names, levels);
      const std::string by = fmt::format("{}", fmt::join(names, " and "));
      if (auto found = unequal(*total, parts, by, complete)) return found;
    }
    if (!locations.empty()) {
      if (auto found = unequal(*total, locations, "locations", false)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace collab
