#include "collab/statistics/runs.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

/// Numbers of compositions of m into r parts of 1 .. longest, over 2^m.
///
/// N(m, r) = N(m - 1, r) + N(m - 1, r - 1) - N(m - 1 - longest, r - 1): the first part grows by
/// one, or is 1, or would have been too long. Only the last `longest` rows are needed, each over
/// all r, so that the inner loop has no dependence.
class Compositions {
 public:
  Compositions(std::size_t most, std::size_t longest)
      : width_(most + 2), longest_(longest), rows_((longest + 2) * width_, 0.0) {
    row(0)[0] = 1;
  }
  /// N(m, .) / 2^m; m grows by one with each call, from 1.
  const double* next() {
    ++m_;
    double* now = row(m_);
    const double* before = row(m_ - 1);
    // longest_ + 2 rows lie in the ring; that of m - 1 - longest is the oldest.
    const double* old = m_ > longest_ ? row(m_ - 1 - longest_) : nullptr;
    const double scale = std::ldexp(1.0, -static_cast<int>(longest_) - 1);
    const std::size_t end = std::min(m_ + 1, width_ - 1);
    now[0] = 0;
    for (std::size_t r = 1; r <= end; ++r) now[r] = (before[r] + before[r - 1]) / 2;
    if (old != nullptr) {
      for (std::size_t r = 1; r <= end; ++r) now[r] -= scale * old[r - 1];
    }
    return now;
  }

 private:
  double* row(std::size_t m) { return rows_.data() + m % (longest_ + 2) * width_; }
  std::size_t width_, longest_, m_ = 0;
  std::vector<double> rows_;
};

}  // namespace

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

double runs_false_signal(std::size_t above, std::size_t below) {
  const std::size_t n = above + below, less = std::min(above, below), more = std::max(above, below);
  if (n == 0) return 0;
  Compositions compositions(more, longest_run_max(n));
  std::vector<double> few(more + 2, 0.0);
  if (less == 0) few[0] = 1;
  const double* many = nullptr;
  for (std::size_t m = 1; m <= more; ++m) {
    many = compositions.next();
    if (m == less) few.assign(many, many + more + 2);
  }
  double usual = 0;
  for (std::size_t runs = crossings_min(n) + 1; runs <= 2 * less + 1; ++runs) {
    const std::size_t half = runs / 2;
    if (runs % 2 == 0) {
      usual += 2 * few[half] * many[half];
    } else {
      usual += few[half + 1] * many[half] + few[half] * many[half + 1];
    }
  }
  const auto factorial = [](std::size_t k) { return log_gamma(static_cast<double>(k) + 1); };
  const double arrangements =
      factorial(n) - factorial(above) - factorial(below) - static_cast<double>(n) * std::log(2.0);
  return std::clamp(1 - usual * std::exp(-arrangements), 0.0, 1.0);
}

}  // namespace collab
