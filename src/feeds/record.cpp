#include "feeds/record.hpp"

#include <algorithm>

namespace collab {
namespace {

/// Where the line that holds the byte begins.
std::size_t line_start(const Record& record, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t before = record.raw.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

}  // namespace

std::uint64_t code_points(std::string_view text) {
  return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::uint64_t column_of(const Record& record, std::size_t offset) {
  if (record.simple) return offset + 1;
  const std::size_t start = line_start(record, offset);
  return code_points(record.raw.substr(start, offset - start)) + 1;
}

Place place_of(const Record& record, std::size_t offset, std::size_t size) {
  offset = std::min(offset, record.raw.size());
  const std::string_view before = record.raw.substr(0, offset);
  std::string_view text = record.raw.substr(offset, size);
  text = text.substr(0, text.find('\n'));
  return {.file = {},
          .line = record.line +
                  static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')),
          .column = column_of(record, offset),
          .length = code_points(text),
          .path = {}};
}

std::string_view line_of(const Record& record, std::size_t offset) {
  const std::size_t start = line_start(record, std::min(offset, record.raw.size()));
  std::string_view line = record.raw.substr(start);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace collab
