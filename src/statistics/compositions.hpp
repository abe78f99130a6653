#pragma once
// Numbers of compositions of m into r parts of 1 .. longest, over 2^m: in how many ways m points on
// one side of a centre can make r runs.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace collab {

/// N(m, r) = N(m - 1, r) + N(m - 1, r - 1) - N(m - 1 - longest, r - 1): the first part grows by
/// one, or is 1, or would have been too long. Rows are over all r, so that the inner loop has no
/// dependence; only the latest are kept.
class Compositions {
 public:
  /// most     the largest m
  /// earlier  how many rows before the latest longest + 2 are kept for at()
  Compositions(std::size_t most, std::size_t longest, std::size_t earlier = 0)
      : width_(most + 2),
        longest_(longest),
        kept_(longest + 2 + earlier),
        rows_(kept_ * width_, 0.0) {
    row(0)[0] = 1;
  }
  /// N(m, .) / 2^m; m grows by one with each call, from 1.
  const double* next() {
    ++m_;
    double* now = row(m_);
    const double* before = row(m_ - 1);
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
  /// N(m, .) / 2^m for an m among those kept.
  const double* at(std::size_t m) const { return rows_.data() + m % kept_ * width_; }

 private:
  double* row(std::size_t m) { return rows_.data() + m % kept_ * width_; }
  std::size_t width_, longest_, kept_, m_ = 0;
  std::vector<double> rows_;
};

}  // namespace collab
