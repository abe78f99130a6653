#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <string_view>

#include "definition/tree.hpp"

namespace collab {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void drop_sign(std::string_view& text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
}

std::size_t drop_digits(std::string_view& text) {
  const std::size_t count =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  text.remove_prefix(count);
  return count;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_number(std::string_view text, bool& whole) {
  drop_sign(text);
  const std::size_t before = drop_digits(text);
  whole = text.empty();
  std::size_t after = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    after = drop_digits(text);
  }
  if (before + after == 0) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    drop_sign(text);
    if (drop_digits(text) == 0) return false;
  }
  return text.empty();
}

}  // namespace

Node::Kind core_kind(std::string_view plain, double& number) {
  if (is_one_of(plain, {"", "~", "null", "Null", "NULL"})) return Node::Kind::null;
  if (is_one_of(plain, {"true", "True", "TRUE", "false", "False", "FALSE"})) {
    return Node::Kind::boolean;
  }
  bool whole = false;
  if (!is_number(plain, whole)) return Node::Kind::string;
  std::string_view digits = plain;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return whole ? Node::Kind::integer : Node::Kind::real;
}

bool looks_octal(std::string_view plain) {
  drop_sign(plain);
  if (plain.starts_with("0o") || plain.starts_with("0x")) {
    plain.remove_prefix(2);
    return !plain.empty() && plain.find_first_not_of("0123456789abcdefABCDEF") == plain.npos;
  }
  return plain.size() > 1 && plain.starts_with('0') &&
         std::all_of(plain.begin(), plain.end(), is_digit);
}

bool looks_not_finite(std::string_view plain) {
  if (is_one_of(plain, {".nan", ".NaN", ".NAN"})) return true;
  drop_sign(plain);
  return is_one_of(plain, {".inf", ".Inf", ".INF"});
}

}  // namespace collab
