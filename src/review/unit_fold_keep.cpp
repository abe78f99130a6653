// The fold kept between nights: units as a run, with columns of its own, and the rest as text.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "collab/model/error.hpp"
#include "review/unit_fold.hpp"

namespace collab {
namespace {

constexpr const char* clusters_name = "@cluster";

std::int64_t number_of(Day day) { return day.time_since_epoch().count(); }
Day day_of(std::int64_t number) { return Day(Days(number)); }

/// Columns of a run, each of a vector by slot, in the order of unit numbers.
class Columns {
 public:
  Columns(Run& run, const std::vector<std::uint32_t>& order) : run_(run), order_(order) {}

  /// there(slot) and value(slot) of a field; a field that no slot has is left out.
  void put(std::string name, const auto& there, const auto& value) {
    std::vector<Decimal> values;
    std::vector<std::uint8_t> present;
    values.reserve(order_.size());
    present.reserve(order_.size());
    bool any = false;
    for (const std::uint32_t slot : order_) {
      const bool here = there(slot);
      any = any || here;
      present.push_back(here ? 1 : 0);
      values.push_back(Decimal{here ? value(slot) : 0});
    }
    if (!any) return;
    run_.fields.push_back(std::move(name));
    run_.values.push_back(std::move(values));
    run_.present.push_back(std::move(present));
  }

 private:
  Run& run_;
  const std::vector<std::uint32_t>& order_;
};

/// Numbers of a line, behind its word.
std::vector<std::int64_t> numbers_in(std::string_view line) {
  std::vector<std::int64_t> numbers;
  while (!line.empty()) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + blank, number);
    if (error == std::errc{} && end == line.data() + blank) numbers.push_back(number);
    line.remove_prefix(std::min(blank + 1, line.size()));
  }
  return numbers;
}

}  // namespace

KeptFold UnitFold::keep() const {
  std::vector<std::uint32_t> order(next_slot_);
  std::iota(order.begin(), order.end(), 0U);
  if (!std::ranges::is_sorted(numbers_))
    std::ranges::sort(order, {}, [&](std::uint32_t slot) { return numbers_[slot]; });
  KeptFold kept;
  Run& run = kept.run;
  for (const std::uint32_t slot : order) {
    run.numbers.push_back(numbers_[slot]);
    const std::uint8_t variant = variant_[slot];
    const auto variants = static_cast<std::uint8_t>(plan_.variants.size());
    run.variant.push_back(variant == no_variant     ? variants
                          : variant == two_variants ? static_cast<std::uint8_t>(variants + 1)
                                                    : variant);
  }
  for (const Variant& variant : plan_.variants) run.variants.push_back(variant.id);
  run.variants.insert(run.variants.end(), {"", "*"});
  const auto level_column = [&](const std::string& name, const std::vector<std::string>& levels,
                                const auto& of) {
    run.segments.push_back(name);
    run.levels.push_back(levels);
    auto& column = run.level.emplace_back();
    for (const std::uint32_t slot : order) column.push_back(static_cast<std::int16_t>(of(slot)));
  };
  Columns columns(run, order);
  for (const Segment& segment : segments_) {
    level_column(segment.name, segment.levels, [&](std::uint32_t slot) {
      return slot < segment.level.size() ? segment.level[slot] : std::int16_t{-1};
    });
    columns.put(
        "@level " + segment.name,
        [&](std::uint32_t slot) {
          return slot < segment.times.size() && segment.times[slot] != no_time;
        },
        [&](std::uint32_t slot) { return segment.times[slot]; });
  }
  if (plan_.by_cluster())
    level_column(clusters_name, clusters_,
                 [&](std::uint32_t slot) { return slot < cluster_.size() ? cluster_[slot] : -1; });
  const auto day_column = [&](const char* name, const std::vector<Day>& days) {
    columns.put(
        name, [&](std::uint32_t slot) { return days[slot] != never; },
        [&](std::uint32_t slot) { return number_of(days[slot]); });
  };
  day_column("@exposed", exposed_);
  day_column("@seen", seen_);
  columns.put(
      "@listed", [&](std::uint32_t slot) { return listed_[slot] != 0; },
      [](std::uint32_t) { return 0; });
  for (const Column& column : columns_) {
    columns.put(
        column.field,
        [&](std::uint32_t slot) {
          return slot < column.present.size() && column.present[slot] != 0;
        },
        [&](std::uint32_t slot) { return column.values[slot].millionths; });
    columns.put(
        "@before " + column.field,
        [&](std::uint32_t slot) {
          return slot < column.before.size() && column.before[slot] != Decimal{};
        },
        [&](std::uint32_t slot) { return column.before[slot].millionths; });
    columns.put(
        "@time " + column.field,
        [&](std::uint32_t slot) { return slot < column.times.size() && column.present[slot] != 0; },
        [&](std::uint32_t slot) { return column.times[slot]; });
  }
  std::string& about = kept.about;
  about = fmt::format("fold {} {} {}\n", number_of(through_), exposures_known_ ? 1 : 0,
                      events_ ? 1 : 0);
  for (const Column& column : columns_)
    about += fmt::format("column {} {}\n", column.any ? 1 : 0, column.any_before ? 1 : 0);
  for (const MetricColumns& metric : metrics_) {
    about += fmt::format("metric {} {} {}\n", metric.repeated ? 1 : 0, metric.given ? 1 : 0,
                         metric.events ? 1 : 0);
    for (std::size_t v = 0; v < metric.days.size(); ++v) {
      about += fmt::format("days {}", number_of(metric.through[v]));
      for (const Day day : metric.days[v]) about += fmt::format(" {}", number_of(day));
      about += '\n';
    }
  }
  about += "clusters";
  for (const std::uint8_t variant : cluster_variant_) about += fmt::format(" {}", variant);
  about += '\n';
  return kept;
}

