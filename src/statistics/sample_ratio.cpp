#include "collab/statistics/sample_ratio.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

/// Units that each prior on the planned shares is worth, from "any share" to "very near the plan":
/// small ones see gross faults in few units, large ones small deviations in many.
constexpr std::array<double, 5> concentrations{2, 100, 1000, 10000, 100000};

void check_shares(std::span<const double> observed, std::span<const double> shares) {
  if (observed.size() != shares.size()) {
    throw Error(ExitCode::failure, "shares-invalid", "there must be one planned share per variant");
  }
  for (double share : shares) {
    if (!(share > 0)) {
      throw Error(ExitCode::failure, "shares-invalid", "a planned share must be above 0");
    }
  }
}

}  // namespace

std::optional<double> sample_ratio_p_value(std::span<const double> observed,
                                           std::span<const double> shares) {
  check_shares(observed, shares);
  if (observed.size() < 2) return std::nullopt;
  const double total = std::accumulate(observed.begin(), observed.end(), 0.0);
  // Shares written as percentages add up to 1 only within rounding.
  const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
  double chi_square = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double expected = total * shares[i] / whole;
    if (expected < 5) return std::nullopt;
    chi_square += (observed[i] - expected) * (observed[i] - expected) / expected;
  }
  return chi_square_upper_tail(chi_square, static_cast<double>(observed.size() - 1));
}

std::optional<double> sequential_sample_ratio_p_value(std::span<const double> observed,
                                                      std::span<const double> shares) {
  check_shares(observed, shares);
  const double total = std::accumulate(observed.begin(), observed.end(), 0.0);
  if (observed.size() < 2 || !(total > 0)) return std::nullopt;
  const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::array<double, concentrations.size()> log_factors{};
  for (std::size_t c = 0; c < concentrations.size(); ++c) {
    double log_factor = log_gamma(concentrations[c]) - log_gamma(concentrations[c] + total);
    for (std::size_t i = 0; i < observed.size(); ++i) {
      const double share = shares[i] / whole, prior = concentrations[c] * share;
      log_factor +=
          log_gamma(prior + observed[i]) - log_gamma(prior) - observed[i] * std::log(share);
    }
    log_factors[c] = log_factor;
  }
  const double largest = *std::ranges::max_element(log_factors);
  double sum = 0;
  for (const double each : log_factors) sum += std::exp(each - largest);
  const double log_mean = largest + std::log(sum / static_cast<double>(concentrations.size()));
  return std::min(1.0, std::exp(-log_mean));
}

}  // namespace collab
