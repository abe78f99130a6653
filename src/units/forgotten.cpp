// Units that are forgotten: out of segments without moving the others.
#include "collab/units/run.hpp"

namespace collab {

bool is_forgotten(std::span<const Pseudonym> segment, std::size_t rank) {
  return segment[rank] == (rank == 0 ? Pseudonym{} : segment[rank - 1]);
}

void forget_units(std::span<Pseudonym> segment, std::span<const std::uint32_t> ranks) {
  // Those behind one that is forgotten may have been so before it, and bear its pseudonym.
  Pseudonym gone{}, before{};
  auto next = ranks.begin();
  for (std::size_t rank = 0; rank < segment.size(); ++rank) {
    const bool now = next != ranks.end() && *next == rank;
    if (now) {
      ++next;
      if (segment[rank] != before) gone = segment[rank];
    }
    if (now || (gone != Pseudonym{} && segment[rank] == gone)) segment[rank] = before;
    before = segment[rank];
  }
}

}  // namespace collab
