#pragma once
// Is it UTF-8? Asked of every byte that a definition or a feed brings.
#include <cstddef>
#include <string_view>

namespace collab {

/// The byte at which `text` stops being UTF-8, else npos. No overlong forms, surrogates, nor what
/// lies beyond U+10FFFF; NUL is a character like others. Plain ASCII passes at the speed of reading
/// it.
std::size_t bad_utf8(std::string_view text);
bool is_ascii(std::string_view text);

}  // namespace collab
