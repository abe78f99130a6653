#include "render/invisible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace collab {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode 15: C1, and the general category Cf of the basic plane; line and paragraph separators.
constexpr std::array<Range, 13> invisible{{{0x7f, 0x9f},
                                           {0xad, 0xad},
                                           {0x600, 0x605},
                                           {0x61c, 0x61c},
                                           {0x6dd, 0x6dd},
                                           {0x70f, 0x70f},
                                           {0x180e, 0x180e},
                                           {0x200b, 0x200f},
                                           {0x2028, 0x202e},
                                           {0x2060, 0x206f},
                                           {0xfeff, 0xfeff},
                                           {0xfff9, 0xfffb},
                                           {0xe0000, 0xe007f}}};

bool is_invisible(char32_t point) {
  return std::any_of(invisible.begin(), invisible.end(), [point](const Range& range) {
    return point >= range.first && point <= range.last;
  });
}

std::size_t length_of(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

char32_t point_of(std::string_view bytes) {
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  char32_t point = bytes.size() == 1 ? byte(0) : byte(0) & (0x7fU >> bytes.size());
  for (std::size_t i = 1; i < bytes.size(); ++i) point = (point << 6U) | (byte(i) & 0x3fU);
  return point;
}

void append_escaped(std::string& out, char32_t point) {
  const auto unit = [&out](std::uint32_t value) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", value);
  };
  if (point < 0x10000) return unit(point);
  unit(0xd800 + ((point - 0x10000) >> 10U));
  unit(0xdc00 + ((point - 0x10000) & 0x3ffU));
}

}  // namespace

std::string without_invisible(std::string json) {
  const auto seldom = [](char c) { return static_cast<unsigned char>(c) >= 0x7f; };
  auto next = std::find_if(json.begin(), json.end(), seldom);
  if (next == json.end()) return json;
  std::string out;
  out.reserve(json.size());
  auto done = json.begin();
  while (next != json.end()) {
    const auto size = std::min<std::size_t>(length_of(static_cast<unsigned char>(*next)),
                                            static_cast<std::size_t>(json.end() - next));
    const char32_t point = point_of({&*next, size});
    const auto after = next + static_cast<std::ptrdiff_t>(size);
    if (is_invisible(point)) {
      out.append(done, next);
      append_escaped(out, point);
      done = after;
    }
    next = std::find_if(after, json.end(), seldom);
  }
  return out.append(done, json.end());
}

}  // namespace collab
