// What was folded, in the order of pseudonyms, one run a day.
#include <algorithm>
#include <array>
#include <utility>

#include "collab/model/parallel.hpp"
#include "units/unit_partition.hpp"

namespace collab {
namespace {

using Partitions = std::vector<std::unique_ptr<UnitPartition>>;

/// A unit of a partition, by its pseudonym.
struct Named {
  Pseudonym pseudonym;
  std::uint32_t partition, unit;
};

/// A record of its unit's partition, and the place of the unit in the order of pseudonyms.
struct Ranked {
  std::uint32_t rank, record;
};

/// Units in the order of their pseudonyms; partitions give theirs away.
std::vector<Named> in_order(Partitions& partitions, std::size_t records) {
  constexpr std::size_t bucket_count = 256;  // by the pseudonym's first byte
  const auto bucket_of = [](const Pseudonym& name) { return name.high >> 56U; };
  // Where each partition's part of a bucket begins, then where its next unit goes.
  std::vector<std::array<std::size_t, bucket_count>> place(partitions.size());
  deal_out(partitions.size(), records, [&](std::size_t p) {
    place[p].fill(0);
    for (const Pseudonym& name : partitions[p]->pseudonyms) ++place[p][bucket_of(name)];
  });
  std::array<std::size_t, bucket_count + 1> start{};
  for (std::size_t b = 0; b < bucket_count; ++b) {
    start[b + 1] = start[b];
    for (auto& of : place) start[b + 1] += std::exchange(of[b], start[b + 1]);
  }
  std::vector<Named> order(start[bucket_count]);
  deal_out(partitions.size(), order.size(), [&](std::size_t p) {
    auto& names = partitions[p]->pseudonyms;
    for (std::uint32_t u = 0; u < names.size(); ++u)
      order[place[p][bucket_of(names[u])]++] = {names[u], static_cast<std::uint32_t>(p), u};
    release(names);
  });
  deal_out(bucket_count, order.size(), [&](std::size_t b) {
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(start[b]),
              order.begin() + static_cast<std::ptrdiff_t>(start[b + 1]),
              [](const Named& one, const Named& other) { return one.pseudonym < other.pseudonym; });
  });
  return order;
}

/// A partition's records by unit, read through once from its beginning.
class ByUnit {
 public:
  struct Dated {
    std::uint32_t record, day;  ///< day: its place among the days
  };
  ByUnit(UnitPartition& partition, const std::vector<std::int32_t>& days)
      : end_(std::move(partition.records_of_unit)), records_(partition.records.count()) {
    std::uint32_t begin = 0;
    for (std::uint32_t& end : end_) begin += std::exchange(end, begin);
    for (std::uint32_t r = 0; r < records_.size(); ++r) {
      const UnitRecord& record = partition.record(r);
      const auto day = std::ranges::lower_bound(days, record.day) - days.begin();
      records_[end_[record.unit]++] = {r, static_cast<std::uint32_t>(day)};
    }
  }
  std::span<const Dated> of(std::uint32_t unit) const {
    const std::uint32_t begin = unit == 0 ? 0 : end_[unit - 1];
    return std::span(records_).subspan(begin, end_[unit] - begin);
  }
  /// What of() will touch is asked for in two steps; inlined, or GCC drops the calls.
  [[gnu::always_inline]] void ask_place(std::uint32_t unit) const {
    __builtin_prefetch(&end_[unit]);
  }
  [[gnu::always_inline]] void ask_records(std::uint32_t unit) const {
    __builtin_prefetch(of(unit).data());
  }

 private:
  std::vector<std::uint32_t> end_;  ///< of each unit's records
  std::vector<Dated> records_;
};

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

/// Rows of a day, from records to columns: by the block, which stays in the fastest memory.
class Filling {
 public:
  /// partition_of: by rank
  Filling(const Partitions& partitions, const std::vector<std::uint8_t>& partition_of,
          const FoldShape& shape, const RecordLayout& layout, const RunColumns& columns)
      : partitions_(partitions),
        partition_of_(partition_of),
        layout_(layout),
        columns_(columns),
        unknown_(static_cast<std::uint8_t>(shape.variants.size())) {}

  /// From row `at` of the day on.
  void rows(FoldedDay& day, std::size_t at, std::span<const Ranked> ranked) const {
    for (constexpr std::size_t most = 128; !ranked.empty();) {
      const auto block = ranked.first(std::min(most, ranked.size()));
      ranked = ranked.subspan(block.size());
      std::array<const UnitRecord*, most> records;
      for (std::size_t i = 0; i < block.size(); ++i) {
        day.units[at + i] = block[i].rank;
        const auto* begin = partitions_[partition_of_[block[i].rank]]->records.at(block[i].record);
        __builtin_prefetch(begin);
        __builtin_prefetch(begin + layout_.size - 1);
        records[i] = reinterpret_cast<const UnitRecord*>(begin);
      }
      fill(day.run, at, std::span(records).first(block.size()));
      at += block.size();
    }
  }

