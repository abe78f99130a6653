#include "review/summary_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/statistics/cluster.hpp"
#include "collab/statistics/metric_kind.hpp"

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
    for (const auto& [name, level] : row.levels) names += name + ",";
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
    for (const auto& [name, level] : row.levels) set += name + "=" + level + ",";
    const SummaryRow*& kept = latest[{set, row.location}];
    if (kept == nullptr || row.dated >= kept->dated) kept = &row;
  }
  Rows result;
  for (const auto& [key, row] : latest) result.push_back(*row);
  return result;
}

/// A metric of a variant, cycle to date.
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

std::optional<Cell> cell_of(const Rows& rows, std::optional<double>& units) {
  const std::optional<SummaryPart> sum = accumulate(rows);
  if (!sum) return std::nullopt;
  Cell cell;
  cell.metric = rows.front().metric;
  cell.variant = rows.front().variant;
  cell.moments = sum->moments;
  units = sum->units;
  std::set<std::optional<Day>> periods;
  for (const SummaryRow& row : rows) {
    cell.repeated = cell.repeated || row.counts == Counts::repeated;
    cell.through = std::max(cell.through, row.dated);
    periods.insert(row.period);
  }
  cell.periods = static_cast<int>(periods.size());
  return cell;
}

/// One summary a cluster, the row's location, as cells of unit rows have it; nullopt where rows do
/// not name locations.
std::optional<Cell> cluster_cell(const Rows& rows, const Cell& total, const Experiment& plan) {
  std::map<std::string, Rows> by_location;
  for (const SummaryRow& row : rows) {
    if (row.location.empty()) return std::nullopt;
    by_location[row.location].push_back(row);
  }
  Cell cell = total;
  cell.basis = Basis::cluster;
  cell.moments = Moments{};
  const Metric& metric = *plan.metric(total.metric);
  for (const auto& [location, group] : by_location) {
    if (const std::optional<SummaryPart> sum = accumulate(group))
      add_cluster(metric, cell.moments, sum->moments);
  }
  return cell;
}

/// Rows of a level with that level taken out of their segment set: their total is the level's.
std::map<std::string, Rows> by_level(const Rows& rows, const std::string& segment) {
  std::map<std::string, Rows> levels;
  for (const SummaryRow& row : rows) {
    for (std::size_t i = 0; i < row.levels.size(); ++i) {
      if (row.levels[i].first != segment) continue;
      SummaryRow rest = row;
      rest.levels.erase(rest.levels.begin() + static_cast<std::ptrdiff_t>(i));
      levels[row.levels[i].second].push_back(std::move(rest));
      break;
    }
  }
  return levels;
}

