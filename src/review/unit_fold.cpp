#include "review/unit_fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "collab/model/error.hpp"
#include "collab/model/observation.hpp"
#include "collab/units/exact_sums.hpp"

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

UnitFold::UnitFold(Experiment plan, const UnitFold* previous)
    : plan_(std::move(plan)), previous_(previous) {
  for (const Metric& metric : plan_.metrics) {
    const MetricKind* kind = find_metric_kind(metric.kind);
    if (kind == nullptr || kind->shape.unit_fields.empty()) continue;
    MetricColumns entry;
    entry.metric = &metric;
    entry.kind = kind;
    for (const std::string_view field : kind->shape.unit_fields) {
      entry.fields.push_back(
          column(field == "value" ? metric.id : metric.id + "." + std::string(field)));
    }
    entry.previous = metric.covariate == "previous" && previous_ != nullptr;
    if (!metric.covariate.empty() && metric.covariate != "previous")
      entry.covariate = static_cast<int>(column(metric.covariate));
    entry.through.resize(plan_.variants.size());
    entry.days.resize(plan_.variants.size());
    metrics_.push_back(std::move(entry));
  }
  for (const std::string& name : plan_.segments) segments_.push_back({name, {}, {}});
}

std::size_t UnitFold::column(const std::string& field) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].field == field) return i;
  }
  columns_.push_back({field, {}, {}});
  return columns_.size() - 1;
}

std::size_t UnitFold::slot(std::uint32_t number) {
  if (number >= slots_.size()) slots_.resize(std::max<std::size_t>(number + 1U, 2 * slots_.size()));
  if (slots_[number] == 0) {
    slots_[number] = static_cast<std::uint32_t>(++next_slot_);
    numbers_.push_back(number);
  }
  return slots_[number] - 1U;
}

void UnitFold::add(const Batch& batch, const Run& run) {
  // A unit of a variant that the plan does not have is not part of it.
  std::vector<int> variants;
  for (const std::string& name : run.variants) {
    const auto found = std::find_if(plan_.variants.begin(), plan_.variants.end(),
                                    [&](const Variant& v) { return v.id == name; });
    variants.push_back(
        found == plan_.variants.end() ? -1 : static_cast<int>(found - plan_.variants.begin()));
  }
  std::vector<Placed> rows;
  rows.reserve(run.numbers.size());
  for (std::size_t i = 0; i < run.numbers.size(); ++i) {
    const int variant = variants.at(run.variant[i]);
    if (variant < 0) continue;
    rows.push_back({i, slot(run.numbers[i]), static_cast<std::uint8_t>(variant)});
  }
  variant_.resize(next_slot_, no_variant);
  for (const Placed& row : rows) {
    std::uint8_t& known = variant_[row.slot];
    if (known == no_variant)
      known = row.variant;
    else if (known != row.variant)
      known = two_variants;
  }
  take_clusters(run, rows);
  take_levels(run, rows);
  take_values(run, rows);
  mark_days(batch, run, rows);
}

void UnitFold::take_clusters(const Run& run, const std::vector<Placed>& rows) {
  if (!plan_.by_cluster()) return;
  cluster_.resize(next_slot_, -1);
  const auto found = std::find(run.segments.begin(), run.segments.end(), plan_.assigned_by);
  if (found == run.segments.end()) return;
  const auto s = static_cast<std::size_t>(found - run.segments.begin());
  std::vector<std::int32_t> ours;
  for (const std::string& name : run.levels[s]) {
    const auto known = std::find(clusters_.begin(), clusters_.end(), name);
    ours.push_back(static_cast<std::int32_t>(known - clusters_.begin()));
    if (known == clusters_.end()) clusters_.push_back(name);
  }
  cluster_variant_.resize(clusters_.size(), no_variant);
  for (const Placed& row : rows) {
    const std::int16_t level = run.level[s][row.index];
    if (level < 0) continue;
    const std::int32_t cluster = ours[static_cast<std::size_t>(level)];
    if (cluster_[row.slot] < 0) cluster_[row.slot] = cluster;
    std::uint8_t& known = cluster_variant_[static_cast<std::size_t>(cluster)];
    if (known == no_variant)
      known = row.variant;
    else if (known != row.variant)
      known = two_variants;
  }
}

