#pragma once
// An arm's own value and how well it is known: what comparisons of means and ratios start from.
#include <optional>

#include "collab/model/moments.hpp"
#include "collab/statistics/certainty.hpp"

namespace collab {

/// A mean or a ratio of means over n independent units.
struct ArmValue {
  double value = 0;
  double variance = 0;  ///< of the value: its squared standard error; 0 for n < 2
  double n = 0;
};

/// Mean of column 0; variance s^2 / n with divisor n - 1 in s^2. nullopt without units.
std::optional<ArmValue> mean_value(const Moments& moments);

/// Sum of column 0 over sum of column 1, by unit, with the linearised (delta method) variance
/// n / (n - 1) sum (y - R d)^2 / (sum d)^2. nullopt when the denominators sum to nothing positive.
/// source  Cochran 1977, Sampling Techniques, 3rd ed., section 6.3; the svyratio of R's survey
/// package
std::optional<ArmValue> ratio_value(const Moments& moments);

/// The mean of column 1: what a ratio is divided by.
std::optional<ArmValue> denominator_value(const Moments& moments);

/// Can Student's t compare these two arms? A stated rule, because moments cannot show skew, and
/// because a mean that rests on a handful of large purchases must give no verdict.
///
/// With cv^2 = n variance / value^2, an arm's squared coefficient of variation per unit, at a fixed
/// look:
/// 1. each arm has at least 5 units (stores, most often);
/// 2. each arm has n / cv^2 >= 5. For a value that is mostly 0 this is about the number of units
///    that have one;
/// 3. one arm has at most 1.5 times the other's units, or cv |1/n0 - 1/n1| / sqrt(1/n0 + 1/n1) <=
///    0.03, with the larger cv of the two.
/// Between arms of about one size skewness cancels: without an effect the difference is symmetric,
/// and Student's t of what is symmetric errs on the safe side, the more so the heavier its tails
/// (Efron 1969). A stricter line in 2 does harm: the samples that pass it are those that happen to
/// look even, whose standard error is too small. Simulated at alpha = 0.05 with n / cv^2 >= 30, of
/// the judged pairs up to 16 % erred (30 v 30 lognormal sd 1: 8.5 %, 17 % of pairs judged; 5 v 5
/// gamma cv 0.5: 11 %, 16 %); with 5, at most 5.1 % (gamma cv 0.2 to 2, lognormal sd 0.2 to 1.5, 3
/// to 50 % lognormal among zeros; 5 v 5 to 300 v 300; 13000 to 40000 pairs each), where 5 % of
/// pairs or more were judged. With arms of 1 to 1.5 times the size at most 5.1 %, at most 3.4 % on
/// the worse side. That is without an effect, where the difference is symmetric. With a large one
/// on skewed data it is not, and small arms cover less: 5 v 5 lognormal sd 1.5 with +20 % 89.9 %,
/// a doubling 85 to 93 %.
///
/// Always-valid inference asks for tails further out, from the first night on: there it is
/// enough_for_each(), with 10 units an arm.
/// source  Efron 1969, "Student's t-test under symmetry conditions", JASA 64:1278
bool enough_units(const ArmValue& control, const ArmValue& treatment, const Certainty& certainty);

/// The stricter rule, where skewness does not cancel or another method is at hand: is the value of
/// each arm near normal by itself?
///
/// 5 units, n / cv^2 >= 30, that is, a standard error of at most 18 % of the value, and 3 above
/// whatever the arms' sizes. For gamma and lognormal data the mean's skewness is 2 to 3 times
/// cv / sqrt(n), so that this bounds it.
///
/// Always-valid inference takes 10 units, and cv as 0.5 at least in 3: a value far from 0 may be
/// skewed although its cv is small (minutes of delivery: 10 plus a lognormal), and only arms of one
/// size cancel that. 10 % of units in one arm then need some 200 in it, 20 % some 125; arms of one
/// size need no more than 10. Simulated with 28 nightly looks on true nulls (uniform, exponential
/// and lognormal, with and without an offset of 10, spend of 10 % of units; 1 to 150 units a night,
/// 10 to 50 % treated; 1500 to 20000 trials each): at most 2.5 % of trials ever rejected at alpha
/// 0.05, at most 0.7 % at 0.005 (10 plus a lognormal of sd 1, 10 % treated; else 0.15 %). Without
/// the stricter rule it was up to 6.2 % and 2.7 %.
///
/// A value that can be negative and is near 0 fails although its t may be fine: measured as a
/// level, with the earlier value as covariate, it passes. Arms whose values are all 0 fail.
/// source  after Cochran 1977, sections 2.15 (n > 25 skewness^2) and 6.8 (coefficients of
/// variation);
///         Kohavi et al. 2014, "Seven rules of thumb for web site experimenters", rule 7
bool enough_for_each(const ArmValue& control, const ArmValue& treatment,
                     const Certainty& certainty);

}  // namespace collab
