#pragma once
// Alpha spending: boundaries for a test that is looked at on a few planned days.
//
// What may have been rejected by the look at fraction t of the cycle, both sides together:
//   obrien_fleming  4 P(Z > z(alpha / 4) / sqrt(t)): next to nothing early, nearly all of alpha is
//                   left for the end (per side the one-sided function at alpha / 2)
//   pocock          alpha ln(1 + (e - 1) t): nearly even, for those who want to stop early
// Fractions are days of the cycle over its days; where units arrive evenly these are the shares of
// the information. If they do not, each look still spends what it was given, and the boundaries are
// those of evenly growing information: near alpha, not exactly alpha.
// source  Lan and DeMets 1983, Biometrika 70:659; DeMets and Lan 1994, Statistics in Medicine
//         13:1341; recursion Armitage, McPherson and Rowe 1969, JRSS A 132:235; Jennison and
//         Turnbull 2000, Group Sequential Methods, chapters 7 and 19
#include <span>
#include <vector>

namespace collab {

enum class Spending { obrien_fleming, pocock };

/// One planned look. Rejected there when |Z| > z and no earlier look rejected.
struct LookBoundary {
  double fraction = 0;  ///< of the cycle, in (0, 1]
  double spent = 0;     ///< P(rejected at this look or before) without an effect, two-sided
  double z = 0;         ///< at most 8
  double alpha = 0;     ///< 2 P(Z > z): the level of an interval at this look
};

/// What the function lets a two-sided test have spent by `fraction`; alpha at 1 exactly.
/// throws Error(usage, "alpha-range"), Error(usage, "look-fractions") unless 0 < fraction <= 1
double spent_by(double fraction, double alpha, Spending spending);

/// The boundaries at looks in time order; one look at fraction 1 has the fixed z, 1.96 at 0.05.
///
/// A look so early that the function grants less than P(|Z| > 8) = 1.2e-15 has z 8, which no data
/// reach by chance: what it spends beyond its grant is taken from the looks after it.
/// fractions  k >= 1, each at least 1e-6 after the one before, the last at most 1; where the last
///            is below 1 the rest of alpha stays unspent
/// throws     Error(usage, "alpha-range"), Error(usage, "look-fractions")
/// accuracy   z to 1e-8; 365 looks in some 30 ms, 28 in 1 ms
std::vector<LookBoundary> boundaries(std::span<const double> fractions, double alpha,
                                     Spending spending);

/// P(the upper boundary is crossed by the last look, before the lower one) when Z at fraction t is
/// normal with mean drift sqrt(t): drift is the expected Z at the end of the cycle. Reads the
/// looks' fraction and z alone, so that any symmetric boundary will do. throws  Error(usage,
/// "look-fractions") as above, and unless each z is positive
double crossing_probability(std::span<const LookBoundary> looks, double drift);

/// The drift >= 0 that crosses with probability `power`. looks  as boundaries() returns them
/// throws  Error(usage, "power-range") unless above what chance alone reaches, and <= 0.9999
double drift_for_power(std::span<const LookBoundary> looks, double power);

}  // namespace collab
