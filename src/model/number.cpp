#include "collab/model/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

namespace collab {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number taken apart: value = digits * 10^scale.
struct Parts {
  bool negative = false;
  std::string digits;
  std::int64_t scale = 0;
};

/// The whole part, digits with or without groups of three; false when groups are badly formed.
bool read_whole(std::string_view& rest, char thousands, std::string& digits) {
  std::size_t group = 0;
  bool grouped = false;
  for (; !rest.empty(); rest.remove_prefix(1)) {
    if (is_digit(rest.front())) {
      digits += rest.front();
      ++group;
    } else if (thousands != 0 && rest.front() == thousands) {
      if (grouped ? group != 3 : group < 1 || group > 3) return false;
      grouped = true;
      group = 0;
    } else {
      break;
    }
  }
  // `0,123` is a decimal comma misread rather than a hundred and twenty-three.
  return !grouped || (group == 3 && digits.front() != '0');
}

/// `e-3` and nothing behind it; saturates far beyond what any double or text can hold.
bool read_exponent(std::string_view rest, std::int64_t& exponent) {
  constexpr std::int64_t limit = 1'000'000'000'000;
  bool negative = false;
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
    negative = rest.front() == '-';
    rest.remove_prefix(1);
  }
  if (rest.empty() || !std::all_of(rest.begin(), rest.end(), is_digit)) return false;
  for (const char c : rest) exponent = std::min(limit, exponent * 10 + (c - '0'));
  if (negative) exponent = -exponent;
  return true;
}

std::optional<Parts> take_apart(std::string_view rest, NumberFormat format) {
  Parts parts;
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
    parts.negative = rest.front() == '-';
    rest.remove_prefix(1);
  }
  const char thousands = format.thousands == format.decimal ? '\0' : format.thousands;
  if (!read_whole(rest, thousands, parts.digits)) return std::nullopt;
  if (!rest.empty() && rest.front() == format.decimal) {
    rest.remove_prefix(1);
    for (; !rest.empty() && is_digit(rest.front()); rest.remove_prefix(1)) {
      parts.digits += rest.front();
      --parts.scale;
    }
  }
  if (parts.digits.empty()) return std::nullopt;
  if (rest.empty()) return parts;
  std::int64_t exponent = 0;
  if (rest.front() != 'e' && rest.front() != 'E') return std::nullopt;
  if (!read_exponent(rest.substr(1), exponent)) return std::nullopt;
  parts.scale += exponent;
  return parts;
}

/// Rounds half to even on the decimal digits; never through a double.
void set_exact(const Parts& parts, ParsedNumber& number) {
  const std::size_t zeros = std::min(parts.digits.find_first_not_of('0'), parts.digits.size());
  const std::string_view digits = std::string_view(parts.digits).substr(zeros);
  if (digits.empty()) return;
  // How many of the digits stand before the mark when counting in millionths.
  const std::int64_t keep = static_cast<std::int64_t>(digits.size()) + parts.scale + 6;
  if (keep > 19) {
    number.fits = false;
    return;
  }
  const std::size_t kept = keep > 0 ? static_cast<std::size_t>(keep) : 0;
  std::uint64_t whole = 0;
  for (std::size_t i = 0; i < kept; ++i) {
    whole = whole * 10 + (i < digits.size() ? static_cast<std::uint64_t>(digits[i] - '0') : 0);
  }
  const std::string_view cut = kept < digits.size() ? digits.substr(kept) : std::string_view{};
  number.rounded = cut.find_first_not_of('0') != std::string_view::npos;
  if (number.rounded && keep >= 0) {
    const bool beyond_half =
        cut.front() > '5' ||
        (cut.front() == '5' && cut.find_first_not_of('0', 1) != std::string_view::npos);
    if (beyond_half || (cut.front() == '5' && whole % 2 == 1)) ++whole;
  }
  if (whole > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    number.fits = false;
    number.rounded = false;
    return;
  }
  const auto millionths = static_cast<std::int64_t>(whole);
  number.exact.millionths = parts.negative ? -millionths : millionths;
}

void set_real(const Parts& parts, ParsedNumber& number) {
  std::string text = parts.digits;
  if (parts.scale != 0) text += fmt::format("e{}", parts.scale);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.real);
  if (error == std::errc::result_out_of_range) {
    // Too near to nought for a double is nought; too far from it is a fault.
    const std::size_t first = parts.digits.find_first_not_of('0');
    const bool huge = first != std::string::npos &&
                      static_cast<std::int64_t>(parts.digits.size() - first) + parts.scale > 0;
    number.real = 0;
    if (huge) number.fault = NumberFault::too_large;
  }
  if (parts.negative && number.real != 0) number.real = -number.real;
}

bool is_not_finite(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-' || text.front() == '.')) {
    text.remove_prefix(1);
  }
  if (!text.empty() && text.front() == '.') text.remove_prefix(1);  // YAML's -.inf
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower == "nan" || lower == "inf" || lower == "infinity";
}

NumberFault fault_of(std::string_view text, NumberFormat format) {
  if (is_not_finite(text)) return NumberFault::not_finite;
  for (const char mark : {',', '.', '\'', ' ', '_'}) {
    if (mark == format.decimal || mark == format.thousands) continue;
    if (take_apart(text, NumberFormat{format.decimal, mark})) return NumberFault::has_thousands;
  }
  return NumberFault::not_a_number;
}

}  // namespace

ParsedNumber parse_number(std::string_view text, NumberFormat format) {
  ParsedNumber number;
  const auto parts = take_apart(text, format);
  if (!parts) {
    number.fault = fault_of(text, format);
    return number;
  }
  set_real(*parts, number);
  set_exact(*parts, number);
  return number;
}

std::string to_string(double value) {
  if (value == 0) return "0";  // also for -0
  std::array<char, 32> buffer{};
  const bool plain = std::abs(value) < 1e15 && std::trunc(value) == value;
  const auto result = plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::fixed)
                            : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string to_string(Decimal value) {
  const bool negative = value.millionths < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(value.millionths)
                                           : static_cast<std::uint64_t>(value.millionths);
  std::string text = fmt::format("{}{}", negative ? "-" : "", magnitude / 1'000'000);
  if (magnitude % 1'000'000 != 0) {
    text += fmt::format(".{:06}", magnitude % 1'000'000);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

std::optional<std::int64_t> parse_numbered(std::string_view prefix, std::string_view name) {
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  std::int64_t id = 0;
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (fault != std::errc{} || end != name.data() + name.size() || id < 1) return std::nullopt;
  return id;
}

}  // namespace collab
