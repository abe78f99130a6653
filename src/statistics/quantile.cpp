#include "collab/statistics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/model/number.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

struct SampleQuantile {
  double value = 0, standard_error = 0;
};

/// values sorted.
double at(std::span<const double> sorted, double q) {
  const double place = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double part = place - static_cast<double>(below);
  return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

SampleQuantile sample_quantile(std::span<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double z = normal_critical(0.05);
  const double apart = z * std::sqrt(q * (1 - q) / static_cast<double>(values.size()));
  return {.value = at(values, q),
          .standard_error = (at(values, q + apart) - at(values, q - apart)) / (2 * z)};
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
  // By cluster: how many values lie at or below the quantile, of how many.
  std::vector<std::array<double, Moments::columns>> counts(
      1 + *std::max_element(cluster.begin(), cluster.end()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    counts[cluster[i]][0] += values[i] <= quantile.value ? 1 : 0;
    counts[cluster[i]][1] += 1;
  }
  Moments below;
  for (const auto& count : counts) {
    if (count[1] > 0) below.add(count);
  }
  const double alone = q * (1 - q) / static_cast<double>(values.size());
  const double together = below.n < 2 ? 0 : ratio_value(below).value().variance;
  quantile.standard_error *= std::sqrt(together / alone);
  return carrying(below.n, quantile);
}

}  // namespace collab