void UnitFold::restore(const KeptFold& kept) {
  const Run& run = kept.run;
  next_slot_ = run.numbers.size();
  numbers_ = run.numbers;
  slots_.assign(numbers_.empty() ? 0 : numbers_.back() + 1U, 0);
  for (std::size_t slot = 0; slot < numbers_.size(); ++slot)
    slots_[numbers_[slot]] = static_cast<std::uint32_t>(slot + 1);
  const std::size_t variants = plan_.variants.size();
  for (const std::uint8_t variant : run.variant)
    variant_.push_back(variant < variants    ? variant
                       : variant == variants ? std::uint8_t{no_variant}
                                             : std::uint8_t{two_variants});
  const auto column_of = [&](const std::string& name, const auto& take) {
    const auto found = std::ranges::find(run.fields, name);
    if (found == run.fields.end()) return;
    const auto f = static_cast<std::size_t>(found - run.fields.begin());
    for (std::size_t slot = 0; slot < next_slot_; ++slot)
      if (run.present[f][slot] != 0) take(slot, run.values[f][slot].millionths);
  };
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    segments_[s].levels = run.levels.at(s);
    segments_[s].level = run.level.at(s);
    segments_[s].times.assign(next_slot_, no_time);
    column_of("@level " + segments_[s].name,
              [&](std::size_t slot, std::int64_t value) { segments_[s].times[slot] = value; });
  }
  if (plan_.by_cluster()) {
    clusters_ = run.levels.back();
    cluster_.assign(run.level.back().begin(), run.level.back().end());
  }
  exposed_.assign(next_slot_, never);
  seen_.assign(next_slot_, never);
  listed_.assign(next_slot_, 0);
  column_of("@exposed", [&](std::size_t slot, std::int64_t v) { exposed_[slot] = day_of(v); });
  column_of("@seen", [&](std::size_t slot, std::int64_t v) { seen_[slot] = day_of(v); });
  column_of("@listed", [&](std::size_t slot, std::int64_t) { listed_[slot] = 1; });
  for (Column& column : columns_) {
    column.values.assign(next_slot_, {});
    column.present.assign(next_slot_, 0);
    column_of(column.field, [&](std::size_t slot, std::int64_t value) {
      column.values[slot] = Decimal{value};
      column.present[slot] = 1;
    });
    column_of("@before " + column.field, [&](std::size_t slot, std::int64_t value) {
      column.before.resize(next_slot_);
      column.before[slot] = Decimal{value};
    });
    column_of("@time " + column.field, [&](std::size_t slot, std::int64_t value) {
      column.times.resize(next_slot_);
      column.times[slot] = value;
    });
  }
  restore_about(kept.about);
}

void UnitFold::restore_about(std::string_view about) {
  std::size_t column = 0, metric = 0, variant = 0;
  const auto bad = [] {
    return Error(ExitCode::ledger_format, "bad-run", "stored units cannot be read",
                 "`collab verify` names what is damaged");
  };
  while (!about.empty()) {
    const std::string_view line = about.substr(0, about.find('\n'));
    about.remove_prefix(std::min(line.size() + 1, about.size()));
    const std::string_view word = line.substr(0, line.find(' '));
    const std::vector<std::int64_t> n = numbers_in(
        line.substr(word.size()).empty() ? line.substr(word.size()) : line.substr(word.size() + 1));
    if (word == "fold" && n.size() == 3) {
      through_ = day_of(n[0]);
      exposures_known_ = n[1] != 0;
      events_ = n[2] != 0;
    } else if (word == "column" && n.size() == 2 && column < columns_.size()) {
      columns_[column].any = n[0] != 0;
      columns_[column++].any_before = n[1] != 0;
    } else if (word == "metric" && n.size() == 3 && metric < metrics_.size()) {
      MetricColumns& one = metrics_[metric++];
      one.repeated = n[0] != 0;
      one.given = n[1] != 0;
      one.events = n[2] != 0;
      variant = 0;
    } else if (word == "days" && !n.empty() && metric > 0 &&
               variant < metrics_[metric - 1].days.size()) {
      MetricColumns& one = metrics_[metric - 1];
      one.through[variant] = day_of(n[0]);
      for (std::size_t i = 1; i < n.size(); ++i) one.days[variant].insert(day_of(n[i]));
      ++variant;
    } else if (word == "clusters") {
      for (const std::int64_t one : n) cluster_variant_.push_back(static_cast<std::uint8_t>(one));
    } else {
      throw bad();
    }
  }
  if (column != columns_.size() || metric != metrics_.size()) throw bad();
}

}  // namespace collab
