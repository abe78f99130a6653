#include "collab/statistics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/model/number.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/distributions.hpp"
#include "statistics/mid_quantile.hpp"

namespace collab {
namespace {

struct SampleQuantile {
  double value = 0, standard_error = 0;
  std::optional<MidQuantile> mid;  ///< what it is where values repeat

  /// What a value has part in the share at or below the quantile.
  double part(double of) const { return mid ? mid->part(of) : of <= value ? 1 : 0; }
};

/// values sorted.
double at(std::span<const double> sorted, double q) {
  const double place = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double part = place - static_cast<double>(below);
  return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

/// The widest step from one value to the next, around the places between two quantiles, where the
/// value at one end of it repeats: what chance may move a quantile that lies on such a value.
double step_of_ties(std::span<const double> sorted, double low, double high) {
  const auto last = static_cast<double>(sorted.size() - 1);
  auto first = static_cast<std::size_t>(std::floor(std::clamp(low, 0.0, 1.0) * last));
  auto end = static_cast<std::size_t>(std::ceil(std::clamp(high, 0.0, 1.0) * last));
  while (first > 0 && sorted[first] == sorted[first - 1]) --first;
  while (end + 1 < sorted.size() && sorted[end] == sorted[end + 1]) ++end;
  if (first > 0) --first;
  if (end + 1 < sorted.size()) ++end;
  double widest = 0;
  std::size_t alike = 1;  // values like this one, so far
  for (std::size_t i = first + 1; i <= end; ++i) {
    if (sorted[i] == sorted[i - 1]) {
      ++alike;
      continue;
    }
    const bool next_repeats = i + 1 < sorted.size() && sorted[i + 1] == sorted[i];
    if (alike > 1 || next_repeats) widest = std::max(widest, sorted[i] - sorted[i - 1]);
    alike = 1;
  }
  return widest;
}

SampleQuantile sample_quantile(std::span<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double z = normal_critical(0.05);
  const double apart = z * std::sqrt(q * (1 - q) / static_cast<double>(values.size()));
  if (const auto mid = mid_quantile(values, q, apart))
    return {.value = mid->value, .standard_error = mid->standard_error, .mid = mid};
  const double half = (at(values, q + apart) - at(values, q - apart)) / (2 * z);
  return {.value = at(values, q),
          .standard_error = std::hypot(half, step_of_ties(values, q - apart, q + apart)),
          .mid = {}};
}

Moments carrying(double n, const SampleQuantile& quantile) {
  Moments moments;
  moments.n = n;
  moments.sum[0] = n * quantile.value;
  moments.centred[0] = quantile.standard_error * quantile.standard_error * n * (n - 1);
  return moments;
}

}  // namespace

double quantile_of(const Metric& metric) {
  if (!metric.quantile.starts_with('p')) return 0;
  const ParsedNumber percent = parse_number(std::string_view(metric.quantile).substr(1), {});
  return percent.fault == NumberFault::none ? percent.real / 100 : 0;
}

Moments quantile_moments(std::span<double> values, double q) {
  if (values.empty()) return {};
  return carrying(static_cast<double>(values.size()), sample_quantile(values, q));
}

Moments quantile_moments(std::span<const double> values, std::span<const std::uint32_t> cluster,
                         double q) {
  if (values.empty()) return {};
  std::vector<double> sorted(values.begin(), values.end());
  SampleQuantile quantile = sample_quantile(sorted, q);
  // By cluster: how many values lie at or below the quantile (in parts, where values repeat), of
  // how many; and the same of all, as if they were no clusters.
  std::vector<std::array<double, Moments::columns>> counts(
      1 + *std::max_element(cluster.begin(), cluster.end()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    counts[cluster[i]][0] += quantile.part(values[i]);
    counts[cluster[i]][1] += 1;
  }
  Moments below;
  for (const auto& count : counts) {
    if (count[1] > 0) below.add(count);
  }
  double squares = 0, mean = 0;
  const double n = static_cast<double>(values.size());
  for (const double value : values) {
    mean += quantile.part(value) / n;
    squares += quantile.part(value) * quantile.part(value) / n;
  }
  const double alone = quantile.mid ? (squares - mean * mean) / n : q * (1 - q) / n;
  const double together = below.n < 2 ? 0 : ratio_value(below).value().variance;
  if (alone > 0) quantile.standard_error *= std::sqrt(together / alone);
  return carrying(below.n, quantile);
}

}  // namespace collab
