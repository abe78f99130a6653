#include "collab/statistics/reasons.hpp"

namespace collab {

const std::vector<std::pair<std::string_view, std::string_view>>& statistics_reasons() {
  static const std::vector<std::pair<std::string_view, std::string_view>> reasons{
      {"alpha-range", "a one-sided always-valid test of the delta method needs alpha below 0.5"},
      {"certain-and-wrong",
       "what came had been said to be impossible: no finite score says how bad that was"},
      {"distribution-unknown",
       "chance follows no law here that a false-alarm probability could come from"},
      {"gap", "the period has no value"},
      {"negative-baseline", "the control's value is negative: a relative change has no meaning"},
      {"no-data", "a side of the comparison has no units, or no exposure"},
      {"no-limits", "a run chart has a centre and no limits"},
      {"no-new-periods", "nothing was recorded after the baseline yet"},
      {"no-order", "the points of a funnel have no order: there are no runs"},
      {"no-relative", "the measure can be negative by design, so relative change has no meaning"},
      {"no-sigma", "the chart has no zones of one and two standard deviations"},
      {"no-variance", "all units have the same value: there is nothing to base an interval on"},
      {"no-wins", "nothing was won, so that nothing can be said of wins"},
      {"not-beyond-threshold",
       "the planned effect does not lie beyond what it is to clear: no size will show it"},
      {"not-daily", "periods are not days: there are no weekdays to compare"},
      {"one-sided", "a one-sided interval has no bound on that side"},
      {"out-of-range", "rates of so little or so much exposure are more than a number can hold"},
      {"out-of-reach", "no size, or no effect that the measure can have, reaches the wanted power"},
      {"periods-not-independent",
       "bare numbers per period follow one another: no interval is claimed for their change"},
      {"power-unknown", "without the tests' power there are bounds and no value"},
      {"settings-untabulated", "false alarms are tabulated for the default settings only"},
      {"still-waiting", "too many are still waiting for that time, or that share, to be known"},
      {"too-few", "too few units, or too few that carry the value, for an interval to be trusted"},
      {"too-few-clusters",
       "fewer than five clusters (stores) a variant: nothing can be told from chance"},
      {"too-few-events", "a baseline of counts needs ten events, and of shares ten units without"},
      {"too-few-periods", "too few periods for limits, or for a baseline to watch from"},
      {"too-few-weeks", "weekdays are compared when each has three values"},
      {"zero-baseline",
       "the control's value is 0, or cannot be told from 0: a relative change is "
       "unbounded or undefined"},
      {"zero-denominator", "the denominators add up to 0: the ratio is undefined"},
  };
  return reasons;
}

const std::vector<std::pair<std::string_view, std::string_view>>& statistics_faults() {
  static const std::vector<std::pair<std::string_view, std::string_view>> faults{
      {"alpha-range", "alpha does not lie between 0 and 1"},
      {"baseline-range",
       "a baseline that cannot be planned with: a share outside 0 to 1, a level of 0"},
      {"bounds-crossed", "a quantile's lower bound is above its upper one"},
      {"chart-settings",
       "a chart's settings do not fit its series, or a number in them is out of range"},
      {"clusters-invalid", "clusters without a size, or with a correlation outside 0 to 1"},
      {"correlation-range", "a correlation does not lie between -1 and 1"},
      {"count-negative", "a count, an exposure or a denominator is negative"},
      {"covariance-too-large", "a sum of products is more than the sums of squares allow"},
      {"dispersion-range", "a dispersion is not above 0"},
      {"effect-range", "a planned effect leaves what the measure can be"},
      {"events-without-exposure", "events were counted although the exposure is 0"},
      {"look-fractions", "looks do not follow one another within the cycle"},
      {"margin-unused", "a posterior has no margin"},
      {"missing-scale", "a score has no scale to map its levels by"},
      {"missing-size", "a period's events have no size to divide by"},
      {"missing-statistic", "a summary row lacks a statistic that its kind needs"},
      {"no-delta", "this kind has no form that platforms print"},
      {"no-summary-rows", "this kind is computed from unit rows only"},
      {"not-a-share", "a unit's proportion is neither 0 nor 1"},
      {"not-finite", "a number is infinite or not a number"},
      {"not-positive", "a number that must be above 0 is not"},
      {"not-whole", "a count is not a whole number"},
      {"off-scale", "a level is not on the score's scale"},
      {"power-range", "a wanted power is no more than chance alone reaches, or not below 1"},
      {"sd-missing", "planning a mean needs a standard deviation above 0"},
      {"sd-negative", "a standard deviation is negative"},
      {"shares-invalid", "planned shares are not positive, or not as many as the variants"},
      {"strata-and-arms", "strata and single arms are both given"},
      {"strata-unused", "this kind takes no strata"},
      {"successes-above-n", "more successes than units"},
      {"sum-squares-too-small", "a sum of squares is less than the sum allows"},
      {"sum-without-units", "sums are given although n is 0"},
      {"theta-unused", "a slope is given where none is taken"},
      {"too-large", "a number too large to be kept exactly"},
      {"unknown-chart", "there is no such kind of chart"},
      {"unknown-kind", "there is no such kind of metric"},
      {"unknown-rules", "there is no such set of rules"},
      {"unknown-statistic", "a summary row has a statistic that its kind does not use"},
  };
  return faults;
}

}  // namespace collab
