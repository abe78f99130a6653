#pragma once
// Sufficient statistics of one variant for one metric: what the ledger stores and statistics read.
#include <array>
#include <cstddef>

namespace collab {

/// n, sums and centred sums of squares and products of up to four columns: 0 value, 1 denominator
/// (ratio) or exposure (rate), 2 covariate, 3 the denominator's covariate. Unused columns are 0.
///
/// n counts units. For a rate from summary rows units may be unknown: n is 0 and only sums hold.
/// Centred sums keep the digits that sums of squares lose when |mean| >> sd.
struct Moments {
  static constexpr std::size_t columns = 4;
  double n = 0;
  std::array<double, columns> sum{};
  /// Upper triangle by rows, see index(): sum of (x_i - mean_i)(x_j - mean_j).
  std::array<double, columns*(columns + 1) / 2> centred{};

  static constexpr std::size_t index(std::size_t i, std::size_t j) {
    if (i > j) return index(j, i);
    return i * columns - i * (i + 1) / 2 + j;
  }

  double mean(std::size_t column = 0) const { return sum[column] / n; }
  /// Sample variance and covariance, divisor n - 1. Undefined (NaN) for n < 2.
  double variance(std::size_t column = 0) const { return covariance(column, column); }
  double covariance(std::size_t i, std::size_t j) const { return centred[index(i, j)] / (n - 1); }

  /// Adds one unit (Welford).
  void add(const std::array<double, columns>& unit);
  friend bool operator==(const Moments&, const Moments&) = default;
};

/// The moments of both together (Chan, Golub and LeVeque 1983).
Moments operator+(const Moments& a, const Moments& b);

/// The moments of the units of `all` that are not in `part`: part + without(all, part) is `all`,
/// within rounding. part's units are among all's, with the same values.
Moments without(const Moments& all, const Moments& part);

}  // namespace collab
