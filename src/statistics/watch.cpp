// The machine rule. Deviations from what the baseline lets one expect are averaged with
// exponentially falling weights, and the average is divided by its own standard error: that of the
// average itself, autocorrelation allowed for, and that of the expectation, which is an estimate
// too. What is left to chance (sigma and autocorrelation are estimated as well) is in the limit,
// which is tabulated.
#include "collab/statistics/watch.hpp"

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "statistics/counts.hpp"
#include "statistics/watch_table.hpp"

namespace collab {
namespace {

constexpr double weight = 0.1, kept = 1 - weight;
constexpr std::size_t fewest = 12;    ///< periods of a baseline
constexpr double fewest_events = 10;  ///< of a baseline of counts, and as many others of shares
constexpr double most_correlated = 0.85;

/// A period in one form for values and counts.
struct Period {
  std::optional<double> value;
  double events = 0, size = 1;
  std::string_view reason{};
};

/// What the baseline lets one expect.
struct Expectation {
  double centre = 0;
  std::array<double, 8> by_weekday{};  ///< the last one: a period that is no day
  std::array<double, 8> unit_sd{};     ///< of one unit; 1 for values
  double variance = 0;                 ///< of a score
  double count = 0;                    ///< m
  double usual_size = 1;
  double correlation = 0;    ///< of neighbouring periods, as used
  double mean_variance = 0;  ///< of the mean of m periods, over that of one
  bool weekdays = false;
};

std::size_t slot(int weekday) { return weekday < 0 ? 7 : static_cast<std::size_t>(weekday); }

Period period_of(const SeriesPoint& point, WatchScale scale) {
  const bool finite =
      (!point.value || std::isfinite(*point.value)) && (!point.size || std::isfinite(*point.size));
  if (!finite) throw Error(ExitCode::invalid, "not-finite", "a watched number is not finite");
  if (scale == WatchScale::value) return {point.value, 0, 1, point.value ? "" : "gap"};
  const Share share =
      share_of(point, scale == WatchScale::proportion ? CountModel::binomial : CountModel::poisson);
  return {share.value, share.events, share.size, share.reason};
}

double score(const Period& period, int weekday, const Expectation& expected) {
  const std::size_t day = slot(weekday);
  return (*period.value - expected.by_weekday[day]) * std::sqrt(period.size) /
         expected.unit_sd[day];
}

/// Variance of the mean of m neighbours of an AR(1) series, over that of one.
double mean_variance(double m, double correlation) {
  if (!(correlation > 0)) return 1 / m;
  // 1 + 2 sum over k of (1 - k/m) f^k, summed.
  const double f = correlation, rest = 1 - f;
  return ((1 + f) / rest - 2 * f * (1 - std::pow(f, m)) / (m * rest * rest)) / m;
}

/// The baseline's part of the series, gaps and excluded periods emptied.
struct Baseline {
  std::vector<Period> periods;
  std::vector<int> weekdays;
  double count = 0, events = 0, size = 0, sum = 0;
};

class Watcher {
 public:
  Watcher(std::span<const SeriesPoint> series, Watch& watch)
      : series_(series), watch_(watch), settings_(watch.settings) {
    excluded_.assign(series.size(), false);
    for (const ExcludedPoint& point : settings_.excluded) {
      if (point.index >= series.size()) {
        throw Error(ExitCode::failure, "chart-settings", "an excluded point is not in the series");
      }
      excluded_[point.index] = true;
    }
  }

  void run() {
    const std::size_t first = std::min(settings_.first, series_.size());
    const std::size_t end = std::min(first + settings_.baseline, series_.size());
    watch_.weight = weight;
    const bool daily = is_daily(first, end);
    // Days are taken in whole weeks, so that no weekday counts for more than another.
    const std::size_t start = daily ? end - (end - first) / 7 * 7 : first;
    read_baseline(start, end);
    watch_.baseline = static_cast<std::size_t>(baseline_.count);
    watch_.reason = unfit(daily);
    if (!watch_.reason.empty()) return;
    expect();
    watch_.reason = measure();
    if (!watch_.reason.empty()) return;
    const WatchFigures figures = watch_figures(expected_.count, expected_.weekdays);
    watch_.limit = figures.limit;
    watch_.delay = figures.delay;
    watch_.delay_median = figures.delay_median;
    watch_.found = figures.found;
    follow(end);
    if (watch_.monitored == 0) {
      watch_.reason = "no-new-periods";
    } else {
      watch_.false_alarm = figures.false_alarm(static_cast<double>(watch_.monitored));
    }
  }

