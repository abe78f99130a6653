#pragma once
// Control charts and what their rules found, as plain values. Each carries the settings it was made
// with, so that a stored conclusion can be read, and drawn again, without its program.
//
// Indexes are 0-based places in the series. A number that does not exist is absent, and `reason`
// says why with a slug of statistics_reasons().
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// Which way the metric should move.
enum class Better { higher, lower, neither };

/// A point that is drawn and held against the limits, but has no part in making them nor in runs.
struct ExcludedPoint {
  std::size_t index = 0;
  std::string reason;  ///< a person's words; not empty
};

/// A stretch of the series with limits of its own; it ends where the next one begins.
struct PhaseSettings {
  std::size_t first = 0;
  /// Limits come from the first so many points of the phase (gaps and excluded points are counted
  /// and then left out) and are kept for the rest of it. Absent: from all.
  std::optional<std::size_t> freeze{};
  std::string reason{};  ///< why it was begun, e.g. the cycle that was adopted; may be empty
};

struct ChartSettings {
  std::string kind = "xmr";           ///< a file of src/statistics/charts/
  std::string kind_reason{};          ///< slug of choose_chart(); empty when a person chose
  std::vector<std::string> rules{};   ///< rule sets by name: files of src/statistics/rules/
  std::vector<PhaseSettings> phases;  ///< ascending; empty: one that begins at 0
  std::vector<ExcludedPoint> excluded{};
  /// Nelson's screening: moving ranges of 3.267 times their mean and above are left out, once.
  bool screened = true;
  /// Expected moving range of two values over their standard deviation. 3/2.66 is how NHS England
  /// rounds it.
  double d2 = 1.128;
  /// false: a funnel, its points are stores and have no order: standard deviations in place of
  /// moving ranges, and no runs.
  bool ordered = true;
  std::optional<double> centre{};  ///< known beforehand; else estimated
  std::optional<double> sigma{};   ///< known beforehand, of one value; else estimated
  /// xmr: where r is beyond 2 / sqrt(n), sigma is divided by sqrt(1 - r).
  bool adjust_autocorrelation = false;
  /// xmr, p_prime, u_prime: where weekdays differ significantly each has a centre of its own.
  bool adjust_weekdays = false;
  /// p_prime, u_prime: limits at least this many times as wide as chance alone makes them. 1 where
  /// the chart was chosen because the spread is larger than chance.
  double least_spread = 0;
  double ewma_weight = 0.2;  ///< of the newest point, in (0, 1]
  double ewma_width = 2.86;  ///< in standard errors of the average
  double cusum_shift = 1;    ///< to be found soon, in sigmas: twice the allowance
  double cusum_limit = 5;    ///< in sigmas
  double head_start = 0;     ///< cusum: both sums start here, in sigmas
  double odds_ratio = 2;     ///< bernoulli_cusum: of the change to be found soon, above 1
  double bernoulli_limit = 3.5;
  Better better = Better::higher;
  std::optional<double> target{};  ///< for the assurance icon, in the chart's unit
};

/// One period as it is drawn. p, u and their like: a fraction or rate. ewma: the average.
struct ChartPoint {
  std::optional<double> value;
  std::optional<double> lower_sum;  ///< cusum kinds: the lower sum; value is the upper one
  std::optional<double> centre;
  std::optional<double> sigma;  ///< of this point; absent where limits are not centre -/+ 3 sigma
  std::optional<double> lower, upper;
  int beyond = 0;             ///< +1 above the upper limit, -1 below the lower one
  std::string_view reason{};  ///< of a missing value: "gap", "zero-denominator"
  bool excluded = false;
  bool baseline = false;  ///< has part in the limits
};

/// Correlation of neighbouring periods, of what the limits were made from.
struct Autocorrelation {
  std::optional<double> r;       ///< about the mean, weekday means taken out where they were
  std::size_t pairs = 0;         ///< of neighbouring periods, both there
  std::optional<double> beyond;  ///< 2 / sqrt(n): what chance exceeds in some 5 %
  bool significant = false;
  bool adjusted = false;  ///< the limits allow for it
};

/// Do days of the week differ?
struct WeekdayPattern {
  std::optional<double> f, df_between, df_within, p_value;  ///< analysis of variance, one way
  std::array<std::optional<double>, 7> means{};             ///< Monday first, in the chart's unit
  std::string_view reason{};  ///< of a missing test: "not-daily", "too-few-weeks", "no-variance"
  bool significant = false;   ///< p below 0.01
  bool adjusted = false;      ///< each weekday has its own centre
};

struct ChartPhase {
  std::size_t first = 0, end = 0;  ///< points first .. end - 1
  std::size_t baseline = 0;        ///< points that centre and limits come from
  std::optional<double> centre, sigma;
  std::size_t ranges = 0, ranges_screened_out = 0;  ///< moving ranges in use; left out
  /// Of missing limits: "no-data", "too-few-periods", "no-limits" (a run chart); "no-variance" with
  /// limits that are the centre itself.
  std::string_view reason{};
  /// Trial limits: fewer than 13 points in the phase, or limits frozen on fewer than 12.
  bool trial = false;
  Autocorrelation autocorrelation;
  WeekdayPattern weekdays;
};

/// Points first .. last, each of which the rule marks.
struct Signal {
  std::string_view rule;  ///< "beyond-limit", "long-run", "few-crossings", "two-of-three", ...
  std::size_t first = 0, last = 0;
  int direction = 0;  ///< +1 above or rising, -1 below or falling, 0 neither
};

