#include "render/display.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "collab/render/output_format.hpp"

namespace collab {
namespace {

struct Range {
  char32_t first, last;
};

// Combining marks, joiners, variation selectors (Unicode 15: Mn, Me, Cf of the scripts in use).
constexpr std::array zero_width{
    Range{0x0300, 0x036f},   Range{0x0483, 0x0489}, Range{0x0591, 0x05bd}, Range{0x05bf, 0x05bf},
    Range{0x05c1, 0x05c2},   Range{0x05c4, 0x05c5}, Range{0x05c7, 0x05c7}, Range{0x0610, 0x061a},
    Range{0x064b, 0x065f},   Range{0x0670, 0x0670}, Range{0x06d6, 0x06dc}, Range{0x06df, 0x06e4},
    Range{0x06e7, 0x06e8},   Range{0x06ea, 0x06ed}, Range{0x0711, 0x0711}, Range{0x0730, 0x074a},
    Range{0x07a6, 0x07b0},   Range{0x0900, 0x0902}, Range{0x093a, 0x093a}, Range{0x093c, 0x093c},
    Range{0x0941, 0x0948},   Range{0x094d, 0x094d}, Range{0x0951, 0x0957}, Range{0x0981, 0x0981},
    Range{0x09bc, 0x09bc},   Range{0x09c1, 0x09c4}, Range{0x09cd, 0x09cd}, Range{0x0a3c, 0x0a3c},
    Range{0x0b3c, 0x0b3c},   Range{0x0bcd, 0x0bcd}, Range{0x0e31, 0x0e31}, Range{0x0e34, 0x0e3a},
    Range{0x0e47, 0x0e4e},   Range{0x0eb1, 0x0eb1}, Range{0x0eb4, 0x0ebc}, Range{0x0ec8, 0x0ece},
    Range{0x1160, 0x11ff},   Range{0x1ab0, 0x1ace}, Range{0x1dc0, 0x1dff}, Range{0x200b, 0x200f},
    Range{0x2060, 0x2064},   Range{0x20d0, 0x20f0}, Range{0x302a, 0x302d}, Range{0x3099, 0x309a},
    Range{0xfe00, 0xfe0f},   Range{0xfe20, 0xfe2f}, Range{0xfeff, 0xfeff}, Range{0xe0001, 0xe007f},
    Range{0xe0100, 0xe01ef},
};

// East Asian Wide and Fullwidth, and what terminals draw as an emoji two columns wide.
constexpr std::array double_width{
    Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x2329, 0x232a},
    Range{0x23e9, 0x23ec},   Range{0x23f0, 0x23f0},   Range{0x23f3, 0x23f3},
    Range{0x25fd, 0x25fe},   Range{0x2614, 0x2615},   Range{0x2648, 0x2653},
    Range{0x267f, 0x267f},   Range{0x2693, 0x2693},   Range{0x26a1, 0x26a1},
    Range{0x26aa, 0x26ab},   Range{0x26bd, 0x26be},   Range{0x26c4, 0x26c5},
    Range{0x26ce, 0x26ce},   Range{0x26d4, 0x26d4},   Range{0x26ea, 0x26ea},
    Range{0x26f2, 0x26f3},   Range{0x26f5, 0x26f5},   Range{0x26fa, 0x26fa},
    Range{0x26fd, 0x26fd},   Range{0x2705, 0x2705},   Range{0x270a, 0x270b},
    Range{0x2728, 0x2728},   Range{0x274c, 0x274c},   Range{0x274e, 0x274e},
    Range{0x2753, 0x2755},   Range{0x2757, 0x2757},   Range{0x2795, 0x2797},
    Range{0x27b0, 0x27b0},   Range{0x27bf, 0x27bf},   Range{0x2b1b, 0x2b1c},
    Range{0x2b50, 0x2b50},   Range{0x2b55, 0x2b55},   Range{0x2e80, 0x303e},
    Range{0x3041, 0x33ff},   Range{0x3400, 0x4dbf},   Range{0x4e00, 0xa4cf},
    Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
    Range{0xfe10, 0xfe19},   Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},
    Range{0xffe0, 0xffe6},   Range{0x16fe0, 0x18cff}, Range{0x1aff0, 0x1b2ff},
    Range{0x1f004, 0x1f004}, Range{0x1f0cf, 0x1f0cf}, Range{0x1f18e, 0x1f18e},
    Range{0x1f191, 0x1f19a}, Range{0x1f200, 0x1f265}, Range{0x1f300, 0x1f320},
    Range{0x1f32d, 0x1f335}, Range{0x1f337, 0x1f37c}, Range{0x1f37e, 0x1f393},
    Range{0x1f3a0, 0x1f3ca}, Range{0x1f3cf, 0x1f3d3}, Range{0x1f3e0, 0x1f3f0},
    Range{0x1f3f4, 0x1f3f4}, Range{0x1f3f8, 0x1f43e}, Range{0x1f440, 0x1f440},
    Range{0x1f442, 0x1f4fc}, Range{0x1f4ff, 0x1f53d}, Range{0x1f54b, 0x1f54e},
    Range{0x1f550, 0x1f567}, Range{0x1f57a, 0x1f57a}, Range{0x1f595, 0x1f596},
    Range{0x1f5a4, 0x1f5a4}, Range{0x1f5fb, 0x1f64f}, Range{0x1f680, 0x1f6c5},
    Range{0x1f6cc, 0x1f6cc}, Range{0x1f6d0, 0x1f6d2}, Range{0x1f6d5, 0x1f6d7},
    Range{0x1f6dc, 0x1f6df}, Range{0x1f6eb, 0x1f6ec}, Range{0x1f6f4, 0x1f6fc},
    Range{0x1f7e0, 0x1f7eb}, Range{0x1f7f0, 0x1f7f0}, Range{0x1f90c, 0x1f93a},
    Range{0x1f93c, 0x1f945}, Range{0x1f947, 0x1f9ff}, Range{0x1fa70, 0x1faff},
    Range{0x20000, 0x3fffd},
};

