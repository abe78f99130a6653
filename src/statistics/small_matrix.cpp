#include "statistics/small_matrix.hpp"

#include <cmath>

namespace collab {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<double> times(const Matrix& matrix, const std::vector<double>& vector) {
  std::vector<double> product(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    for (std::size_t j = 0; j < matrix.size(); ++j) product[i] += matrix(i, j) * vector[j];
  }
  return product;
}

std::optional<Matrix> inverse_of_positive_definite(const Matrix& matrix) {
  const std::size_t size = matrix.size();
  Matrix lower(size);
  for (std::size_t j = 0; j < size; ++j) {
    for (std::size_t i = j; i < size; ++i) {
      double rest = matrix(i, j);
      for (std::size_t k = 0; k < j; ++k) rest -= lower(i, k) * lower(j, k);
      if (i == j && !(rest > 0)) return std::nullopt;
      lower(i, j) = i == j ? std::sqrt(rest) : rest / lower(j, j);
    }
  }
  Matrix inverse(size);
  for (std::size_t column = 0; column < size; ++column) {
    std::vector<double> x(size);
    for (std::size_t i = 0; i < size; ++i) {
      double rest = i == column ? 1 : 0;
      for (std::size_t k = 0; k < i; ++k) rest -= lower(i, k) * x[k];
      x[i] = rest / lower(i, i);
    }
    for (std::size_t i = size; i-- > 0;) {
      for (std::size_t k = i + 1; k < size; ++k) x[i] -= lower(k, i) * x[k];
      x[i] /= lower(i, i);
    }
    for (std::size_t i = 0; i < size; ++i) inverse(i, column) = x[i];
  }
  return inverse;
}

}  // namespace collab
