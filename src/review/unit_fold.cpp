#include "review/unit_fold.hpp"

#include <algorithm>

#include "collab/units/unit_table.hpp"

namespace collab {

UnitFold::UnitFold(Experiment plan, const UnitFold* previous)
    : plan_(std::move(plan)), previous_(previous) {
  for (const Metric& metric : plan_.metrics) {
    const MetricKind* kind = find_metric_kind(metric.kind);
    if (kind == nullptr || kind->shape.unit_fields.empty()) continue;
    MetricColumns entry;
    entry.metric = &metric;
    entry.kind = kind;
    entry.answers = metric.kind == "score";
    for (const std::string_view field : kind->shape.unit_fields) {
      entry.fields.push_back(
          column(field == "value" ? metric.id : metric.id + "." + std::string(field)));
    }
    entry.previous = metric.covariate == "previous" && previous_ != nullptr;
    if (!metric.covariate.empty() && metric.covariate != "previous")
      entry.covariate = static_cast<int>(column(metric.covariate));
    if (metric.covariate == "previous" && previous_ == nullptr) entry.before = entry.fields;
    if (plan_.metric(metric.covariate) != nullptr) entry.before = {column(metric.covariate)};
    entry.through.resize(plan_.variants.size());
    entry.days.resize(plan_.variants.size());
    metrics_.push_back(std::move(entry));
  }
  for (const std::string& cut : plan_.segments) {
    auto& parts = cuts_.emplace_back();
    for (const std::string& name : names_in_cut(cut)) {
      const auto known = std::ranges::find(segments_, name, &Segment::name);
      parts.push_back(static_cast<std::size_t>(known - segments_.begin()));
      if (known == segments_.end()) segments_.push_back({name, {}, {}});
    }
  }
  exposures_known_ =
      std::ranges::any_of(plan_.feeds, [](const Feed& feed) { return !feed.exposures.empty(); });
}

std::size_t UnitFold::column(const std::string& field) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].field == field) return i;
  }
  columns_.push_back({.field = field, .how = adding(field), .values = {}, .present = {}});
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

std::vector<UnitFold::Placed> UnitFold::place(const Run& run) {
  // A unit of a variant that the plan does not have is not part of it.
  std::vector<int> variants;
  for (const std::string& name : run.variants) {
    if (name == unknown_variant || name == several_variants) {
      variants.push_back(name == unknown_variant ? no_variant : two_variants);
      continue;
    }
    const auto found = std::find_if(plan_.variants.begin(), plan_.variants.end(),
                                    [&](const Variant& v) { return v.id == name; });
    variants.push_back(
        found == plan_.variants.end() ? -1 : static_cast<int>(found - plan_.variants.begin()));
  }
  std::vector<Placed> rows;
  rows.reserve(run.numbers.size());
  for (std::size_t i = 0; i < run.numbers.size(); ++i) {
    const int variant = variants.at(run.variant[i]);
    if (variant == -1) continue;
    rows.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(slot(run.numbers[i])),
                    static_cast<std::uint8_t>(variant)});
  }
  variant_.resize(next_slot_, no_variant);
  listed_.resize(next_slot_);
  exposed_.resize(next_slot_, never);
  seen_.resize(next_slot_, never);
  for (const Placed& row : rows) {
    std::uint8_t& known = variant_[row.slot];
    if (row.variant == no_variant) continue;
    if (known == no_variant)
      known = row.variant;
    else if (known != row.variant)
      known = two_variants;
  }
  return rows;
}

void UnitFold::add(const Batch& batch, const Run& run) {
  const std::vector<Placed> rows = place(run);
  for (const Placed& row : rows) listed_[row.slot] = 1;
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
    if (row.variant == no_variant) continue;
    std::uint8_t& known = cluster_variant_[static_cast<std::size_t>(cluster)];
    if (known == no_variant)
      known = row.variant;
    else if (known != row.variant)
      known = two_variants;
  }
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
  for (std::size_t unit = 0; unit < variant_.size(); ++unit)
    count += counted(unit) && excluded(unit) ? 1 : 0;
  return count;
}

std::int64_t UnitFold::units() const {
  std::int64_t count = 0;
  for (std::size_t unit = 0; unit < variant_.size(); ++unit) count += counted(unit) ? 1 : 0;
  return count;
}

std::optional<Decimal> UnitFold::latest(const std::string& field, std::uint32_t number) const {
  if (number >= slots_.size() || slots_[number] == 0) return std::nullopt;
  const std::size_t slot = slots_[number] - 1U;
  for (const Column& column : columns_) {
    if (column.field != field) continue;
    const auto fed_by_events = [&](const MetricColumns& metric) {
      return metric.events && !metric.answers &&
             std::ranges::any_of(metric.fields,
                                 [&](std::size_t c) { return &columns_[c] == &column; });
    };
    if (std::ranges::any_of(metrics_, fed_by_events))
      return counts_from(slot) != never ? std::optional(column.values[slot]) : std::nullopt;
    return column.present[slot] != 0 ? std::optional(column.values[slot]) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace collab
