// The cells of folded units: who was exposed, and each metric capped, adjusted and summed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "collab/model/error.hpp"
#include "collab/model/parallel.hpp"
#include "collab/units/exact_sums.hpp"
#include "review/unit_fold.hpp"

namespace collab {
namespace {

constexpr double millionths = 1e6;

double real(Decimal value) { return static_cast<double>(value.millionths) / millionths; }

/// What a unit contributes, exactly: the decimal itself unless the kind made something else of it.
Decimal contribution(double made, double given, Decimal exact) {
  if (made == given) return exact;
  return Decimal{std::llround(made * millionths)};
}

}  // namespace

std::optional<Decimal> UnitFold::covariate(const MetricColumns& metric, std::size_t field,
                                           std::size_t slot) const {
  if (metric.previous)
    return previous_->latest(columns_[metric.fields[field]].field, numbers_[slot]);
  if (metric.events && !metric.before.empty()) return columns_[metric.before[field]].before[slot];
  const Column& column = columns_[static_cast<std::size_t>(metric.covariate)];
  return column.present[slot] != 0 ? std::optional(column.values[slot]) : std::nullopt;
}

Decimal UnitFold::mean_covariate(const MetricColumns& metric, std::size_t field) const {
  ExactSums sums;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) {
    if (excluded(unit) || !has_value(metric, unit)) continue;
    if (const auto value = covariate(metric, field, unit)) sums.add({*value});
  }
  if (sums.n() == 0) return Decimal{};
  return Decimal{std::llround(sums.moments().mean() * millionths)};
}

std::size_t UnitFold::covariates(const MetricColumns& metric) const {
  if (metric.previous) return metric.fields.size();
  if (metric.events && !metric.before.empty())
    return std::ranges::any_of(metric.before, [&](std::size_t c) { return columns_[c].any_before; })
               ? metric.before.size()
               : 0;
  return metric.covariate >= 0 ? 1 : 0;
}

/// Winsorising: the number, or the percentile (nearest rank) of all units of all variants together.
std::optional<Decimal> UnitFold::cap(const MetricColumns& metric) const {
  if (!metric.metric->cap || metric.fields.size() != 1) return std::nullopt;
  const Cap& cap = *metric.metric->cap;
  if (!cap.percentile) return Decimal{std::llround(cap.value * millionths)};
  const Column& column = columns_[metric.fields.front()];
  std::vector<Decimal> values;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) {
    if (!excluded(unit) && has_value(metric, unit)) values.push_back(column.values[unit]);
  }
  if (values.empty()) return std::nullopt;
  const double rank = std::ceil(cap.value * static_cast<double>(values.size()));
  const auto nth = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(values.begin(), values.begin() + nth, values.end());
  return values[static_cast<std::size_t>(nth)];
}

void UnitFold::exposed_cells(int look, std::vector<Cell>& cells) const {
  std::array<std::int64_t, 256> units{};
  for (std::size_t unit = 0; unit < variant_.size(); ++unit)
    units[variant_[unit]] += !excluded(unit) && counted(unit) ? 1 : 0;
  for (std::size_t v = 0; v < plan_.variants.size(); ++v) {
    const std::int64_t n = units.at(v);
    if (n == 0) continue;
    Cell cell;
    cell.look = look;
    cell.variant = plan_.variants[v].id;
    cell.unit_rows = true;
    cell.through = through_;
    cell.moments.n = static_cast<double>(n);
    std::set<Day> days;
    for (const MetricColumns& metric : metrics_) {
      days.insert(metric.days[v].begin(), metric.days[v].end());
      cell.repeated = cell.repeated || metric.repeated;
    }
    cell.periods = static_cast<int>(days.size());
    cells.push_back(std::move(cell));
  }
}

std::array<double, 2> UnitFold::from_unit(const MetricColumns& metric,
                                          const std::vector<double>& given,
                                          std::size_t slot) const {
  try {
    return metric.kind->from_unit(*metric.metric, given);
  } catch (const Error& error) {
    if (error.code() != ExitCode::invalid) throw;
    UnfitUnit unit{metric.metric->id, numbers_[slot], {}, given, error.faults().front().message};
    for (const std::size_t field : metric.fields) unit.fields.push_back(columns_[field].field);
    throw unit;
  }
}

UnitFold::Cut UnitFold::crossed(const std::vector<std::size_t>& cut) const {
  Cut result;
  if (cut.size() == 1) {
    const Segment& segment = segments_[cut.front()];
    for (const std::string& level : segment.levels)
      result.sets.push_back(segment_set({{segment.name, level}}));
    result.level = segment.level;
    return result;
  }
  std::map<std::vector<std::int16_t>, std::int16_t> known;
  std::vector<std::int16_t> levels(cut.size());
  result.of_several.assign(next_slot_, -1);
  for (std::size_t slot = 0; slot < next_slot_; ++slot) {
    for (std::size_t s = 0; s < cut.size(); ++s) levels[s] = segments_[cut[s]].level[slot];
    if (std::ranges::min(levels) < 0) continue;
    const auto [at, is_new] =
        known.try_emplace(levels, static_cast<std::int16_t>(result.sets.size()));
    if (is_new) {
      if (result.sets.size() == std::numeric_limits<std::int16_t>::max())
        throw Error(ExitCode::usage, "too-many-levels",
                    fmt::format("the cut has more than {} levels", result.sets.size()),
                    "leave a segment out");
      std::vector<std::pair<std::string, std::string>> set;
      for (std::size_t s = 0; s < cut.size(); ++s) {
        const Segment& segment = segments_[cut[s]];
        set.emplace_back(segment.name, segment.levels[static_cast<std::size_t>(levels[s])]);
      }
      result.sets.push_back(segment_set(std::move(set)));
    }
    result.of_several[slot] = at->second;
  }
  result.level = result.of_several;
  return result;
}

