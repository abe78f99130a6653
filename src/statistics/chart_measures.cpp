// What is measured of a series before it is charted: the kind of chart that suits it, correlation
// of neighbours, days of the week.
#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "statistics/counts.hpp"

namespace collab {

ChartChoice choose_chart(std::string_view metric_kind, std::span<const SeriesPoint> series,
                         std::span<const ExcludedPoint> excluded) {
  const bool proportion = metric_kind == "proportion";
  if (!proportion && metric_kind != "rate") return {"xmr", "values"};
  const CountModel model = proportion ? CountModel::binomial : CountModel::poisson;
  ChartChoice choice{proportion ? "p" : "u", proportion ? "binomial" : "poisson"};
  std::vector<Share> shares;
  double events = 0, size = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const bool out = std::any_of(excluded.begin(), excluded.end(),
                                 [&](const ExcludedPoint& point) { return point.index == i; });
    if (out) continue;
    const Share share = share_of(series[i], model);
    if (!share.value) continue;
    shares.push_back(share);
    events += share.events;
    size += share.size;
  }
  if (shares.size() < 2) return choice;
  const double centre = events / size, variance = unit_variance(model, centre);
  if (!(variance > 0)) return choice;
  double chi_square = 0;
  for (const Share& share : shares) {
    chi_square += (*share.value - centre) * (*share.value - centre) * share.size / variance;
  }
  const double df = static_cast<double>(shares.size() - 1);
  choice.dispersion = chi_square / df;
  choice.p_value = chi_square_upper_tail(chi_square, df);
  if (*choice.p_value < 0.05) {
    choice.kind = proportion ? "p_prime" : "u_prime";
    choice.reason = "overdispersed";
  }
  return choice;
}

Autocorrelation autocorrelation(std::span<const std::optional<double>> values) {
  Autocorrelation found;
  double sum = 0;
  std::size_t n = 0;
  for (const auto& value : values) {
    if (!value) continue;
    sum += *value;
    ++n;
  }
  const double mean = n > 0 ? sum / static_cast<double>(n) : 0;
  double squares = 0, products = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    const double deviation = *values[i] - mean;
    squares += deviation * deviation;
    if (i == 0 || !values[i - 1]) continue;
    products += deviation * (*values[i - 1] - mean);
    ++found.pairs;
  }
  if (n < 4 || found.pairs == 0 || !(squares > 0)) return found;
  const double count = static_cast<double>(n);
  // Where gaps broke pairs the sum of those left stands for n - 1 of them.
  found.r =
      std::clamp(products / squares * (count - 1) / static_cast<double>(found.pairs), -1., 1.);
  found.beyond = 2 / std::sqrt(count);
  found.significant = std::abs(*found.r) > *found.beyond;
  return found;
}

WeekdayPattern weekday_pattern(std::span<const std::optional<double>> values,
                               std::span<const int> weekdays) {
  WeekdayPattern found;
  std::array<double, 7> sums{}, counts{};
  double n = 0, total = 0;
  bool daily = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (weekdays[i] < 0) continue;
    daily |= weekdays[i] != weekdays[0];
    if (!values[i]) continue;
    const auto day = static_cast<std::size_t>(weekdays[i]);
    sums[day] += *values[i];
    ++counts[day];
    total += *values[i];
    ++n;
  }
  if (!daily) {
    found.reason = "not-daily";
    return found;
  }
  if (*std::min_element(counts.begin(), counts.end()) < 3) {
    found.reason = "too-few-weeks";
    return found;
  }
  double between = 0, within = 0;
  for (std::size_t day = 0; day < 7; ++day) {
    found.means[day] = sums[day] / counts[day];
    const double deviation = *found.means[day] - total / n;
    between += counts[day] * deviation * deviation;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i] || weekdays[i] < 0) continue;
    const double deviation = *values[i] - *found.means[static_cast<std::size_t>(weekdays[i])];
    within += deviation * deviation;
  }
  // What rounding leaves of equal values is no variance.
  const double floor = 1e-24 * n * (total / n) * (total / n);
  if (!(within > floor)) {
    found.significant = between > floor;
    found.reason = "no-variance";
    if (!found.significant) found.means = {};
    return found;
  }
  found.df_between = 6;
  found.df_within = n - 7;
  found.f = (between / 6) / (within / *found.df_within);
  // F's upper tail by the beta function.
  const double x = *found.df_within / (*found.df_within + 6 * *found.f);
  found.p_value = beta_lower_tail(*found.df_within / 2, 3, x);
  found.significant = *found.p_value < 0.01;
  return found;
}

}  // namespace collab
