#include "collab/statistics/sample_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

/// Units that the prior on the planned shares is worth.
constexpr double concentration = 10000;

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
  double log_factor = log_gamma(concentration) - log_gamma(concentration + total);
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double share = shares[i] / whole, prior = concentration * share;
    log_factor += log_gamma(prior + observed[i]) - log_gamma(prior) - observed[i] * std::log(share);
  }
  return std::min(1.0, std::exp(-log_factor));
}

}  // namespace collab
