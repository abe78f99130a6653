#pragma once
// Text from files and command lines as a terminal may safely show it.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// One code point as shown, and how many columns of a terminal it takes. A tab stays a tab, other
/// control characters and bytes that are not UTF-8 become U+FFFD.
struct Glyph {
  std::string text;
  std::size_t width = 1;
};
std::vector<Glyph> glyphs(std::string_view text);

/// The same for a message: control characters as `\x1b`, line ends kept, with the next line
/// indented.
std::string printable(std::string_view text);

}  // namespace collab
