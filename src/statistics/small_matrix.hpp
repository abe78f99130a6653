#pragma once
// Square matrices of a handful of rows: what a regression on two covariates needs.
#include <cstddef>
#include <optional>
#include <vector>

namespace collab {

class Matrix {
 public:
  explicit Matrix(std::size_t size) : size_(size), cells_(size * size) {}
  std::size_t size() const { return size_; }
  double& operator()(std::size_t row, std::size_t column) { return cells_[row * size_ + column]; }
  double operator()(std::size_t row, std::size_t column) const {
    return cells_[row * size_ + column];
  }

 private:
  std::size_t size_;
  std::vector<double> cells_;
};

double dot(const std::vector<double>& a, const std::vector<double>& b);
std::vector<double> times(const Matrix& matrix, const std::vector<double>& vector);

/// By Cholesky; nullopt unless the symmetric matrix is positive definite.
std::optional<Matrix> inverse_of_positive_definite(const Matrix& matrix);

}  // namespace collab
