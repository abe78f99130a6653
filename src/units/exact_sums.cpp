// Bounds. A decimal is |x| <= 2^63 millionths and n < 2^64, so |sum x| < 2^127 and |sum xy| <
// 2^190. A centred sum is (n sum xy - sum x sum y) / n; both products are below 2^254 and so is
// their difference (Cauchy-Schwarz): 256 bits in two's complement hold every step. Multiplication
// and subtraction may therefore be done modulo 2^256.
#include "collab/units/exact_sums.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace collab {
namespace {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

constexpr std::uint64_t million = 1'000'000;
constexpr std::uint64_t million_squared = million * million;

std::uint64_t low(UInt128 value) { return static_cast<std::uint64_t>(value); }
std::uint64_t high(UInt128 value) { return static_cast<std::uint64_t>(value >> 64U); }

int bit_width(std::uint64_t value) { return static_cast<int>(std::bit_width(value)); }

bool is_negative(const Wide& value) { return (value.words[3] >> 63U) != 0; }

Wide negated(const Wide& value) {
  Wide result;
  result.subtract(value);
  return result;
}

/// Modulo 2^256.
Wide product(const Wide& a, const Wide& b) {
  Wide result;
  for (std::size_t i = 0; i < 4; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; i + j < 4; ++j) {
      const UInt128 step =
          static_cast<UInt128>(a.words[i]) * b.words[j] + result.words[i + j] + carry;
      result.words[i + j] = low(step);
      carry = high(step);
    }
  }
  return result;
}

int bit_length(const Wide& value) {
  for (std::size_t i = 4; i-- > 0;) {
    if (value.words[i] != 0) return static_cast<int>(i) * 64 + bit_width(value.words[i]);
  }
  return 0;
}

Wide shifted_left(const Wide& value, int bits) {
  Wide result;
  const auto words = static_cast<std::size_t>(bits) / 64;
  const auto rest = static_cast<unsigned>(bits) % 64U;
  for (std::size_t i = words; i < 4; ++i) {
    result.words[i] = value.words[i - words] << rest;
    if (rest > 0 && i > words) result.words[i] |= value.words[i - words - 1] >> (64U - rest);
  }
  return result;
}

/// Quotient in place; returns whether a remainder was left.
bool divide(Wide& value, std::uint64_t divisor) {
  std::uint64_t remainder = 0;
  for (std::size_t i = 4; i-- > 0;) {
    const UInt128 part = (static_cast<UInt128>(remainder) << 64U) | value.words[i];
    value.words[i] = low(part / divisor);
    remainder = low(part % divisor);
  }
  return remainder != 0;
}

bool bit(const Wide& value, int at) {
  return ((value.words[static_cast<std::size_t>(at) / 64] >> (static_cast<unsigned>(at) % 64U)) &
          1U) != 0;
}

bool any_bit_below(const Wide& value, int at) {
  for (int i = 0; i < at; ++i) {
    if (bit(value, i)) return true;
  }
  return false;
}

/// The double nearest to value / (a b), ties to even.
double quotient(const Wide& value, std::uint64_t a, std::uint64_t b) {
  const bool negative = is_negative(value);
  Wide magnitude = negative ? negated(value) : value;
  const int length = bit_length(magnitude);
  if (length == 0) return 0;
  // Widened so that the quotient has at least 65 bits: 53 to keep, one to round by, the rest
  // sticky.
  const int scale = std::max(0, 66 + bit_width(a) + bit_width(b) - length);
  magnitude = shifted_left(magnitude, scale);
  bool sticky = divide(magnitude, a);
  sticky = divide(magnitude, b) || sticky;
  const int drop = bit_length(magnitude) - 53;
  std::uint64_t kept = 0;
  for (int i = 52; i >= 0; --i) kept = (kept << 1U) | (bit(magnitude, drop + i) ? 1U : 0U);
  const bool half = bit(magnitude, drop - 1);
  sticky = sticky || any_bit_below(magnitude, drop - 1);
  if (half && (sticky || (kept & 1U) != 0)) ++kept;
  const double result = std::ldexp(static_cast<double>(kept), drop - scale);
  return negative ? -result : result;
}

}  // namespace

void Wide::add(const Wide& other) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const UInt128 sum = static_cast<UInt128>(words[i]) + other.words[i] + carry;
    words[i] = low(sum);
    carry = high(sum);
  }
}

void Wide::subtract(const Wide& other) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const UInt128 difference = static_cast<UInt128>(words[i]) - other.words[i] - borrow;
    words[i] = low(difference);
    borrow = high(difference) & 1U;
  }
}

void Wide::add_product(std::int64_t a, std::int64_t b) {
  const auto result = static_cast<UInt128>(static_cast<Int128>(a) * b);
  const std::uint64_t sign = (high(result) >> 63U) != 0 ? ~std::uint64_t{0} : 0;
  add({{low(result), high(result), sign, sign}});
}

void ExactSums::add(const std::array<Decimal, Moments::columns>& unit) {
  ++n_;
  for (std::size_t i = 0; i < Moments::columns; ++i) {
    if (unit[i].millionths == 0) continue;  // most columns of most metrics
    sums_[i].add_product(unit[i].millionths, 1);
    for (std::size_t j = i; j < Moments::columns; ++j) {
      if (unit[j].millionths != 0)
        products_[Moments::index(i, j)].add_product(unit[i].millionths, unit[j].millionths);
    }
  }
}

void ExactSums::remove(const std::array<Decimal, Moments::columns>& unit) {
  ExactSums one;
  one.add(unit);
  n_ -= one.n_;
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].subtract(one.sums_[i]);
  for (std::size_t i = 0; i < products_.size(); ++i) products_[i].subtract(one.products_[i]);
}

void ExactSums::merge(const ExactSums& other) {
  n_ += other.n_;
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].add(other.sums_[i]);
  for (std::size_t i = 0; i < products_.size(); ++i) products_[i].add(other.products_[i]);
}

Moments ExactSums::moments() const {
  Moments moments;
  if (n_ == 0) return moments;
  moments.n = static_cast<double>(n_);
  const Wide units{{n_, 0, 0, 0}};
  for (std::size_t i = 0; i < Moments::columns; ++i) {
    moments.sum[i] = quotient(sums_[i], million, 1);
    for (std::size_t j = i; j < Moments::columns; ++j) {
      Wide centred = product(units, products_[Moments::index(i, j)]);
      centred.subtract(product(sums_[i], sums_[j]));
      moments.centred[Moments::index(i, j)] = quotient(centred, n_, million_squared);
    }
  }
  return moments;
}

}  // namespace collab
