#include "collab/statistics/runs.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "statistics/compositions.hpp"

namespace collab {
std::size_t longest_run_max(std::size_t useful) {
  if (useful == 0) return 0;
  return static_cast<std::size_t>(std::nearbyint(std::log2(static_cast<double>(useful)))) + 3;
}

std::size_t crossings_min(std::size_t useful) {
  if (useful < 2) return 0;
  const double n = static_cast<double>(useful - 1);
  // P(B <= c) of the binomial of n and 1/2.
  const auto lower = [&](double c) { return c >= n ? 1 : beta_lower_tail(n - c, c + 1, 0.5); };
  double c = std::max(0.0, std::floor(n / 2 - 0.8224 * std::sqrt(n)));  // z(0.05) / 2
  while (c > 0 && lower(c - 1) >= 0.05) --c;
  while (lower(c) < 0.05) ++c;
  return static_cast<std::size_t>(c);
}

double runs_false_signal(std::size_t useful) {
  if (useful == 0) return 0;
  Compositions compositions(useful, longest_run_max(useful));
  const double* counts = nullptr;
  for (std::size_t m = 0; m < useful; ++m) counts = compositions.next();
  double usual = 0;
  for (std::size_t r = crossings_min(useful) + 1; r <= useful; ++r) usual += 2 * counts[r];
  return std::clamp(1 - usual, 0.0, 1.0);
}

}  // namespace collab
