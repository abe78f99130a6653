// The layout of a unit segment, version 1: "CSEG", a byte 1, a u32 count n (little-endian, at most
// 2^27), then n pseudonyms of 16 bytes, big-endian, strictly ascending; nothing behind. Pseudonyms
// are as good as random, so they are not compressed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

#include "collab/model/error.hpp"
#include "collab/units/run.hpp"
#include "units/byte_stream.hpp"

namespace collab {
namespace {

constexpr std::array<std::uint8_t, 4> magic{'C', 'S', 'E', 'G'};
constexpr std::uint8_t version = 1;
constexpr std::size_t most_units = std::size_t{1} << 27U;

bool ascends(std::span<const Pseudonym> sorted) {
  return std::adjacent_find(sorted.begin(), sorted.end(), std::greater_equal<>()) == sorted.end();
}

std::uint64_t big_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = (value << 8U) | byte;
  return value;
}

std::vector<Pseudonym> decode(std::span<const std::uint8_t> bytes) {
  ByteReader reader(bytes);
  if (!std::ranges::equal(reader.raw(magic.size()), magic))
    throw BadBytes{"it does not begin as one"};
  if (reader.byte() != version) throw BadBytes{"its version is not known"};
  const std::uint64_t count = reader.word(4);
  if (count > most_units) throw BadBytes{"a count is too large"};
  ByteReader body(reader.raw(16 * count));
  reader.expect_end();
  std::vector<Pseudonym> sorted(count);
  for (Pseudonym& pseudonym : sorted) {
    pseudonym.high = big_endian(body.raw(8));
    pseudonym.low = big_endian(body.raw(8));
  }
  if (!ascends(sorted)) throw BadBytes{"its pseudonyms do not ascend"};
  return sorted;
}

}  // namespace

std::vector<std::uint8_t> encode_segment(std::span<const Pseudonym> sorted) {
  if (sorted.size() > most_units || !ascends(sorted)) {
    throw Error(ExitCode::failure, "bad-segment",
                "units cannot be stored: their pseudonyms do not ascend, or are too many");
  }
  ByteWriter writer;
  writer.bytes().reserve(9 + 16 * sorted.size());
  writer.raw(magic);
  writer.byte(version);
  writer.word(sorted.size(), 4);
  for (const Pseudonym& pseudonym : sorted) {
    for (const std::uint64_t word : {pseudonym.high, pseudonym.low}) {
      for (unsigned i = 0; i < 8; ++i) writer.byte(static_cast<std::uint8_t>(word >> (56 - 8 * i)));
    }
  }
  return std::move(writer.bytes());
}

std::vector<Pseudonym> decode_segment(std::span<const std::uint8_t> bytes) {
  try {
    return decode(bytes);
  } catch (const BadBytes& bad) {
    throw Error(ExitCode::ledger_format, "bad-segment",
                fmt::format("stored units cannot be read: {}", bad.reason),
                "restore the ledger from a backup; `collab verify` names what is damaged");
  }
}

void UnitDictionary::add_segment(std::uint32_t base, std::vector<Pseudonym> sorted) {
  if (sorted.empty()) return;
  const auto after = std::upper_bound(
      segments_.begin(), segments_.end(), base,
      [](std::uint32_t number, const Segment& segment) { return number < segment.base; });
  const std::uint64_t end = std::uint64_t{base} + sorted.size();
  const bool overlaps = (after != segments_.end() && end > after->base) ||
                        (after != segments_.begin() &&
                         std::prev(after)->base + std::prev(after)->sorted.size() > base);
  if (overlaps || end > std::numeric_limits<std::uint32_t>::max() || !ascends(sorted)) {
    throw Error(ExitCode::ledger_format, "bad-segment",
                fmt::format("the units from number {} on do not fit those before", base));
  }
  segments_.insert(after, {base, std::move(sorted)});
  next_ = std::max(next_, static_cast<std::uint32_t>(end));
}

std::optional<std::uint32_t> UnitDictionary::find(const Pseudonym& pseudonym) const {
  for (const Segment& segment : segments_) {
    const auto found = std::lower_bound(segment.sorted.begin(), segment.sorted.end(), pseudonym);
    if (found == segment.sorted.end() || *found != pseudonym) continue;
    return segment.base + static_cast<std::uint32_t>(found - segment.sorted.begin());
  }
  return std::nullopt;
}

Pseudonym UnitDictionary::pseudonym(std::uint32_t number) const {
  const auto after = std::upper_bound(
      segments_.begin(), segments_.end(), number,
      [](std::uint32_t wanted, const Segment& segment) { return wanted < segment.base; });
  if (after != segments_.begin()) {
    const Segment& segment = *std::prev(after);
    const std::size_t rank = number - segment.base;
    if (rank < segment.sorted.size()) return segment.sorted[rank];
  }
  throw Error(ExitCode::ledger_format, "bad-segment", fmt::format("there is no unit {}", number));
}

}  // namespace collab
