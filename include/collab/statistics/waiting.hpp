#pragma once
// How long something takes when some of it has not happened yet. A wait that is still going on is
// censored: left out, or counted as if it were over, it makes every wait look short.
#include <cstddef>
#include <span>
#include <vector>

#include "collab/model/effect.hpp"

namespace collab {

/// time >= 0, in any unit; over: what was waited for came then. Else it had not come until then.
struct Wait {
  double time = 0;
  bool over = false;
  double count = 1;  ///< how many waited just so
};

/// The share still waiting beyond each time at which a wait was over, ascending.
struct WaitingCurve {
  struct Step {
    double time = 0;
    double at_risk = 0;    ///< waits of that length or longer
    double share = 1;      ///< still waiting after it
    double greenwood = 0;  ///< sum of d / (n (n - d)): the variance of log(share)
  };
  std::vector<Step> steps;
  double waits = 0;
  double censored = 0;
  double longest = 0;  ///< of all waits: nothing is known beyond
};

/// Kaplan and Meier's estimate; a wait that was over at the time of a censored one came before it.
/// Waits in any order; those that ascend are not sorted again.
/// source  Kaplan and Meier 1958, JASA 53:457; Greenwood 1926
WaitingCurve waiting_curve(std::vector<Wait> waits);

/// The share whose wait was over by `time`, with the interval that log(-log) of the waiting share
/// is normal on. Beyond the longest wait the last share stands, which is then a lower bound: reason
/// `still-waiting`. Reasons: no-data; still-waiting.
/// source  Kalbfleisch and Prentice 2002, section 1.4; survfit(conf.type = "log-log") of R
Estimate over_by(const WaitingCurve& curve, double time, double alpha);

/// The time by which the share `q` of waits is over, between the curve's own times where it stands
/// at exactly 1 - q; its interval inverts that of over_by(). An end that the curve does not reach
/// is absent. Reasons: no-data; still-waiting, where less than that share is over. source
/// Brookmeyer and Crowley 1982, Biometrics 38:29
Estimate waiting_quantile(const WaitingCurve& curve, double q, double alpha);

/// The median of waits that are all over, with the exact interval between order statistics: the
/// r-th from either end, r the largest with P(B <= r - 1) <= alpha / 2, B binomial(n, 1/2).
/// Reasons: no-data; too-few, where even the ends do not cover.
///
/// sorted  ascending
/// source  Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 3.2
Estimate median_of(std::span<const double> sorted, double alpha);

}  // namespace collab
