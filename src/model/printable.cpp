#include "printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace collab {
namespace {

struct Range {
  char32_t first, last;
};

constexpr std::array<Range, 7> zero_width{{{0x0300, 0x036f},
                                           {0x1ab0, 0x1aff},
                                           {0x1dc0, 0x1dff},
                                           {0x200b, 0x200f},
                                           {0x20d0, 0x20ff},
                                           {0xfe00, 0xfe0f},
                                           {0xfe20, 0xfe2f}}};

/// The ranges that fmt pads as two columns.
constexpr std::array<Range, 13> two_columns{{{0x1100, 0x115f},
                                             {0x2329, 0x232a},
                                             {0x2e80, 0x303e},
                                             {0x3040, 0xa4cf},
                                             {0xac00, 0xd7a3},
                                             {0xf900, 0xfaff},
                                             {0xfe30, 0xfe6f},
                                             {0xff00, 0xff60},
                                             {0xffe0, 0xffe6},
                                             {0x1f300, 0x1f64f},
                                             {0x1f900, 0x1f9ff},
                                             {0x20000, 0x2fffd},
                                             {0x30000, 0x3fffd}}};

template <std::size_t N>
bool holds(const std::array<Range, N>& ranges, char32_t point) {
  return std::any_of(ranges.begin(), ranges.end(), [point](const Range& range) {
    return point >= range.first && point <= range.last;
  });
}

/// A code point and its bytes; length 0 where the text does not begin with valid UTF-8.
struct Decoded {
  char32_t point = 0;
  std::size_t length = 0;
};

Decoded decode(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
  char32_t point = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    point = (point << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return {};
  return {point, length};
}

/// C0, DEL, C1, and what turns or hides the direction of a line.
bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> all;
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.length == 0 || (is_control(next.point) && next.point != '\t')) {
      all.push_back({.text = "\ufffd"});
    } else {
      const std::size_t width = holds(zero_width, next.point)    ? 0
                                : holds(two_columns, next.point) ? 2
                                                                 : 1;
      all.push_back({.text = std::string(text.substr(0, next.length)), .width = width});
    }
    text.remove_prefix(std::max<std::size_t>(next.length, 1));
  }
  return all;
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Decoded next = decode(text);
    const std::size_t length = std::max<std::size_t>(next.length, 1);
    if (text.front() == '\n') {
      shown += "\n    ";
    } else if (next.length == 0) {
      shown += "\ufffd";
    } else if (is_control(next.point)) {
      shown += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(next.point));
    } else {
      shown += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace collab