std::string names_of(const SummaryRow& row) {
  std::string names;
  for (const auto& [name, level] : row.levels) names += name + ",";
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

/// Rows that may add up to a total: those that are one, and those of a complete segmentation that
/// has the same levels in every variant. Variants summed over different levels, or over different
/// segmentations, would not be compared like with like.
std::map<std::string, Rows> adding_up(const std::map<std::string, const Rows*>& by_variant) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> seen;  // names, variant
  for (const auto& [variant, rows] : by_variant) {
    for (const SummaryRow& row : *rows) {
      std::string levels;
      for (const auto& [name, level] : row.levels) levels += level + ",";
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

/// How many combinations of levels make a segmentation complete, by what was declared when a row
/// was recorded.
class Required {
 public:
  explicit Required(const std::vector<DeclaredLevels>& declared) : declared_(declared) {}

  /// 0 where one of the segments was never declared: not known.
  std::size_t combinations(const std::vector<std::pair<std::string, std::string>>& levels,
                           std::int64_t operation) const {
    std::size_t product = levels.empty() ? 0 : 1;
    for (const auto& [name, level] : levels) {
      std::size_t known = 0;
      for (const DeclaredLevels& each : declared_)
        if (each.segment == name && each.operation <= operation) known = each.levels.size();
      product *= known;
    }
    return product;
  }

 private:
  const std::vector<DeclaredLevels>& declared_;
};

}  // namespace

std::vector<SummaryRow> summary_rows(const std::vector<Observation>& observations,
                                     const Experiment& plan,
                                     const std::vector<DeclaredLevels>& declared,
                                     OtherKind* other_kind) {
  Rows rows;
  const Required required(declared);
  for (const Observation& each : observations) {
    const Metric* metric = plan.metric(each.metric);
    const MetricKind* kind = metric == nullptr ? nullptr : find_metric_kind(metric->kind);
    if (kind == nullptr || !plan.has_variant(each.variant)) continue;
    SummaryRow row{
        .metric = each.metric,
        .variant = each.variant,
        .levels = parse_segment_set(each.segment),
        .location = each.location,
        .period = each.period,
        .dated = each.dated,
        .counts = each.counts,
        .complete = required.combinations(parse_segment_set(each.segment), each.operation),
        .part = {}};
    try {
      row.part.moments = kind->from_statistics(*metric, each.statistics);
    } catch (const Error& error) {
      const std::string place = fmt::format("{}{} (op_{}) is {}", each.variant,
                                            each.period ? " on " + to_string(*each.period) : "",
                                            each.operation, to_text(each.statistics));
      if (other_kind == nullptr)
        throw Error(ExitCode::invalid, "other-kind-recorded",
                    fmt::format("{} of {}, which is no {}: {}", each.metric, place, metric->kind,
                                error.faults().front().message),
                    "record it as the plan has it: --on-conflict correct -m WHY");
      other_kind->emplace(each.metric, place);
      continue;
    }
    row.part.units = find(each.statistics, "units");
    rows.push_back(std::move(row));
  }
  // Doubles do not add up the same in every order, so the order is fixed here.
  std::sort(rows.begin(), rows.end(), [](const SummaryRow& a, const SummaryRow& b) {
    return std::tie(a.metric, a.variant, a.dated, a.period, a.levels, a.location) <
           std::tie(b.metric, b.variant, b.dated, b.period, b.levels, b.location);
  });
  return rows;
}

std::vector<Cell> summary_cells(std::span<const SummaryRow> rows, const Experiment& plan, int look,
                                std::optional<Day> up_to) {
  std::map<std::pair<std::string, std::string>, Rows> groups;
  for (const SummaryRow& row : rows) {
    if (!up_to || row.dated <= *up_to) groups[{row.metric, row.variant}].push_back(row);
  }
  std::map<std::string, std::map<std::string, const Rows*>> by_metric;
  for (const auto& [key, group] : groups) by_metric[key.first][key.second] = &group;
  std::map<std::string, std::map<std::string, Rows>> totals;
  for (const auto& [metric, variants] : by_metric) totals[metric] = adding_up(variants);
  std::vector<Cell> cells;
  std::map<std::string, std::vector<Cell>> units_of;  // by metric: the units that its rows count
  for (const auto& [key, group] : groups) {
    std::optional<double> units;
    const Rows& summed = totals[key.first][key.second];
    if (std::optional<Cell> cell = summed.empty() ? std::nullopt : cell_of(summed, units)) {
      cell->look = look;
      if (units && !cell->repeated) {
        Cell exposed = *cell;
        exposed.metric.clear();
        exposed.moments = Moments{};
        exposed.moments.n = *units;
        units_of[key.first].push_back(std::move(exposed));
      }
      if (plan.by_cluster()) {
        if (std::optional<Cell> clusters = cluster_cell(summed, *cell, plan))
          cells.push_back(std::move(*clusters));
      }
      cells.push_back(std::move(*cell));
    }
    for (const std::string& segment : plan.segments) {
      for (const auto& [level, level_rows] : by_level(group, segment)) {
        std::optional<double> ignored;
        std::optional<Cell> cell = cell_of(level_rows, ignored);
        if (!cell) continue;
        cell->look = look;
        cell->segment = segment_set({{segment, level}});
        cells.push_back(std::move(*cell));
      }
    }
  }
  for (const Metric& metric : plan.metrics) {
    const auto found = units_of.find(metric.id);
    if (found == units_of.end() || found->second.size() != plan.variants.size()) continue;
    cells.insert(cells.end(), found->second.begin(), found->second.end());
    break;
  }
  return cells;
}

}  // namespace collab