UnitSums UnitFold::sums(const MetricColumns& metric, std::optional<Decimal> top) const {
  std::vector<Cut> cuts;
  for (const auto& cut : cuts_) cuts.push_back(crossed(cut));
  std::vector<std::string> names;
  std::vector<std::size_t> first;  // of each cut's levels
  for (const Cut& cut : cuts) {
    first.push_back(names.size());
    names.insert(names.end(), cut.sets.begin(), cut.sets.end());
  }
  // Most units of a day did nothing: those are counted, not added.
  const std::size_t width = 1 + names.size();
  std::vector<std::int64_t> idle(metric.metric->kind == "quantile" ? 0
                                                                   : plan_.variants.size() * width);
  UnitSums sums(*metric.metric, plan_.variants.size(), std::move(names), clusters_.size());
  // By name, so that the order of recording changes no bit.
  std::vector<std::int32_t> order(clusters_.size()), rank(clusters_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {},
                    [&](std::int32_t c) { return clusters_[static_cast<std::size_t>(c)]; });
  for (std::size_t i = 0; i < order.size(); ++i)
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);

  const std::size_t adjusting = covariates(metric);
  std::array<Decimal, 2> missing{};
  for (std::size_t c = 0; c < adjusting; ++c) missing[c] = mean_covariate(metric, c);
  // Events were checked one by one, and their sums need be no values of the kind: complaints before
  // the first order, for one.
  const bool as_it_is = metric.events && !metric.answers;
  const bool uncounted =
      metric.events && metric.metric->kind == "rate" && !columns_[metric.fields.back()].any;
  std::vector<double> given(metric.fields.size());
  std::vector<std::size_t> levels;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) {
    if (variant_[unit] == no_variant || excluded(unit) || !has_value(metric, unit)) continue;
    std::array<Decimal, Moments::columns> row{};
    for (std::size_t f = 0; f < given.size(); ++f) {
      row[f] = columns_[metric.fields[f]].values[unit];
      if (top) row[f] = std::min(row[f], *top);
    }
    if (!as_it_is) {
      for (std::size_t f = 0; f < given.size(); ++f) given[f] = real(row[f]);
      const std::array<double, 2> made = from_unit(metric, given, unit);
      for (std::size_t f = 0; f < 2; ++f)
        row[f] = contribution(made[f], f < given.size() ? given[f] : 0, row[f]);
    }
    // A rate whose exposure no event tells is one of each exposed unit.
    if (uncounted) row[1] = Decimal{1'000'000};
    for (std::size_t c = 0; c < adjusting; ++c) {
      row[2 + c] = covariate(metric, c, unit).value_or(missing[c]);
      // The cycle before was measured in the same way, so the same cap holds for it.
      if (top && (metric.previous || metric.events)) row[2 + c] = std::min(row[2 + c], *top);
    }
    levels.clear();
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      const std::int16_t level = cuts[c].level[unit];
      if (level >= 0) levels.push_back(first[c] + static_cast<std::size_t>(level));
    }
    const std::int32_t cluster = cluster_.empty() || cluster_[unit] < 0
                                     ? -1
                                     : rank[static_cast<std::size_t>(cluster_[unit])];
    const bool zeros =
        row[0] == Decimal{} && row[1] == Decimal{} && row[2] == Decimal{} && row[3] == Decimal{};
    if (zeros && cluster < 0 && !idle.empty()) {
      std::int64_t* counts = idle.data() + variant_[unit] * width;
      ++counts[0];
      for (const std::size_t level : levels) ++counts[1 + level];
    } else {
      sums.add({.variant = variant_[unit], .levels = levels, .cluster = cluster}, row);
    }
  }
  add_idle(idle, sums);
  if (as_it_is) add_idle(idle_, sums);
  return sums;
}

void UnitFold::metric_cells(const MetricColumns& metric, int look, std::vector<Cell>& cells) const {
  const std::optional<Decimal> top = cap(metric);
  const UnitSums as_compared = sums(metric, top);
  const std::optional<UnitSums> uncapped =
      top ? std::optional(sums(metric, std::nullopt)) : std::nullopt;
  for (std::size_t v = 0; v < plan_.variants.size(); ++v) {
    Cell cell;
    cell.look = look;
    cell.metric = metric.metric->id;
    cell.variant = plan_.variants[v].id;
    cell.unit_rows = true;
    cell.repeated = metric.repeated;
    cell.through = metric.through[v];
    cell.periods = static_cast<int>(metric.days[v].size());
    as_compared.put(cell, v, Basis::unit, cells);
    if (uncapped) uncapped->put(cell, v, Basis::uncapped, cells);
  }
}

std::vector<Cell> UnitFold::cells(int look, std::vector<UnfitUnit>& unfit) const {
  std::vector<Cell> cells;
  exposed_cells(look, cells);
  struct OfMetric {
    std::vector<Cell> cells;
    std::optional<UnfitUnit> unfit;
  };
  std::vector<OfMetric> found(metrics_.size());
  deal_out(metrics_.size(), next_slot_, [&](std::size_t m) {
    if (!metrics_[m].given) return;
    try {
      metric_cells(metrics_[m], look, found[m].cells);
    } catch (UnfitUnit& unit) {
      found[m] = {.cells = {}, .unfit = std::move(unit)};
    }
  });
  for (OfMetric& each : found) {
    for (Cell& cell : each.cells) cells.push_back(std::move(cell));
    if (each.unfit) unfit.push_back(*std::move(each.unfit));
  }
  return cells;
}

}  // namespace collab
