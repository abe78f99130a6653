// What was folded, in the order of pseudonyms, one run a day.
#include <algorithm>
#include <array>
#include <utility>

#include "collab/model/parallel.hpp"
#include "units/units_by_day.hpp"

namespace collab {
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
  UnitsByDay by_day = units_by_day(partitions_, days, records);

  const RecordLayout layout(shape_);
  const RunColumns columns(shape_, layout);
  Folded folded{.units = std::move(by_day.units), .days = {}};
  std::vector<std::vector<std::size_t>> begins(days.size());
  for (std::size_t d = 0; d < days.size(); ++d) {
    begins[d].push_back(0);
    for (const auto& of : by_day.ranked[d]) begins[d].push_back(begins[d].back() + of.size());
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
  const Filling filling(partitions_, by_day.partition_of, shape_, layout, columns);
  const std::size_t stretches = days.empty() ? 0 : by_day.ranked.front().size();
  deal_out(days.size() * stretches, records, [&](std::size_t i) {
    const std::size_t d = i / stretches, stretch = i % stretches;
    std::vector<Ranked>& ranked = by_day.ranked[d][stretch];
    filling.rows(folded.days[d], begins[d][stretch], ranked);
    release(ranked);
  });
  partitions_.clear();
  return folded;
}

}  // namespace collab
