#pragma once
// Where fields and rows of CSV end, found 64 bytes at a time.
#include <cstdint>
#include <vector>

namespace collab {

/// Places of delimiters and line ends outside quotes, ascending. bytes: begins outside quotes; 64
/// more may be read behind size. quotes: whether there are any.
void find_separators(const char* bytes, std::size_t size, char delimiter,
                     std::vector<std::uint32_t>& places, bool& quotes);

}  // namespace collab