 private:
  void fill(Run& run, std::size_t at, std::span<const UnitRecord* const> records) const {
    const auto each = [&](auto* to, const auto& value) {
      for (std::size_t i = 0; i < records.size(); ++i) to[i] = value(*records[i]);
    };
    each(run.variant.data() + at, [unknown = unknown_](const UnitRecord& record) {
      return record.variant == UnitRow::no_variant     ? unknown
             : record.variant == RecordLayout::several ? static_cast<std::uint8_t>(unknown + 1)
                                                       : record.variant;
    });
    for (std::size_t s = 0; s < layout_.segments; ++s)
      each(run.level[s].data() + at,
           [&](const UnitRecord& record) { return layout_.levels_of(record)[s]; });
    for (std::size_t c = 0; c < columns_.fields.size(); ++c) {
      const std::uint32_t field = columns_.present[c], word = columns_.words[c];
      const auto fill_column = [&](const auto& there) {
        each(run.present[c].data() + at, [&](const UnitRecord& record) {
          return static_cast<std::uint8_t>(there(record) ? 1 : 0);
        });
        each(run.values[c].data() + at, [&](const UnitRecord& record) {
          return Decimal{there(record) ? layout_.words_of(record)[word] : 0};
        });
      };
      if (field == layout_.fields)
        fill_column([](const UnitRecord& record) { return record.exposed; });
      else
        fill_column([=](const UnitRecord& record) { return has_value(record, field); });
    }
  }

  const Partitions& partitions_;
  const std::vector<std::uint8_t>& partition_of_;
  const RecordLayout& layout_;
  const RunColumns& columns_;
  std::uint8_t unknown_;
};

}  // namespace

Folded UnitTable::finish() {
  std::size_t records = 0;
  std::map<std::int32_t, std::uint64_t> rows;
  for (const auto& partition : partitions_) {
    records += partition->records.count();
    for (const auto& [day, count] : partition->rows) rows[day] += count;
  }
  std::vector<std::int32_t> days;
  for (const auto& [day, count] : rows) days.push_back(day);
  deal_out(partitions_.size(), records, [&](std::size_t p) {
    if (partitions_[p]->state == UnitPartition::State::taking) partitions_[p]->settle();
  });
  std::vector<Named> order = in_order(partitions_, records);
  std::vector<std::optional<ByUnit>> by_unit(partitions_.size());
  deal_out(partitions_.size(), records,
           [&](std::size_t p) { by_unit[p].emplace(*partitions_[p], days); });

  // Each stretch of units knows which records it has of a day; then days are filled side by side.
  const std::size_t stretches = 2 * usual_threads();
  std::vector<std::vector<std::vector<Ranked>>> ranked(days.size());
  for (auto& day : ranked) day.resize(stretches);
  auto units = std::make_shared<std::vector<Pseudonym>>(order.size());
  std::vector<std::uint8_t> partition_of(order.size());
  deal_out(stretches, records, [&](std::size_t stretch) {
    const std::size_t last = order.size() * (stretch + 1) / stretches;
    constexpr std::size_t ahead = 16;
    for (std::size_t rank = order.size() * stretch / stretches; rank < last; ++rank) {
      if (const std::size_t coming = rank + ahead; coming < last)
        by_unit[order[coming].partition]->ask_place(order[coming].unit);
      if (const std::size_t coming = rank + ahead / 2; coming < last)
        by_unit[order[coming].partition]->ask_records(order[coming].unit);
      const Named& named = order[rank];
      (*units)[rank] = named.pseudonym;
      partition_of[rank] = static_cast<std::uint8_t>(named.partition);
      for (const ByUnit::Dated& one : by_unit[named.partition]->of(named.unit))
        ranked[one.day][stretch].push_back({static_cast<std::uint32_t>(rank), one.record});
    }
  });
  release(order);
  by_unit.clear();

  const RecordLayout layout(shape_);
  const RunColumns columns(shape_, layout);
  Folded folded{.units = std::move(units), .days = {}};
  std::vector<std::vector<std::size_t>> begins(days.size());
  for (std::size_t d = 0; d < days.size(); ++d) {
    begins[d].push_back(0);
    for (const auto& of : ranked[d]) begins[d].push_back(begins[d].back() + of.size());
    folded.days.push_back(
        {.day = days[d], .rows = rows[days[d]], .units = {}, .run = empty_run(shape_, columns)});
  }
  // Columns are made side by side, too: new memory is a large part of the work.
  const std::size_t fields = columns.fields.size();
  deal_out(days.size() * (1 + fields), records, [&](std::size_t i) {
    FoldedDay& day = folded.days[i / (1 + fields)];
    const std::size_t size = begins[i / (1 + fields)].back();
    if (const std::size_t c = i % (1 + fields); c < fields) {
      day.run.values[c].resize(size);
      day.run.present[c].resize(size);
      return;
    }
    day.units.resize(size);
    day.run.variant.resize(size);
    for (auto& level : day.run.level) level.resize(size);
  });
  const Filling filling(partitions_, partition_of, shape_, layout, columns);
  deal_out(days.size() * stretches, records, [&](std::size_t i) {
    const std::size_t d = i / stretches, stretch = i % stretches;
    filling.rows(folded.days[d], begins[d][stretch], ranked[d][stretch]);
    release(ranked[d][stretch]);
  });
  partitions_.clear();
  return folded;
}

}  // namespace collab
