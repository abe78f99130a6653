#pragma once
// Where fields and rows of CSV end, found 64 bytes at a time.
#include <cstdint>
#include <vector>

namespace collab {

/// around_fields: each opens at a field's beginning and closes at its end, none is doubled.
enum class Quotes { none, around_fields, anywhere };

/// Places of delimiters and line ends outside quotes, ascending; returns how many. bytes: begins
/// outside quotes; 64 more may be read behind size. places: grows as needed; what is behind those
/// found has no meaning.
std::size_t find_separators(const char* bytes, std::size_t size, char delimiter,
                            std::vector<std::uint32_t>& places, Quotes& quotes);

/// Is a quote open at the end? 64 more may be read behind size.
bool ends_inside_quotes(const char* bytes, std::size_t size);

}  // namespace collab
