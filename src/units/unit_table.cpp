#include "collab/units/unit_table.hpp"

#include <sodium.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <mutex>

#include "units/unit_partition.hpp"

namespace collab {
namespace {

constexpr unsigned partition_bits = 6;
constexpr std::size_t partition_count = std::size_t{1} << partition_bits;

std::size_t partition_of(std::uint64_t hash) { return hash >> (64 - partition_bits); }

std::uint64_t hash_of(std::string_view id, std::uint64_t seed) {
  return XXH3_64bits_withSeed(id.data(), id.size(), seed);
}

}  // namespace

struct UnitTable::Room {
  std::array<std::vector<RowPlace>, partition_count> places;
  std::size_t first = 0;  ///< the partition to begin with: another one than other threads
};

std::string exposure_field() { return "@exposure"; }
std::string time_field(const std::string& field) { return field + "@time"; }

UnitTable::UnitTable(FoldShape shape, const Key& key, std::uint64_t memory)
    : shape_(std::move(shape)), key_(key), memory_(memory) {
  // A seed of this process: nobody can choose ids that all meet in one place.
  randombytes_buf(&seed_, sizeof seed_);
  for (std::size_t i = 0; i < partition_count; ++i)
    partitions_.push_back(std::make_unique<UnitPartition>(shape_, key_));
}

UnitTable::~UnitTable() = default;

UnitTable::Outcome UnitTable::add(const UnitRow& row, std::span<const UnitValue> values,
                                  std::span<const std::int16_t> levels) {
  const std::uint64_t hash = hash_of(row.id, seed_);
  UnitPartition& partition = *partitions_[partition_of(hash)];
  if (partition.state != UnitPartition::State::taking) return Outcome::good;
  const Outcome outcome = partition.add(row, hash, values, levels);
  const std::uint64_t bytes = partition.bytes();
  if (bytes != partition.counted) {
    used_ += bytes - partition.counted;
    partition.counted = bytes;
    shed();
  }
  return outcome;
}

bool UnitTable::on_another_day(std::string_view id, std::int32_t day, std::int32_t first,
                               std::int32_t last) const {
  const std::uint64_t hash = hash_of(id, seed_);
  const UnitPartition& partition = *partitions_[partition_of(hash)];
  // Those that an earlier pass took, it looked at.
  if (partition.state != UnitPartition::State::taking) return false;
  const std::uint32_t unit = partition.find(id, hash);
  if (unit == 0) return false;
  for (std::uint32_t at = partition.unit(unit - 1).latest; at != 0;
       at = partition.record(at - 1).next) {
    const std::int32_t other = partition.record(at - 1).day;
    if (other != day && other >= first && other <= last) return true;
  }
  return false;
}

bool UnitTable::any_on_two_days(std::int32_t first, std::int32_t last) const {
  const auto several = [&](const UnitPartition& partition) {
    for (std::uint32_t u = 0; u < partition.units.count(); ++u) {
      int days = 0;
      for (std::uint32_t at = partition.unit(u).latest; at != 0;
           at = partition.record(at - 1).next) {
        const std::int32_t day = partition.record(at - 1).day;
        days += day >= first && day <= last ? 1 : 0;
      }
      if (days > 1) return true;
    }
    return false;
  };
  return std::ranges::any_of(partitions_, [&](const auto& one) { return several(*one); });
}

std::shared_ptr<UnitTable::Room> UnitTable::room() const {
  auto room = std::make_shared<Room>();
  room->first = rooms_++ * (partition_count / 2 + 1) % partition_count;
  return room;
}

void UnitTable::fold(const RowBlock& block, Room& room) {
  for (std::uint32_t i = 0; i < block.rows.size(); ++i) {
    const std::uint64_t hash = hash_of(block.rows[i].id, seed_);
    room.places[partition_of(hash)].push_back({hash, i});
  }
  // First those that are free: threads that wait for one another would go on behind each other.
  for (const bool wait : {false, true}) {
    for (std::size_t i = 0; i < partition_count; ++i) {
      const std::size_t p = (room.first + i) % partition_count;
      auto& places = room.places[p];
      if (places.empty()) continue;
      UnitPartition& partition = *partitions_[p];
      std::unique_lock lock(partition.mutex, std::defer_lock);
      if (wait)
        lock.lock();
      else if (!lock.try_lock())
        continue;
      if (partition.state == UnitPartition::State::taking) {
        const Outcome outcome = partition.fold(block, places);
        if (outcome != Outcome::good) trouble_ = static_cast<int>(outcome);
        const std::uint64_t bytes = partition.bytes();
        used_ += bytes - partition.counted;
        partition.counted = bytes;
      }
      places.clear();
    }
  }
  shed();
}

/// Beyond the memory allowed, the last partitions give theirs back and wait for a further pass.
void UnitTable::shed() {
  if (memory_ == 0) return;
  for (std::size_t p = partition_count; used_ > memory_ && p-- > 0;) {
    UnitPartition& partition = *partitions_[p];
    const std::lock_guard lock(partition.mutex);
    if (partition.state != UnitPartition::State::taking || partition.counted == 0) continue;
    // One goes on whatever it takes, so that each pass gets somewhere.
    const auto taking = [](const auto& one) { return one->state == UnitPartition::State::taking; };
    if (std::ranges::find_if(partitions_, taking)->get() == &partition) return;
    partition.drop();
    used_ -= partition.counted;
    partition.counted = 0;
  }
}

bool UnitTable::unfinished() const {
  return std::ranges::any_of(
      partitions_, [](const auto& one) { return one->state == UnitPartition::State::waiting; });
}

void UnitTable::next_pass() {
  used_ = 0;
  for (const auto& partition : partitions_) {
    if (partition->state == UnitPartition::State::taking) partition->settle();
    if (partition->state == UnitPartition::State::waiting)
      partition->state = UnitPartition::State::taking;
  }
}

}  // namespace collab
