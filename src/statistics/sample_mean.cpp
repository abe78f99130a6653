#include "statistics/sample_mean.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {

Estimate sample_mean(std::span<const double> values, double alpha) {
  if (values.empty()) return no_estimate("no-data");
  const double n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  Estimate estimate;
  estimate.value = mean;
  if (values.size() < 2) {
    estimate.reason = "too-few";
  } else if (std::ranges::all_of(values, [&](double value) { return value == values[0]; })) {
    estimate.reason = "no-variance";
  } else {
    const double half = t_critical(alpha, n - 1) * std::sqrt(squares / (n - 1) / n);
    estimate.low = mean - half;
    estimate.high = mean + half;
  }
  return estimate;
}

}  // namespace collab
