#pragma once
// Records of all partitions by day, and in each day by their units' pseudonyms.
#include <cstdint>
#include <memory>
#include <vector>

#include "units/unit_partition.hpp"

namespace collab {

using Partitions = std::vector<std::unique_ptr<UnitPartition>>;

/// A record of its unit's partition, and the place of the unit in the order of pseudonyms.
struct Ranked {
  std::uint32_t rank, record;
};

struct UnitsByDay {
  std::shared_ptr<std::vector<Pseudonym>> units;  ///< by rank
  std::vector<std::uint8_t> partition_of;         ///< by rank
  /// By day, then by stretch of the ranks: stretches are worked on side by side.
  std::vector<std::vector<std::vector<Ranked>>> ranked;
};

/// days: all that there are, ascending. Partitions are settled, and give away their units.
UnitsByDay units_by_day(Partitions& partitions, const std::vector<std::int32_t>& days,
                        std::size_t records);

}  // namespace collab
