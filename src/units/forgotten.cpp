// Units that are forgotten: taken out of runs, and out of segments without moving the others.
#include <algorithm>

#include "collab/units/run.hpp"

namespace collab {
namespace {

template <typename Value>
void keep(std::vector<Value>& column, std::span<const std::size_t> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) column[i] = column[rows[i]];
  column.resize(rows.size());
}

}  // namespace

Run without_units(const Run& run, std::span<const std::uint32_t> numbers) {
  std::vector<std::size_t> kept;
  kept.reserve(run.numbers.size());
  auto gone = numbers.begin();
  for (std::size_t row = 0; row < run.numbers.size(); ++row) {
    while (gone != numbers.end() && *gone < run.numbers[row]) ++gone;
    if (gone == numbers.end() || *gone != run.numbers[row]) kept.push_back(row);
  }
  Run left = run;
  keep(left.numbers, kept);
  keep(left.variant, kept);
  for (auto& column : left.level) keep(column, kept);
  for (auto& column : left.values) keep(column, kept);
  for (auto& column : left.present) keep(column, kept);
  return left;
}

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