bool UnitFold::excluded(std::size_t slot) const {
  if (variant_[slot] == two_variants) return true;
  return !cluster_.empty() && cluster_[slot] >= 0 &&
         cluster_variant_[static_cast<std::size_t>(cluster_[slot])] == two_variants;
}

void UnitFold::take_levels(const Run& run, const std::vector<Placed>& rows) {
  for (Segment& segment : segments_) {
    segment.level.resize(next_slot_, -1);
    const auto found = std::find(run.segments.begin(), run.segments.end(), segment.name);
    if (found == run.segments.end()) continue;
    const auto s = static_cast<std::size_t>(found - run.segments.begin());
    std::vector<std::int16_t> ours;
    for (const std::string& level : run.levels[s]) {
      const auto known = std::find(segment.levels.begin(), segment.levels.end(), level);
      ours.push_back(static_cast<std::int16_t>(known - segment.levels.begin()));
      if (known == segment.levels.end()) segment.levels.push_back(level);
    }
    for (const Placed& row : rows) {
      const std::int16_t level = run.level[s][row.index];
      if (level >= 0 && segment.level[row.slot] < 0)
        segment.level[row.slot] = ours.at(static_cast<std::size_t>(level));
    }
  }
}

void UnitFold::take_values(const Run& run, const std::vector<Placed>& rows) {
  for (Column& column : columns_) {
    column.values.resize(next_slot_);
    column.present.resize(next_slot_);
    const auto found = std::find(run.fields.begin(), run.fields.end(), column.field);
    if (found == run.fields.end()) continue;
    const auto f = static_cast<std::size_t>(found - run.fields.begin());
    for (const Placed& row : rows) {
      if (run.present[f][row.index] == 0) continue;
      column.values[row.slot] = run.values[f][row.index];
      column.present[row.slot] = 1;
    }
  }
}

void UnitFold::mark_days(const Batch& batch, const Run& run, const std::vector<Placed>& rows) {
  through_ = std::max(through_, batch.dated);
  for (MetricColumns& metric : metrics_) {
    const bool here = std::all_of(metric.fields.begin(), metric.fields.end(), [&](std::size_t c) {
      return std::find(run.fields.begin(), run.fields.end(), columns_[c].field) != run.fields.end();
    });
    if (!here) continue;
    metric.repeated = metric.repeated || batch.counts == Counts::repeated;
    for (const Placed& row : rows) {
      if (!has_value(metric, row.slot)) continue;
      metric.given = true;
      if (metric.through[row.variant] < batch.dated || metric.days[row.variant].empty()) {
        metric.through[row.variant] = batch.dated;
        metric.days[row.variant].insert(batch.dated);
      }
    }
  }
}

std::set<std::string> UnitFold::metrics() const {
  std::set<std::string> names;
  for (const MetricColumns& metric : metrics_) {
    if (metric.given) names.insert(metric.metric->id);
  }
  return names;
}

std::int64_t UnitFold::in_two_variants() const {
  std::int64_t count = 0;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) count += excluded(unit) ? 1 : 0;
  return count;
}

bool UnitFold::has_value(const MetricColumns& metric, std::size_t slot) const {
  return std::all_of(metric.fields.begin(), metric.fields.end(),
                     [&](std::size_t c) { return columns_[c].present[slot] != 0; });
}

