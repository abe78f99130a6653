#pragma once
// Sums of decimals that do not depend on order: every split and order gives the same bits.
#include <array>
#include <cstdint>

#include "collab/model/moments.hpp"
#include "collab/model/number.hpp"

namespace collab {

/// A signed 256-bit integer: enough for sums of products of millionths over 2^64 units, and for n
/// times such a sum (the bounds are worked out in exact_sums.cpp). Wraps modulo 2^256.
struct Wide {
  std::array<std::uint64_t, 4> words{};  ///< two's complement, least significant first
  void add(const Wide& other);
  void subtract(const Wide& other);
  void add_product(std::int64_t a, std::int64_t b);
  friend bool operator==(const Wide&, const Wide&) = default;
};

/// n, sums and sums of products of up to four columns of decimals. Exact.
class ExactSums {
 public:
  void add(const std::array<Decimal, Moments::columns>& unit);
  /// That many units with 0 in every column.
  void add_zeros(std::uint64_t units) { n_ += units; }
  /// Takes back an add(); of a unit that was never added the result has no meaning.
  void remove(const std::array<Decimal, Moments::columns>& unit);
  void merge(const ExactSums& other);
  std::uint64_t n() const { return n_; }
  /// Converted once, each figure rounded correctly from the exact integers.
  Moments moments() const;
  friend bool operator==(const ExactSums&, const ExactSums&) = default;

 private:
  std::uint64_t n_ = 0;
  std::array<Wide, Moments::columns> sums_{};
  std::array<Wide, Moments::columns*(Moments::columns + 1) / 2> products_{};
};

}  // namespace collab
