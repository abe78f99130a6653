#include "units/units_by_day.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "collab/model/parallel.hpp"

namespace collab {
namespace {

/// A unit of a partition, by its pseudonym.
struct Named {
  Pseudonym pseudonym;
  std::uint32_t partition, unit;
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

}  // namespace

UnitsByDay units_by_day(Partitions& partitions, const std::vector<std::int32_t>& days,
                        std::size_t records) {
  std::vector<Named> order = in_order(partitions, records);
  std::vector<std::optional<ByUnit>> by_unit(partitions.size());
  deal_out(partitions.size(), records,
           [&](std::size_t p) { by_unit[p].emplace(*partitions[p], days); });
  const std::size_t stretches = 2 * usual_threads();
  UnitsByDay result{.units = std::make_shared<std::vector<Pseudonym>>(order.size()),
                    .partition_of = std::vector<std::uint8_t>(order.size()),
                    .ranked = {}};
  result.ranked.resize(days.size());
  for (auto& day : result.ranked) day.resize(stretches);
  deal_out(stretches, records, [&](std::size_t stretch) {
    const std::size_t last = order.size() * (stretch + 1) / stretches;
    constexpr std::size_t ahead = 16;
    for (std::size_t rank = order.size() * stretch / stretches; rank < last; ++rank) {
      if (const std::size_t coming = rank + ahead; coming < last)
        by_unit[order[coming].partition]->ask_place(order[coming].unit);
      if (const std::size_t coming = rank + ahead / 2; coming < last)
        by_unit[order[coming].partition]->ask_records(order[coming].unit);
      const Named& named = order[rank];
      (*result.units)[rank] = named.pseudonym;
      result.partition_of[rank] = static_cast<std::uint8_t>(named.partition);
      for (const ByUnit::Dated& one : by_unit[named.partition]->of(named.unit))
        result.ranked[one.day][stretch].push_back({static_cast<std::uint32_t>(rank), one.record});
    }
  });
  return result;
}

}  // namespace collab
