#include "render/alignment.hpp"

#include <string_view>

namespace collab {
namespace {

/// `+30% [+10.24%, +53.35%]`, `41.25 USD`, `-2`: a number first, one word at most, no date.
bool is_figure(std::string_view text) {
  const auto digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  const std::size_t first = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const bool date = digit(0) && text.size() >= 10 && text[4] == '-' && text[7] == '-';
  int words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && !in_word) ++words;
    in_word = letter;
  }
  return digit(first) && !date && words <= 1;
}

}  // namespace

bool goes_right(const Table& table, std::size_t column) {
  if (table.columns[column].right) return true;
  bool any = false;
  for (const auto& row : table.rows) {
    if (column >= row.size() || row[column].text.empty() || row[column].text == "-") continue;
    if (!is_figure(row[column].text)) return false;
    any = true;
  }
  return any;
}

}  // namespace collab
