#include "collab/model/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace collab {
namespace {

/// How many bytes from the front are ASCII, in steps of 32.
std::size_t ascii_stretch(std::string_view text) {
  constexpr std::size_t step = 32;
  std::size_t at = 0;
  for (; at + step <= text.size(); at += step) {
    std::uint64_t words[step / 8];
    std::memcpy(words, text.data() + at, step);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080U) != 0) break;
  }
  return at;
}

/// How many bytes the code point at the front takes; 0 when it is not UTF-8.
std::size_t code_point_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80U) return 1;
  const std::size_t length = first >= 0xC2U && first <= 0xDFU   ? 2
                             : first >= 0xE0U && first <= 0xEFU ? 3
                             : first >= 0xF0U && first <= 0xF4U ? 4
                                                                : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  const unsigned second = byte(1);
  if ((first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU) ||
      (first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU)) {
    return 0;
  }
  return length;
}

}  // namespace

bool is_ascii(std::string_view text) {
  text.remove_prefix(ascii_stretch(text));
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

std::size_t bad_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at += ascii_stretch(text.substr(at));
    // Then to the end of the step in which something else stands.
    for (const std::size_t end = at + 32; at < text.size() && at < end;) {
      const std::size_t length = code_point_length(text.substr(at, 4));
      if (length == 0) return at;
      at += length;
    }
  }
  return std::string_view::npos;
}

}  // namespace collab
