// Event rows in the fold: who was exposed, what counts, and what came before.
#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/units/unit_table.hpp"
#include "review/unit_fold.hpp"

namespace collab {
namespace {

/// Levels that were not seen with an exposure count after those that were.
constexpr std::int64_t unexposed = std::int64_t{1} << 62;

std::optional<std::size_t> field_of(const Run& run, const std::string& name) {
  const auto found = std::ranges::find(run.fields, name);
  if (found == run.fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - run.fields.begin());
}

std::int64_t start_of_day(Day day) {
  return std::chrono::microseconds(day.time_since_epoch()).count();
}

}  // namespace

UnitFold::Adding UnitFold::adding(const std::string& field) const {
  const Metric* metric = plan_.metric(field.substr(0, field.find('.')));
  if (metric == nullptr) return Adding::first;  // a covariate
  if (metric->kind == "proportion") return Adding::greatest;
  return metric->kind == "score" ? Adding::last : Adding::sum;
}

bool UnitFold::wants_before() const {
  return std::ranges::any_of(metrics_,
                             [](const MetricColumns& metric) { return !metric.before.empty(); });
}

/// Exposures turn out to be known: what came before the first of them was before exposure.
void UnitFold::forget_unexposed() {
  for (Column& column : columns_) {
    const Adding how = column.how;
    if (how == Adding::first) continue;
    const bool by_events = std::ranges::any_of(metrics_, [&](const MetricColumns& metric) {
      return metric.events && std::ranges::any_of(metric.fields, [&](std::size_t c) {
               return &columns_[c] == &column;
             });
    });
    if (!by_events) continue;
    for (std::size_t slot = 0; slot < column.values.size(); ++slot) {
      if (column.present[slot] == 0) continue;
      take_before(column, slot, column.values[slot]);
      column.values[slot] = {};
      column.present[slot] = 0;
    }
  }
}

void UnitFold::expose(const Batch& batch, const Run& run) {
  const std::vector<Placed> rows = place(run);
  events_ = true;
  for (const Placed& row : rows) seen_[row.slot] = std::min(seen_[row.slot], batch.dated);
  const auto field = field_of(run, exposure_field());
  if (field && std::ranges::count(run.present[*field], 1) > 0) {
    if (!exposures_known_) {
      exposures_known_ = true;
      forget_unexposed();
    }
    for (const Placed& row : rows)
      if (run.present[*field][row.index] != 0)
        exposed_[row.slot] = std::min(exposed_[row.slot], batch.dated);
  }
  take_clusters(run, rows);
  take_event_levels(run, rows, batch.dated);
}

void UnitFold::take_event_levels(const Run& run, const std::vector<Placed>& rows, Day day) {
  const auto exposure = field_of(run, exposure_field());
  for (Segment& segment : segments_) {
    segment.level.resize(next_slot_, -1);
    segment.times.resize(next_slot_, no_time);
    const auto found = std::ranges::find(run.segments, segment.name);
    if (found == run.segments.end()) continue;
    const auto s = static_cast<std::size_t>(found - run.segments.begin());
    std::vector<std::int16_t> ours;
    for (const std::string& level : run.levels[s]) {
      const auto known = std::ranges::find(segment.levels, level);
      ours.push_back(static_cast<std::int16_t>(known - segment.levels.begin()));
      if (known == segment.levels.end()) segment.levels.push_back(level);
    }
    const auto name = [&](std::int16_t level) {
      return level < 0 ? std::string_view{}
                       : std::string_view(segment.levels[static_cast<std::size_t>(level)]);
    };
    for (const Placed& row : rows) {
      const std::int16_t theirs = run.level[s][row.index];
      const bool exposed = exposure && run.present[*exposure][row.index] != 0;
      if (theirs < 0 && !exposed) continue;
      const std::int16_t level = theirs < 0 ? theirs : ours.at(static_cast<std::size_t>(theirs));
      const std::int64_t time =
          exposed ? run.values[*exposure][row.index].millionths : unexposed + start_of_day(day);
      std::int16_t& known = segment.level[row.slot];
      std::int64_t& since = segment.times[row.slot];
      // What unit rows gave has no time and stays.
      if (since == no_time && known >= 0) continue;
      if (since < time || (since == time && name(known) <= name(level))) continue;
      known = level;
      since = time;
    }
  }
}

void UnitFold::take_event(Column& column, std::size_t slot, Decimal value, std::int64_t time) {
  Decimal& held = column.values[slot];
  const bool there = column.present[slot] != 0;
  switch (column.how) {
    case Adding::sum:
      if (__builtin_add_overflow(held.millionths, value.millionths, &held.millionths))
        throw Error(ExitCode::invalid, "sum-too-large",
                    fmt::format("{}: a unit's events add up to more than 9.2e12", column.field),
                    "measure it in a larger unit");
      break;
    case Adding::greatest:
      held = there ? std::max(held, value) : value;
      break;
    case Adding::last:
      if (there && std::pair(time, value) <= std::pair(column.times[slot], held)) return;
      held = value;
      column.times[slot] = time;
      break;
    case Adding::first:
      if (there && std::pair(time, value) >= std::pair(column.times[slot], held)) return;
      held = value;
      column.times[slot] = time;
      break;
  }
  column.present[slot] = 1;
  column.any = true;
}

void UnitFold::take_before(Column& column, std::size_t slot, Decimal value) {
  if (column.how == Adding::first || column.how == Adding::last) return;
  column.before.resize(next_slot_);
  std::int64_t& held = column.before[slot].millionths;
  if (column.how == Adding::greatest)
    held = std::max(held, value.millionths);
  else if (__builtin_add_overflow(held, value.millionths, &held))
    throw Error(ExitCode::invalid, "sum-too-large",
                fmt::format("{}: a unit's events add up to more than 9.2e12", column.field),
                "measure it in a larger unit");
  column.any_before = true;
}

void UnitFold::mark_event_days(const Batch& batch, const Run& run) {
  through_ = std::max(through_, batch.dated);
  for (MetricColumns& metric : metrics_) {
    if (!std::ranges::all_of(metric.fields, [&](std::size_t c) {
          return field_of(run, columns_[c].field).has_value();
        }))
      continue;
    metric.events = metric.given = true;
    // A day on which nobody did it is a day with data, of every variant.
    for (std::size_t v = 0; v < metric.days.size(); ++v) {
      metric.through[v] = std::max(metric.through[v], batch.dated);
      metric.days[v].insert(batch.dated);
    }
  }
}

void UnitFold::add_events(const Batch& batch, const Run& run) {
  const std::vector<Placed> rows = place(run);
  mark_event_days(batch, run);
  const Feed* feed = plan_.feed(batch.feed);
  const Days within = feed != nullptr && feed->within ? *feed->within : Days{36'525};
  for (Column& column : columns_) {
    column.values.resize(next_slot_);
    column.present.resize(next_slot_);
    const Adding how = column.how;
    if (how == Adding::last || how == Adding::first) column.times.resize(next_slot_);
    if (!column.before.empty() || wants_before()) column.before.resize(next_slot_);
    const auto field = field_of(run, column.field);
    if (!field) continue;
    const auto time = field_of(run, time_field(column.field));
    for (const Placed& row : rows) {
      if (run.present[*field][row.index] == 0) continue;
      const Decimal value = run.values[*field][row.index];
      const Day from = counts_from(row.slot);
      if (how == Adding::first || (from <= batch.dated && batch.dated < from + within)) {
        take_event(column, row.slot, value, time ? run.values[*time][row.index].millionths : 0);
      } else if (from > batch.dated) {
        take_before(column, row.slot, value);
      }
    }
  }
}

void UnitFold::add_before(const Batch&, const Run& run) {
  const std::vector<Placed> rows = place(run);
  for (Column& column : columns_) {
    const auto field = field_of(run, column.field);
    if (!field) continue;
    for (const Placed& row : rows)
      if (run.present[*field][row.index] != 0)
        take_before(column, row.slot, run.values[*field][row.index]);
  }
}

void UnitFold::adopt(const UnitFold& all, Day day, Days within) {
  exposures_known_ = all.exposures_known_;
  auto& from = exposures_known_ ? exposed_ : seen_;
  const auto today = [&](Day since) { return since <= day && day < since + within; };
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    segments_[s].levels = all.segments_[s].levels;
    segments_[s].level.assign(next_slot_, -1);
    segments_[s].times.assign(next_slot_, no_time);
  }
  // Units of the cycle that counted today, by variant, then total and levels; first all, then
  // without those that have rows today.
  std::vector<std::size_t> cuts{0};
  for (const Segment& segment : segments_) cuts.push_back(cuts.back() + segment.levels.size());
  const std::size_t width = 1 + cuts.back();
  idle_.assign(plan_.variants.size() * width, 0);
  const auto count = [&](std::size_t known, std::int64_t by) {
    std::int64_t* counts = idle_.data() + all.variant_[known] * width;
    counts[0] += by;
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      const std::int16_t level = all.segments_[s].level[known];
      if (level >= 0) counts[1 + cuts[s] + static_cast<std::size_t>(level)] += by;
    }
  };
  const auto counts_today = [&](std::size_t known) {
    return all.variant_[known] < plan_.variants.size() && !all.excluded(known) &&
           today(all.counts_from(known));
  };
  for (std::size_t known = 0; known < all.next_slot_; ++known)
    if (counts_today(known)) count(known, 1);
  for (std::size_t slot = 0; slot < next_slot_; ++slot) {
    const std::size_t known = all.slots_[numbers_[slot]] - 1U;
    variant_[slot] = all.excluded(known) ? std::uint8_t{two_variants} : all.variant_[known];
    from[slot] = today(all.counts_from(known)) ? all.counts_from(known) : never;
    for (std::size_t s = 0; s < segments_.size(); ++s)
      segments_[s].level[slot] = all.segments_[s].level[known];
    if (counts_today(known)) count(known, -1);
  }
}

void UnitFold::add_idle(const std::vector<std::int64_t>& counts, UnitSums& sums) const {
  const std::size_t width = counts.size() / plan_.variants.size();
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) sums.add_zeros(i / width, i % width, static_cast<std::uint64_t>(counts[i]));
}

}  // namespace collab
