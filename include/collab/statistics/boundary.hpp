#pragma once
// Finding where an interval ends: the point at which a test begins to reject.
#include <algorithm>
#include <cmath>
#include <limits>

namespace collab {

/// The boundary between `inside`, a value that the test keeps, and `outside`, one that it rejects.
///
/// excess   continuous, <= 0 for values kept and > 0 for values rejected; one change of sign
/// between
///          the two ends, which may lie either way round. It may be 0 at `inside` itself (an
///          estimate without variance): the boundary sought is the far one.
/// returns  the boundary to within 4 units in the last place of the larger of |result| and 1e-300;
///          an end of the bracket where rounding hid the change of sign
/// source   Chandrupatla 1997, "A new hybrid quadratic/bisection algorithm", Adv. Eng. Software
/// 28:145
template <typename Excess>
double boundary(const Excess& excess, double inside, double outside) {
  double a = outside, b = inside;
  double fa = excess(a), fb = excess(b);
  if (!(fa > 0)) return outside;
  if (fb > 0) return inside;
  if (fb == 0) fb = -std::numeric_limits<double>::min();
  double c = a, fc = fa, t = 0.5;
  for (int round = 0; round < 200; ++round) {
    const double x = a + t * (b - a);
    double fx = excess(x);
    if (fx == 0) fx = -std::numeric_limits<double>::min();
    if ((fx > 0) == (fa > 0)) {
      c = a;
      fc = fa;
    } else {
      c = b;
      b = a;
      fc = fb;
      fb = fa;
    }
    a = x;
    fa = fx;
    const double nearest = std::abs(fa) < std::abs(fb) ? a : b;
    const double tolerance =
        2 * std::numeric_limits<double>::epsilon() * std::abs(nearest) + 1e-300;
    const double least = tolerance / std::abs(b - a);
    if (least > 0.5) return fa < 0 ? a : b;
    const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
    const bool smooth = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    t = smooth
            ? fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            : 0.5;
    t = std::clamp(t, least, 1 - least);
  }
  return fa < 0 ? a : b;
}

}  // namespace collab