 private:
  bool is_daily(std::size_t first, std::size_t end) const {
    for (std::size_t i = first; i < end; ++i) {
      if (series_[i].weekday < 0) return false;
      if (series_[i].weekday != series_[first].weekday) return true;
    }
    return false;
  }

  void read_baseline(std::size_t start, std::size_t end) {
    for (std::size_t i = start; i < end; ++i) {
      Period period = period_of(series_[i], settings_.scale);
      if (excluded_[i]) period.value.reset();
      if (period.value) {
        ++baseline_.count;
        baseline_.sum += *period.value;
        baseline_.events += period.events;
        baseline_.size += period.size;
      }
      baseline_.periods.push_back(period);
      baseline_.weekdays.push_back(series_[i].weekday);
    }
  }

  std::string_view unfit(bool daily) const {
    if (!(baseline_.count > 0)) return "no-data";
    if (baseline_.count < fewest || (daily && baseline_.periods.size() < 14)) {
      return "too-few-periods";
    }
    if (settings_.scale == WatchScale::value) return "";
    const double others = settings_.scale == WatchScale::proportion
                              ? baseline_.size - baseline_.events
                              : baseline_.events;
    return std::min(baseline_.events, others) < fewest_events ? "too-few-events" : "";
  }

  CountModel model() const {
    return settings_.scale == WatchScale::proportion ? CountModel::binomial : CountModel::poisson;
  }

  /// The same for all days.
  void expect() {
    const bool counts = settings_.scale != WatchScale::value;
    expected_.count = baseline_.count;
    expected_.centre = counts ? baseline_.events / baseline_.size : baseline_.sum / baseline_.count;
    expected_.usual_size = baseline_.size / baseline_.count;
    expected_.by_weekday.fill(expected_.centre);
    expected_.unit_sd.fill(counts ? std::sqrt(unit_variance(model(), expected_.centre)) : 1);
    watch_.centre = expected_.centre;
  }

  /// Fills in the weekdays' means, and expects them where they differ.
  void look_at_weekdays() {
    std::array<double, 7> events{}, size{};
    for (std::size_t i = 0; i < baseline_.periods.size(); ++i) {
      const Period& period = baseline_.periods[i];
      if (!period.value) continue;
      const std::size_t day = slot(baseline_.weekdays[i]);
      events[day] += settings_.scale == WatchScale::value ? *period.value : period.events;
      size[day] += period.size;
    }
    const double usual = expected_.usual_size;
    for (std::size_t day = 0; day < 7; ++day) watch_.weekdays.means[day] = events[day] / size[day];
    if (!watch_.weekdays.significant) return;
    for (std::size_t day = 0; day < 7; ++day) {
      expected_.by_weekday[day] = *watch_.weekdays.means[day];
      if (settings_.scale == WatchScale::value) continue;
      const double shrunken = (events[day] + usual * expected_.centre) / (size[day] + usual);
      expected_.unit_sd[day] = std::sqrt(unit_variance(model(), shrunken));
    }
    expected_.weekdays = watch_.weekdays.adjusted = true;
  }

  std::vector<std::optional<double>> scores() const {
    std::vector<std::optional<double>> all(baseline_.periods.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!baseline_.periods[i].value) continue;
      all[i] = score(baseline_.periods[i], baseline_.weekdays[i], expected_);
    }
    return all;
  }

