#include "collab/review/lowest_numbers.hpp"

#include "collab/units/run.hpp"

namespace collab {

std::vector<std::uint32_t> lowest_numbers(const Ledger& ledger) {
  std::vector<std::uint32_t> lowest;
  if (!ledger.has_joined_units()) return lowest;
  UnitDictionary dictionary;
  // A segment's units are all known once it is there: by their lowest number, as those before it
  // come first.
  for (const StoredSegment& segment : ledger.unit_segments()) {
    std::vector<Pseudonym> units = decode_segment(segment.bytes);
    dictionary.add_segment(segment.base, units);
    const std::vector<std::uint32_t> numbers = dictionary.find_all(units);
    lowest.resize(dictionary.size());
    for (std::uint32_t rank = 0; rank < units.size(); ++rank)
      lowest[segment.base + rank] = is_forgotten(units, rank) ? segment.base + rank : numbers[rank];
  }
  return lowest;
}

void use_lowest(std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& lowest) {
  if (lowest.empty()) return;
  for (std::uint32_t& number : numbers)
    if (number < lowest.size()) number = lowest[number];
}

}  // namespace collab
