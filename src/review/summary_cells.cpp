#include "review/summary_cells.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "collab/statistics/cluster.hpp"
#include "review/summary_total.hpp"

namespace collab {
namespace {

using Rows = std::vector<SummaryRow>;

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

/// Rows of a cut's level with the cut's segments taken out of their set: their total is the
/// level's.
std::map<std::string, Rows> by_level(const Rows& rows, const std::string& cut) {
  const std::vector<std::string> names = names_in_cut(cut);
  std::map<std::string, Rows> levels;
  for (const SummaryRow& row : rows) {
    std::vector<std::pair<std::string, std::string>> level;
    SummaryRow rest = row;
    std::erase_if(rest.levels, [&](const auto& each) {
      const bool of_cut = std::ranges::find(names, each.first) != names.end();
      if (of_cut) level.push_back(each);
      return of_cut;
    });
    if (level.size() == names.size())
      levels[segment_set(std::move(level))].push_back(std::move(rest));
  }
  return levels;
}

}  // namespace

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
        cell->segment = level;
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
