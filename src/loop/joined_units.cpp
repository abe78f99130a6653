#include "loop/joined_units.hpp"

#include <algorithm>
#include <limits>

#include "collab/model/error.hpp"
#include "collab/units/run.hpp"

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

bool JoinedUnits::place(std::size_t head, std::int64_t there, std::int64_t here, std::int64_t units,
                        const RecordBytes& segment) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  const auto read = readable([&] { return decode_segment(segment); });
  if (!read || there < 0 || there > most || here > most || units != std::ssize(*read)) return false;
  std::vector<Segment>& segments = segments_[head];
  const auto first = static_cast<std::uint32_t>(there);
  segments.insert(
      std::ranges::upper_bound(segments, first, {}, &Segment::there),
      {.there = first, .here = static_cast<std::uint32_t>(here), .units = read->size()});
  return true;
}

std::optional<RecordBytes> JoinedUnits::run(std::size_t head, const RecordBytes& bytes) {
  const std::optional<Run> run = readable([&] { return decode_run(bytes); });
  if (!run) return std::nullopt;
  const std::vector<Segment>& segments = segments_[head];
  std::vector<std::uint32_t> numbers;
  numbers.reserve(run->numbers.size());
  for (const std::uint32_t there : run->numbers) {
    const auto after = std::ranges::upper_bound(segments, there, {}, &Segment::there);
    if (after == segments.begin()) return std::nullopt;
    const Segment& segment = *std::prev(after);
    if (there - segment.there >= segment.units) return std::nullopt;
    numbers.push_back(segment.here + (there - segment.there));
  }
  return numbers == run->numbers ? bytes : encode(with_numbers(*run, numbers));
}

}  // namespace collab
