#pragma once
// A compressed block: what a run's names and each of its columns are stored in.
#include <cstdint>
#include <span>
#include <vector>

#include "units/byte_stream.hpp"

namespace collab {

/// u32 content size, u32 stored size, one zstd frame with checksum (nothing when empty).
/// throws BadBytes beyond 4 GiB
void write_block(ByteWriter& writer, std::span<const std::uint8_t> content);
/// Nothing is allocated before the stated size is found to lie in least..most.
/// throws BadBytes
std::vector<std::uint8_t> read_block(ByteReader& reader, std::uint64_t least, std::uint64_t most);

}  // namespace collab
