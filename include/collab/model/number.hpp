#pragma once
// Numbers as people and feeds write them.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace collab {

/// An exact value in millionths: what unit rows are summed in.
struct Decimal {
  std::int64_t millionths = 0;
  friend auto operator<=>(const Decimal&, const Decimal&) = default;
};

/// How a feed writes numbers. decimal: '.' or ','; thousands: one of ",.' _" or 0 for none.
struct NumberFormat {
  char decimal = '.';
  char thousands = 0;
};

enum class NumberFault { none, not_a_number, has_thousands, too_large, not_finite };

struct ParsedNumber {
  double real = 0;       ///< nearest double
  Decimal exact{};       ///< in millionths, rounded half to even
  bool rounded = false;  ///< finer than a millionth: `exact` was rounded
  bool fits = true;      ///< false when beyond +/-9.2e12: `exact` has no meaning
  NumberFault fault = NumberFault::none;
};

/// Digits with at most one decimal mark, an optional sign, an optional exponent, and thousands
/// marks only where `format` allows them and only between groups of three. No NaN, no infinity,
/// no hexadecimal, no blanks. `has_thousands`: would be a number if thousands marks were allowed.
ParsedNumber parse_number(std::string_view text, NumberFormat format = {});

/// The shortest text that reads back as the same double. Whole numbers below 1e15 without exponent.
std::string to_string(double value);
std::string to_string(Decimal value);

/// `con_3` with the prefix `con_` as 3; nullopt when it is no such name.
std::optional<std::int64_t> parse_numbered(std::string_view prefix, std::string_view name);

}  // namespace collab
