// The layout of a unit segment, version 3: "CSEG", a byte 3, a u32 count n (little-endian, at most
// 2^27), then n pseudonyms, ascending, and nothing behind. Of each the first 8 bytes as a number,
// as a varint of its distance from the one before (the first one's from 0), then the other 8 bytes,
// big-endian. They are as good as random: nothing else would make them smaller. One that is the
// same as the one before, or zeros at first, is a unit that was forgotten. A segment without such
// is of version 2. Version 1 has 16 bytes of each, big-endian; it is read as well.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

#include "collab/model/error.hpp"
#include "collab/units/run.hpp"
#include "units/byte_stream.hpp"

namespace collab {
namespace {

constexpr std::array<std::uint8_t, 4> magic{'C', 'S', 'E', 'G'};
constexpr std::uint8_t oldest_version = 1, version = 2, with_forgotten = 3;
constexpr std::size_t most_units = std::size_t{1} << 27U;

bool any_forgotten(std::span<const Pseudonym> segment) {
  return !segment.empty() &&
         (segment.front() == Pseudonym{} || std::ranges::adjacent_find(segment) != segment.end());
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
  const std::uint8_t written_by = reader.byte();
  if (written_by < oldest_version || written_by > with_forgotten)
    throw BadBytes{"its version is not known"};
  const std::uint64_t count = reader.word(4);
  // Nothing is allocated that the bytes cannot fill.
  if (count > most_units || count > bytes.size() / 9) throw BadBytes{"a count is too large"};
  std::vector<Pseudonym> sorted(count);
  std::uint64_t high = 0;
  for (Pseudonym& pseudonym : sorted) {
    if (written_by == 1)
      high = big_endian(reader.raw(8));
    else if (__builtin_add_overflow(high, reader.varint(), &high))
      throw BadBytes{"a pseudonym is too large"};
    pseudonym = {high, big_endian(reader.raw(8))};
  }
  reader.expect_end();
  if (!std::ranges::is_sorted(sorted) || (written_by == with_forgotten) != any_forgotten(sorted))
    throw BadBytes{"its pseudonyms do not ascend"};
  return sorted;
}

}  // namespace

std::vector<std::uint8_t> encode_segment(std::span<const Pseudonym> sorted) {
  if (sorted.size() > most_units || !std::ranges::is_sorted(sorted)) {
    throw Error(ExitCode::failure, "bad-segment",
                "units cannot be stored: their pseudonyms do not ascend, or are too many");
  }
  ByteWriter writer;
  writer.bytes().reserve(9 + 18 * sorted.size());
  writer.raw(magic);
  writer.byte(any_forgotten(sorted) ? with_forgotten : version);
  writer.word(sorted.size(), 4);
  std::uint64_t high = 0;
  for (const Pseudonym& pseudonym : sorted) {
    writer.varint(pseudonym.high - high);
    high = pseudonym.high;
    for (unsigned i = 0; i < 8; ++i)
      writer.byte(static_cast<std::uint8_t>(pseudonym.low >> (56 - 8 * i)));
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
  if (overlaps || end > std::numeric_limits<std::uint32_t>::max() ||
      !std::ranges::is_sorted(sorted)) {
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

std::vector<std::uint32_t> UnitDictionary::find_all(std::span<const Pseudonym> sorted) const {
  std::vector<std::uint32_t> numbers(sorted.size(), not_there);
  for (const Segment& segment : segments_) {
    const auto& known = segment.sorted;
    const auto found = [&](std::size_t asked, auto at) {
      if (numbers[asked] == not_there)
        numbers[asked] = segment.base + static_cast<std::uint32_t>(at - known.begin());
    };
    constexpr std::size_t far_fewer = 16;  // than this, and looking each up beats walking along
    if (known.size() > far_fewer * sorted.size()) {
      for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto at = std::lower_bound(known.begin(), known.end(), sorted[i]);
        if (at != known.end() && *at == sorted[i]) found(i, at);
      }
    } else if (sorted.size() > far_fewer * known.size()) {
      for (auto at = known.begin(); at != known.end(); ++at) {
        if (is_forgotten(known, static_cast<std::size_t>(at - known.begin()))) continue;
        const auto asked = std::lower_bound(sorted.begin(), sorted.end(), *at);
        if (asked != sorted.end() && *asked == *at)
          found(static_cast<std::size_t>(asked - sorted.begin()), at);
      }
    } else {
      auto at = known.begin();
      for (std::size_t i = 0; i < sorted.size() && at != known.end(); ++i) {
        while (at != known.end() && *at < sorted[i]) ++at;
        if (at != known.end() && *at == sorted[i]) found(i, at);
      }
    }
  }
  return numbers;
}

std::vector<std::uint32_t> UnitDictionary::bases() const {
  std::vector<std::uint32_t> bases;
  for (const Segment& segment : segments_) bases.push_back(segment.base);
  return bases;
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
