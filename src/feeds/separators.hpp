#pragma once
// Where fields and rows of CSV end, found 64 bytes at a time.
#include <cstdint>
#include <vector>

namespace collab {

/// Places of delimiters and line ends outside quotes, ascending; returns how many. bytes: begins
/// outside quotes; 64 more may be read behind size. places: grows as needed; what is behind those
/// found has no meaning. quotes: whether there are any.
std::size_t find_separators(const char* bytes, std::size_t size, char delimiter,
                            std::vector<std::uint32_t>& places, bool& quotes);

}  // namespace collab
