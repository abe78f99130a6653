// What was folded, in the order of pseudonyms, one run a day.
#include <malloc.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "collab/model/parallel.hpp"
#include "units/unit_partition.hpp"

namespace collab {
namespace {

constexpr std::size_t bucket_count = 256;  // by the pseudonym's first byte

/// A unit of a partition, by its pseudonym.
struct Named {
  Pseudonym pseudonym;
  std::uint32_t partition, unit;
};

std::size_t bucket_of(const Pseudonym& pseudonym) { return pseudonym.high >> 56U; }

/// Columns of one day, filled by one thread for its stretch of units.
struct DayColumns {
  std::vector<std::uint32_t> units;
  Run run;
};

}  // namespace

namespace {

/// The columns of a run that a shape gives, and the word of a record that each is.
struct RunColumns {
  std::vector<std::string> fields;
  std::vector<std::uint32_t> words;
  std::vector<std::uint32_t> present;  ///< the field whose presence it shares; fields: exposure

  RunColumns(const FoldShape& shape, const RecordLayout& layout) {
    for (std::uint32_t f = 0; f < layout.fields; ++f) {
      add(shape.fields[f], f, f);
      if (layout.time_of[f] != 0) add(time_field(shape.fields[f]), layout.time_of[f], f);
    }
    if (shape.events)
      add(exposure_field(), static_cast<std::uint32_t>(layout.exposure),
          static_cast<std::uint32_t>(layout.fields));
  }

