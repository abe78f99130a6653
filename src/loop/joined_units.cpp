#include "loop/joined_units.hpp"

#include <algorithm>
#include <limits>

#include "collab/model/error.hpp"

namespace collab {
namespace {

/// What decoding gives; nullopt for bytes that nobody wrote.
template <class Decode>
auto readable(const Decode& decode) -> std::optional<decltype(decode())> {
  try {
    return decode();
  } catch (const Error& error) {
    if (error.code() != ExitCode::ledger_format) throw;
    return std::nullopt;
  }
}

}  // namespace

UnitDictionary& JoinedUnits::dictionary() {
  if (!dictionary_) {
    dictionary_.emplace();
    for (const StoredSegment& segment : ledger_.unit_segments())
      dictionary_->add_segment(segment.base, decode_segment(segment.bytes));
  }
  return *dictionary_;
}

bool JoinedUnits::place(std::size_t head, std::int64_t there, std::int64_t here, std::int64_t units,
                        const RecordBytes& segment) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  std::optional<std::vector<Pseudonym>> read = readable([&] { return decode_segment(segment); });
  if (!read || there < 0 || there > most || here > most || units != std::ssize(*read)) return false;
  if (!std::ranges::binary_search(dictionary().bases(), static_cast<std::uint32_t>(here)))
    dictionary().add_segment(static_cast<std::uint32_t>(here), *read);
  std::vector<Segment>& segments = segments_[head];
  const auto first = static_cast<std::uint32_t>(there);
  const auto after = std::ranges::upper_bound(segments, first, {}, &Segment::there);
  segments.insert(after, {.there = first, .pseudonyms = std::move(*read), .numbers = {}});
  return true;
}

std::optional<std::uint32_t> JoinedUnits::number_of(std::vector<Segment>& segments,
                                                    std::uint32_t there) {
  const auto after = std::ranges::upper_bound(segments, there, {}, &Segment::there);
  if (after == segments.begin()) return std::nullopt;
  Segment& segment = *std::prev(after);
  const std::size_t rank = there - segment.there;
  if (rank >= segment.pseudonyms.size()) return std::nullopt;
  if (is_forgotten(segment.pseudonyms, rank)) return UnitDictionary::not_there;
  if (segment.numbers.empty()) segment.numbers = dictionary().find_all(segment.pseudonyms);
  return segment.numbers[rank];
}

std::optional<RecordBytes> JoinedUnits::run(std::size_t head, const RecordBytes& bytes) {
  const std::optional<Run> run = readable([&] { return decode_run(bytes); });
  if (!run) return std::nullopt;
  std::vector<Segment>& segments = segments_[head];
  std::vector<std::uint32_t> numbers;
  numbers.reserve(run->numbers.size());
  for (const std::uint32_t there : run->numbers) {
    const std::optional<std::uint32_t> here = number_of(segments, there);
    if (!here) return std::nullopt;
    numbers.push_back(*here);
  }
  return numbers == run->numbers ? bytes : encode(with_numbers(*run, numbers));
}

}  // namespace collab