/// Anhoej's runs analysis of a phase.
struct RunsAnalysis {
  std::size_t phase = 0;
  std::size_t useful = 0;  ///< points of the phase not exactly on the centre
  std::size_t longest_run = 0, longest_run_max = 0;
  std::size_t crossings = 0, crossings_min = 0;
  bool signal = false;
};

/// NHS England's "Making data count": the first that applies to a point.
enum class PointLabel {
  none,  ///< no value, excluded, or no limits
  common_cause,
  above_limit,
  below_limit,
  rising,
  falling,
  two_in_three_high,
  two_in_three_low,
  run_above,
  run_below
};
enum class Variation {
  common_cause,
  improvement_high,
  improvement_low,
  concern_high,
  concern_low,
  neutral_high,
  neutral_low
};
enum class Assurance { consistent_pass, inconsistent, consistent_fail };
std::string_view name_of(Better better);
std::string_view name_of(PointLabel label);
std::string_view name_of(Variation variation);
std::string_view name_of(Assurance assurance);

/// What one label says, given which way is better.
Variation variation_of(PointLabel label, Better better);

/// What NHS England's table of icons says: "act-now", "slipping", "investigate", "redesign",
/// "hit-or-miss", "keep-going", "stand-down"; empty without assurance or a better direction.
std::string_view advice(Variation variation, std::optional<Assurance> assurance);

struct Icons {
  std::optional<Variation> variation;  ///< of the latest point that has a label
  std::optional<Assurance> assurance;  ///< absent without a target, limits or a better direction
  std::string_view advice{};
  std::optional<double> false_alarm;  ///< P(latest point flagged) of a steady process
};

/// What one set of rules found on a chart.
struct RuleFindings {
  std::string_view rules;  ///< "shewhart", "anhoej", "western-electric", "nhs"
  std::vector<Signal> signals{};
  /// P(any signal) of a steady process of independent values, over as many points and with limits
  /// estimated from as many as here; all phases together.
  std::optional<double> false_alarm{};
  /// "exact"; "exact-known-centre" (the centre's own error is not in it); "simulated"; or why there
  /// is no probability: "no-limits", "no-data", "no-variance", "distribution-unknown",
  /// "settings-untabulated".
  std::string_view basis{};
  /// The rules could not be asked: "no-data", "too-few-periods", "no-limits", "no-sigma" (the chart
  /// has no zones), "no-variance", "no-order" (a funnel).
  std::string_view reason{};
  std::vector<RunsAnalysis> runs{};  ///< anhoej: of each phase
  std::vector<PointLabel> labels{};  ///< nhs: of each point
  std::optional<Icons> icons{};      ///< nhs
};

struct Chart {
  ChartSettings settings;
  std::vector<ChartPoint> points;  ///< one for each point of the series
  std::vector<ChartPhase> phases;
  std::vector<RuleFindings> findings;  ///< in the order of settings.rules
};

/// The icons of the chart's rules; nullptr where none gives any.
const Icons* icons_of(const Chart& chart);

/// How the values that the machine rule watches vary.
enum class WatchScale {
  value,       ///< anything else
  proportion,  ///< events of `size` units: at least as much as a binomial
  rate         ///< events of `size` exposure: at least as much as a Poisson
};
std::string_view name_of(WatchScale scale);

struct WatchSettings {
  WatchScale scale = WatchScale::value;
  std::size_t first = 0;      ///< first period of the baseline
  std::size_t baseline = 28;  ///< periods from `first` on, gaps and excluded ones counted
  std::vector<ExcludedPoint> excluded{};
};

/// One period as the machine rule sees it.
struct WatchPoint {
  std::size_t index = 0;
  std::optional<double> value{}, expected{};  ///< in the metric's unit
  std::optional<double> statistic{};  ///< the average of deviations so far, in its standard errors
  bool alarm = false;                 ///< statistic beyond the limit
};

/// The one rule for machines: an exponentially weighted average after a baseline, with a limit that
/// keeps false alarms to `budget` in `horizon` periods.
struct Watch {
  WatchSettings settings;
  std::string_view rule = "ewma";
  /// Nothing is watched: "too-few-periods", "no-variance", "no-data", "too-few-events",
  /// "zero-denominator"; "no-new-periods" when the baseline is there and nothing after it.
  std::string_view reason{};
  std::size_t baseline = 0;             ///< periods that the expectation comes from
  std::size_t monitored = 0;            ///< periods with a value after them
  double weight = 0;                    ///< of the newest period
  double limit = 0;                     ///< for |statistic|
  std::optional<double> centre, sigma;  ///< of one period; proportion, rate: of size 1
  std::optional<double> dispersion;  ///< proportion, rate: variance over the binomial's, Poisson's
  Autocorrelation autocorrelation;   ///< always allowed for
  std::optional<double> autocorrelation_used;  ///< corrected for the small sample
  WeekdayPattern weekdays;
  std::vector<WatchPoint> points{};  ///< after the baseline
  std::optional<std::size_t> alarm;  ///< index of the first one
  int direction = 0;                 ///< of the first alarm
  double budget = 0.05;
  std::size_t horizon = 28;
  /// P(any alarm) of a steady process in as many periods as were monitored; absent without any.
  std::optional<double> false_alarm{};
  /// After a shift of one sigma of independent values, at the beginning: mean periods until an
  /// alarm (none within a year counts as 365), their median, and the share found within the
  /// horizon.
  std::optional<double> delay{}, delay_median{}, found{};
};

}  // namespace collab