  /// Weekdays, autocorrelation and sigma of the baseline. returns  why there is none of the last
  std::string_view measure() {
    std::vector<std::optional<double>> all = scores();
    watch_.weekdays = weekday_pattern(all, baseline_.weekdays);
    if (watch_.weekdays.f || watch_.weekdays.significant) look_at_weekdays();
    if (expected_.weekdays) all = scores();
    double squares = 0;
    for (const auto& one : all) squares += one ? *one * *one : 0;
    const bool values = settings_.scale == WatchScale::value;
    // What rounding leaves of equal values is no variance. Equal counts are luck: chance has some.
    const double floor = values ? 1e-24 * expected_.count * expected_.centre * expected_.centre : 0;
    if (values && !(squares > floor)) return "no-variance";
    watch_.autocorrelation = autocorrelation(all);
    if (squares > 0 && !watch_.autocorrelation.r) return "too-few-periods";
    const double r = watch_.autocorrelation.r.value_or(0);
    const double m = expected_.count;
    // r of a short series is too low by some (1 + 4 r) / m.
    // source  Marriott and Pope 1954, Biometrika 41:390; Kendall 1954, Biometrika 41:403
    expected_.correlation = std::clamp((m * r + 1) / (m - 4), 0.0, most_correlated);
    watch_.autocorrelation.adjusted = true;
    watch_.autocorrelation_used = expected_.correlation;
    expected_.mean_variance = mean_variance(m, expected_.correlation);
    const double df = m * (1 - expected_.mean_variance) - (expected_.weekdays ? 6.0 : 0.0);
    expected_.variance = squares / df;
    if (values) {
      watch_.sigma = std::sqrt(expected_.variance);
      return "";
    }
    watch_.dispersion = expected_.variance;
    // Fewer than chance has is taken for luck.
    expected_.variance = std::max(1.0, expected_.variance);
    watch_.sigma = std::sqrt(expected_.variance * unit_variance(model(), expected_.centre));
    return "";
  }

  /// The average of scores, and the parts of its variance, each over the variance of a score.
  struct Average {
    double value = 0;
    double own = 0, with_latest = 0;  ///< variance; covariance with the latest score
    double reach = 0;                 ///< how much of the mean's error is in it
    double with_mean = 0;             ///< covariance with the mean's error
    double next_with_mean = 0;        ///< of the next score
    std::array<double, 7> reach_by_day{};
  };

  void add(Average& average, const Period& period, int weekday) const {
    const double f = expected_.correlation;
    const double share = std::sqrt(period.size / expected_.usual_size);
    const double carried = f * average.with_latest;
    average.value = kept * average.value + weight * score(period, weekday, expected_);
    average.own = kept * kept * average.own + weight * weight + 2 * weight * kept * carried;
    average.with_latest = weight + kept * carried;
    average.reach = kept * average.reach + weight * share;
    average.with_mean = kept * average.with_mean + weight * average.next_with_mean;
    average.next_with_mean *= f;
    if (!expected_.weekdays) return;
    for (double& day : average.reach_by_day) day *= kept;
    average.reach_by_day[slot(weekday)] += weight * share;
  }

  double standard_error(const Average& average) const {
    double variance = average.own + average.reach * average.reach * expected_.mean_variance -
                      2 * average.reach * average.with_mean;
    if (expected_.weekdays) {
      double squares = 0;
      for (const double day : average.reach_by_day) squares += day * day;
      variance += (squares * 7 - average.reach * average.reach) / expected_.count;
    }
    return std::sqrt(expected_.variance * variance);
  }

  void follow(std::size_t from) {
    Average average;
    const double f = expected_.correlation, m = expected_.count;
    average.next_with_mean = f > 0 ? f * (1 - std::pow(f, m)) / (1 - f) / m : 0;
    watch_.points.reserve(series_.size() - from);
    for (std::size_t i = from; i < series_.size(); ++i) {
      WatchPoint point{.index = i};
      const Period period = period_of(series_[i], settings_.scale);
      point.value = period.value;
      point.expected = expected_.by_weekday[slot(series_[i].weekday)];
      if (period.value && !excluded_[i]) {
        add(average, period, series_[i].weekday);
        ++watch_.monitored;
        point.statistic = average.value / standard_error(average);
        point.alarm = std::abs(*point.statistic) > watch_.limit;
        if (point.alarm && !watch_.alarm) {
          watch_.alarm = i;
          watch_.direction = *point.statistic > 0 ? 1 : -1;
        }
      }
      watch_.points.push_back(point);
    }
  }

  std::span<const SeriesPoint> series_;
  Watch& watch_;
  const WatchSettings& settings_;
  std::vector<bool> excluded_;
  Baseline baseline_;
  Expectation expected_;
};

}  // namespace

Watch watch(std::span<const SeriesPoint> series, const WatchSettings& settings) {
  Watch result;
  result.settings = settings;
  Watcher(series, result).run();
  return result;
}

}  // namespace collab
