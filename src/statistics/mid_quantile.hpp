#pragma once
// Quantiles of values that repeat: whole days, minutes, items.
#include <optional>
#include <span>

namespace collab {

/// The quantile by the mid-distribution function, F(x) - P(x) / 2, linear between the values that
/// there are. As a share it is a mean: each value has a part in it, and their mean is q.
struct MidQuantile {
  double value = 0, standard_error = 0;
  double lower = 0, upper = 0;  ///< the values that it lies between
  double place = 0;             ///< how far: 0 at the lower, 1 at the upper

  double part(double of) const {
    if (of < lower) return 1;
    if (of == lower) return (1 + place) / 2;
    return of == upper ? place / 2 : 0;
  }
};

/// nullopt where the values near the quantile mostly differ, or where those that it would lie
/// between do not repeat.
///
/// sorted  ascending, not empty; spread  how far from q, as a share, values are near
/// A sample quantile of values that repeat jumps from one to the next, and two samples of the same
/// population lie a whole step apart as often as not; this one is asymptotically normal.
/// source  Ma, Genton and Parzen 2011, Ann. Inst. Stat. Math. 63:227; the standard error is
///         Woodruff's with the variance of the parts for q (1 - q)
std::optional<MidQuantile> mid_quantile(std::span<const double> sorted, double q, double spread);

}  // namespace collab