std::optional<Decimal> UnitFold::latest(const std::string& field, std::uint32_t number) const {
  if (number >= slots_.size() || slots_[number] == 0) return std::nullopt;
  const std::size_t slot = slots_[number] - 1U;
  for (const Column& column : columns_) {
    if (column.field != field) continue;
    return column.present[slot] != 0 ? std::optional(column.values[slot]) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Decimal> UnitFold::covariate(const MetricColumns& metric, std::size_t field,
                                           std::size_t slot) const {
  if (metric.previous)
    return previous_->latest(columns_[metric.fields[field]].field, numbers_[slot]);
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

/// Winsorising: the number, or the percentile (nearest rank) of all units of all variants together.
std::optional<Decimal> UnitFold::cap(const MetricColumns& metric) const {
  if (!metric.metric->cap || metric.fields.size() != 1) return std::nullopt;
  const Cap& cap = *metric.metric->cap;
  if (!cap.percentile) return Decimal{std::llround(cap.value * millionths)};
  const Column& column = columns_[metric.fields.front()];
  std::vector<Decimal> values;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) {
    if (!excluded(unit) && column.present[unit] != 0) values.push_back(column.values[unit]);
  }
  if (values.empty()) return std::nullopt;
  const double rank = std::ceil(cap.value * static_cast<double>(values.size()));
  const auto nth = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(values.begin(), values.begin() + nth, values.end());
  return values[static_cast<std::size_t>(nth)];
}

void UnitFold::exposed_cells(int look, std::vector<Cell>& cells) const {
  for (std::size_t v = 0; v < plan_.variants.size(); ++v) {
    std::int64_t n = 0;
    for (std::size_t unit = 0; unit < variant_.size(); ++unit)
      n += variant_[unit] == v && !excluded(unit) ? 1 : 0;
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

UnitSums UnitFold::sums(const MetricColumns& metric, std::optional<Decimal> top) const {
  std::vector<std::string> names;
  std::vector<std::size_t> first;  // of each segment's levels
  for (const Segment& segment : segments_) {
    first.push_back(names.size());
    for (const std::string& level : segment.levels)
      names.push_back(segment_set({{segment.name, level}}));
  }
  UnitSums sums(*metric.metric, plan_.variants.size(), std::move(names), clusters_.size());
  // By name, so that the order of recording changes no bit.
  std::vector<std::int32_t> order(clusters_.size()), rank(clusters_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {},
                    [&](std::int32_t c) { return clusters_[static_cast<std::size_t>(c)]; });
  for (std::size_t i = 0; i < order.size(); ++i)
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);

  const std::size_t covariates = metric.previous         ? metric.fields.size()
                                 : metric.covariate >= 0 ? 1
                                                         : 0;
  std::array<Decimal, 2> missing{};
  for (std::size_t c = 0; c < covariates; ++c) missing[c] = mean_covariate(metric, c);
  std::vector<double> given(metric.fields.size());
  std::vector<std::size_t> levels;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) {
    if (excluded(unit) || !has_value(metric, unit)) continue;
    std::array<Decimal, Moments::columns> row{};
    for (std::size_t f = 0; f < given.size(); ++f) {
      row[f] = columns_[metric.fields[f]].values[unit];
      if (top) row[f] = std::min(row[f], *top);
      given[f] = real(row[f]);
    }
    const std::array<double, 2> made = metric.kind->from_unit(*metric.metric, given);
    for (std::size_t f = 0; f < 2; ++f)
      row[f] = contribution(made[f], f < given.size() ? given[f] : 0, row[f]);
    for (std::size_t c = 0; c < covariates; ++c) {
      row[2 + c] = covariate(metric, c, unit).value_or(missing[c]);
      // The cycle before was measured in the same way, so the same cap holds for it.
      if (top && metric.previous) row[2 + c] = std::min(row[2 + c], *top);
    }
    levels.clear();
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      const std::int16_t level = segments_[s].level[unit];
      if (level >= 0) levels.push_back(first[s] + static_cast<std::size_t>(level));
    }
    sums.add({.variant = variant_[unit],
              .levels = levels,
              .cluster = cluster_.empty() || cluster_[unit] < 0
                             ? -1
                             : rank[static_cast<std::size_t>(cluster_[unit])]},
             row);
  }
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

std::vector<Cell> UnitFold::cells(int look, OtherKind* other_kind) const {
  std::vector<Cell> cells;
  exposed_cells(look, cells);
  for (const MetricColumns& metric : metrics_) {
    if (!metric.given) continue;
    try {
      metric_cells(metric, look, cells);
    } catch (const Error& error) {
      if (other_kind == nullptr || error.code() != ExitCode::invalid) throw;
      other_kind->emplace(metric.metric->id,
                          fmt::format("a unit's row: {}", error.faults().front().message));
    }
  }
  return cells;
}

}  // namespace collab