bool within(std::span<const Range> ranges, char32_t c) {
  const auto range = std::upper_bound(ranges.begin(), ranges.end(), c,
                                      [](char32_t value, Range r) { return value < r.first; });
  return range != ranges.begin() && c <= std::prev(range)->last;
}

/// What nearly all text is made of: printable ASCII, a column each.
bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }

int width_of(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return 0;
  if (c < 0x300) return 1;
  // Lines, blocks and braille, of which tables and charts are drawn.
  if ((c >= 0x2500 && c < 0x25fd) || (c >= 0x2800 && c < 0x2900)) return 1;
  if (within(zero_width, c)) return 0;
  return within(double_width, c) ? 2 : 1;
}

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
  bool valid = false;
};

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// The code point at `at`; a byte that begins none is invalid and has length 1.
CodePoint decode(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return {first, 1, false};
  char32_t value = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = byte_at(text, at + i);
    if ((next & 0xc0U) != 0x80U) return {first, 1, false};
    value = (value << 6U) | (next & 0x3fU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    return {first, 1, false};
  }
  return {value, length, true};
}

bool overrides_direction(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x061c ||
         c == 0x200e || c == 0x200f || c == 0x2028 || c == 0x2029;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t hit = 0; (hit = text.find(from, at)) != std::string_view::npos;
       at = hit + from.size()) {
    out += text.substr(at, hit - at);
    out += to;
  }
  return out += text.substr(at);
}

/// As much of `text` as fits into `width` columns, at least one code point with its marks.
std::size_t fitting(std::string_view text, int width) {
  int used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint c = decode(text, at);
    const int more = c.value == 0xfe0f ? 1 : width_of(c.value);
    if (at > 0 && more > 0 && used + more > width) break;
    used += more;
    at += c.length;
  }
  return at;
}

/// Where to break a word that is too long: after a joint (`-`, `/`, …) in its second half, if any.
std::size_t break_in(std::string_view word, int width) {
  const std::size_t most = fitting(word, width);
  const std::size_t joint = word.substr(0, most).find_last_of("-_/,;:=@");
  if (joint == std::string_view::npos || joint + 1 <= most / 2) return most;
  return joint + 1;
}

void wrap_line(std::string_view text, int width, std::vector<std::string>& lines) {
  text = text.substr(0, text.find_last_not_of(' ') + 1);
  if (display_width(text) <= width) {
    lines.emplace_back(text);
    return;
  }
  std::string line;
  int used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    std::string_view word = text.substr(begin, end - begin);
    // Blanks that lead a line or align its words are meant; they go only where a line is broken.
    const std::size_t gap = begin - at;
    at = end;
    const int fits = used + static_cast<int>(gap) + display_width(word);
    if (fits <= width) {
      line.append(gap, ' ');
      line += word;
      used = fits;
      continue;
    }
    if (used > 0) {
      lines.push_back(std::exchange(line, {}));
    }
    while (display_width(word) > width) {
      const std::size_t cut = break_in(word, width);
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
    }
    line = word;
    used = display_width(word);
  }
  lines.push_back(std::move(line));
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  int previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (is_plain(text[at])) {
      width += previous = 1;
      ++at;
      continue;
    }
    const CodePoint c = decode(text, at);
    // Variation selector 16 asks for the wide, coloured picture of a narrow sign.
    if (c.value == 0xfe0f && previous == 1) ++width;
    previous = c.valid ? width_of(c.value) : 1;
    width += previous;
    at += c.length;
  }
  return width;
}

std::string printable(std::string_view text, Keep keep) {
  if (std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (c.value == '\n') {
      out += keep == Keep::nothing ? ' ' : '\n';
    } else if (c.value == '\t') {
      out += keep == Keep::lines_and_tabs ? '\t' : ' ';
    } else if (!c.valid || c.value < 0x20 || (c.value >= 0x7f && c.value < 0xa0)) {
      out += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(c.value));
    } else if (overrides_direction(c.value)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c.value));
    } else {
      out += text.substr(at, c.length);
    }
    at += c.length;
  }
  return out;
}

std::string in_ascii(std::string_view text) {
  std::string out = replaced(text, "→", "->");
  out = replaced(out, "…", "...");
  out = replaced(out, "·", "|");
  // Of small pictures: eight heights, points, limits and alarms.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> pictures{{{"▁", "_"},
                                                                                    {"▂", "."},
                                                                                    {"▃", ","},
                                                                                    {"▄", "-"},
                                                                                    {"▅", "~"},
                                                                                    {"▆", "="},
                                                                                    {"▇", "+"},
                                                                                    {"█", "#"},
                                                                                    {"●", "o"},
                                                                                    {"◆", "*"},
                                                                                    {"─", "-"},
                                                                                    {"┄", "."}}};
  for (const auto& [picture, plain] : pictures) out = replaced(out, picture, plain);
  return replaced(out, "≥", ">=");
}

std::string with_blanks(std::string_view text) { return replaced(text, no_break, " "); }

std::vector<std::string> wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  for (std::size_t at = 0;;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    wrap_line(text.substr(at, end - at), std::max(width, 1), lines);
    if (end == text.size()) return lines;
    at = end + 1;
  }
}

int longest_word(std::string_view text) {
  int longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    longest = std::max(longest, display_width(text.substr(at, end - at)));
    at = end + 1;
  }
  return longest;
}

}  // namespace collab