 private:
  void add(std::string field, std::uint32_t word, std::uint32_t presence) {
    fields.push_back(std::move(field));
    words.push_back(word);
    present.push_back(presence);
  }
};

Run empty_run(const FoldShape& shape, const RunColumns& columns) {
  Run run{.variants = shape.variants,
          .segments = shape.segments,
          .levels = shape.levels,
          .fields = columns.fields};
  if (shape.events) {
    run.variants.emplace_back(unknown_variant);
    run.variants.emplace_back(several_variants);
  }
  run.level.resize(shape.segments.size());
  run.values.resize(columns.fields.size());
  run.present.resize(columns.fields.size());
  return run;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  if (to.empty()) {
    to.swap(from);
    return;
  }
  to.insert(to.end(), from.begin(), from.end());
  from = {};
}

void reserve(DayColumns& columns, std::size_t rows) {
  columns.units.reserve(rows);
  columns.run.variant.reserve(rows);
  for (auto& level : columns.run.level) level.reserve(rows);
  for (auto& values : columns.run.values) values.reserve(rows);
  for (auto& present : columns.run.present) present.reserve(rows);
}

void append(DayColumns& to, DayColumns& from) {
  append(to.units, from.units);
  append(to.run.variant, from.run.variant);
  for (std::size_t s = 0; s < to.run.level.size(); ++s) append(to.run.level[s], from.run.level[s]);
  for (std::size_t f = 0; f < to.run.values.size(); ++f) {
    append(to.run.values[f], from.run.values[f]);
    append(to.run.present[f], from.run.present[f]);
  }
}

}  // namespace

Folded UnitTable::finish() {
  std::size_t rows_held = 0;
  for (const auto& partition : partitions_) rows_held += partition->record_count();
  deal_out(partitions_.size(), rows_held, [&](std::size_t p) {
    if (partitions_[p]->state == Partition::State::taking) settle(*partitions_[p]);
  });

  // Units in the order of their pseudonyms.
  constexpr std::size_t few = 10'000;
  const std::size_t threads = rows_held < few ? 1 : usual_threads();
  // Where each partition's part of a bucket begins, then where its next unit goes.
  std::vector<std::array<std::size_t, bucket_count>> place(partitions_.size());
  deal_out(partitions_.size(), rows_held, [&](std::size_t p) {
    place[p].fill(0);
    for (const Pseudonym& name : partitions_[p]->pseudonyms) ++place[p][bucket_of(name)];
  });
  std::array<std::size_t, bucket_count + 1> start{};
  for (std::size_t b = 0; b < bucket_count; ++b) {
    start[b + 1] = start[b];
    for (auto& of : place) start[b + 1] += std::exchange(of[b], start[b + 1]);
  }
  std::vector<Named> order(start[bucket_count]);
  deal_out(partitions_.size(), order.size(), [&](std::size_t p) {
    auto& pseudonyms = partitions_[p]->pseudonyms;
    for (std::uint32_t u = 0; u < pseudonyms.size(); ++u)
      order[place[p][bucket_of(pseudonyms[u])]++] = {pseudonyms[u], static_cast<std::uint32_t>(p),
                                                     u};
    pseudonyms = {};
  });
  auto units = std::make_shared<std::vector<Pseudonym>>(order.size());
  deal_out(bucket_count, order.size(), [&](std::size_t b) {
    const auto begin = order.begin() + static_cast<std::ptrdiff_t>(start[b]);
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(start[b + 1]);
    std::sort(begin, end, [](const Named& a, const Named& c) { return a.pseudonym < c.pseudonym; });
    std::transform(begin, end, units->begin() + static_cast<std::ptrdiff_t>(start[b]),
                   [](const Named& named) { return named.pseudonym; });
  });

  Folded folded{.units = units, .days = {}};
  std::map<std::int32_t, std::uint64_t> rows;
  for (const auto& partition : partitions_)
    for (const auto& [day, count] : partition->rows) rows[day] += count;
  std::vector<std::int32_t> days;
  for (const auto& [day, count] : rows) days.push_back(day);

  const RecordLayout layout(shape_);
  const RunColumns columns(shape_, layout);
  const auto unknown = static_cast<std::uint8_t>(shape_.variants.size());
  std::vector<std::vector<DayColumns>> parts(threads);
  in_parallel(threads, [&](std::size_t thread) {
    auto& mine = parts[thread];
    for (std::size_t d = 0; d < days.size(); ++d)
      mine.push_back({.units = {}, .run = empty_run(shape_, columns)});
    const std::size_t first = order.size() * thread / threads;
    const std::size_t last = order.size() * (thread + 1) / threads;
    if (days.size() == 1) reserve(mine.front(), last - first);
    constexpr std::size_t ahead = 16;
    for (std::size_t rank = first; rank < last; ++rank) {
      if (rank + ahead < last) {
        const Named& coming = order[rank + ahead];
        __builtin_prefetch(&partitions_[coming.partition]->units[coming.unit]);
      }
      if (rank + ahead / 2 < last) {
        const Named& coming = order[rank + ahead / 2];
        const Partition& partition = *partitions_[coming.partition];
        partition.ask_record_at(partition.units[coming.unit].latest - 1);
      }
      const Partition& partition = *partitions_[order[rank].partition];
      for (std::uint32_t at = partition.units[order[rank].unit].latest; at != 0;
           at = partition.record(at - 1).next) {
        const Partition::Record& record = partition.record(at - 1);
        const std::int64_t* words = partition.words(at - 1);
        const std::uint8_t* present = partition.present(at - 1);
        const auto day = std::ranges::lower_bound(days, record.day) - days.begin();
        DayColumns& to = mine[static_cast<std::size_t>(day)];
        to.units.push_back(static_cast<std::uint32_t>(rank));
        to.run.variant.push_back(record.variant == UnitRow::no_variant ? unknown
                                 : record.variant == RecordLayout::several
                                     ? static_cast<std::uint8_t>(unknown + 1)
                                     : record.variant);
        for (std::size_t s = 0; s < layout.segments; ++s)
          to.run.level[s].push_back(partition.levels(at - 1)[s]);
        for (std::size_t c = 0; c < columns.fields.size(); ++c) {
          const bool there = columns.present[c] == layout.fields ? record.exposed
                                                                 : present[columns.present[c]] != 0;
          to.run.present[c].push_back(there ? 1 : 0);
          to.run.values[c].push_back(Decimal{there ? words[columns.words[c]] : 0});
        }
      }
    }
  });
  partitions_.clear();
  order = std::vector<Named>();
  // What comes next asks for other sizes.
  ::malloc_trim(0);
  for (std::size_t d = 0; d < days.size(); ++d) {
    DayColumns all = std::move(parts[0][d]);
    for (std::size_t thread = 1; thread < threads; ++thread) append(all, parts[thread][d]);
    folded.days.push_back({.day = days[d],
                           .rows = rows[days[d]],
                           .units = std::move(all.units),
                           .run = std::move(all.run)});
  }
  return folded;
}

}  // namespace collab
