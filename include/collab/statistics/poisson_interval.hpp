#pragma once
// Rates: intervals for events per exposure, and for the difference and ratio of two rates.
#include <optional>

#include "collab/statistics/score_interval.hpp"

namespace collab {

/// events >= 0 over exposure > 0. Events need not be whole: divided by a dispersion they are not.
struct EventRate {
  double events = 0, exposure = 0;
  double value() const { return events / exposure; }
};

/// The exact central interval of level 1 - alpha for one rate.
/// source  Garwood 1936, Biometrika 28:437
Bounds garwood_interval(const EventRate& rate, double alpha);

struct RateComparison {
  double p_value = 1;
  Bounds difference;                 ///< treatment - control, events per exposure
  double ratio_low = 0;              ///< treatment / control; 0 without treatment events
  std::optional<double> ratio_high;  ///< absent without control events: unbounded
};

/// Two independent Poisson rates.
///
/// The ratio's bounds are exact: given the total of events, the treatment's share of them is
/// binomial (Clopper-Pearson). The difference's bounds are score bounds with the restricted maximum
/// likelihood variance. p is the larger of both tests' p-values, and where p >= alpha either
/// interval is widened to touch no difference if its own test rejects it: so p < alpha exactly when
/// 0 is outside `difference`, and exactly when 1 is outside the ratio's bounds, and under the null
/// p < alpha happens at most alpha of the time at every size. throws  Error(usage, "alpha-range")
/// source  Przyborowski and Wilenski 1940, Biometrika 31:313 (conditional test); Gart and Nam 1990,
///         Biometrics 46:637 (score); cf. Garwood 1936
RateComparison compare_rates(const EventRate& control, const EventRate& treatment, double alpha);

}  // namespace collab
