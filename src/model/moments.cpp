#include "collab/model/moments.hpp"

namespace collab {

void Moments::add(const std::array<double, columns>& unit) {
  if (n > 0) {
    std::array<double, columns> away{};
    for (std::size_t i = 0; i < columns; ++i) away[i] = unit[i] - sum[i] / n;
    const double weight = n / (n + 1);
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t j = i; j < columns; ++j) centred[index(i, j)] += weight * away[i] * away[j];
    }
  }
  for (std::size_t i = 0; i < columns; ++i) sum[i] += unit[i];
  n += 1;
}

Moments operator+(const Moments& a, const Moments& b) {
  Moments both;
  both.n = a.n + b.n;
  for (std::size_t i = 0; i < Moments::columns; ++i) both.sum[i] = a.sum[i] + b.sum[i];
  // A side of unknown units (a rate from summary rows) has sums alone: no mean to differ from.
  if (a.n <= 0 || b.n <= 0) {
    both.centred = a.n > 0 ? a.centred : b.n > 0 ? b.centred : both.centred;
    return both;
  }
  std::array<double, Moments::columns> apart{};
  for (std::size_t i = 0; i < Moments::columns; ++i) apart[i] = b.mean(i) - a.mean(i);
  const double weight = a.n / both.n * b.n;
  for (std::size_t i = 0; i < Moments::columns; ++i) {
    for (std::size_t j = i; j < Moments::columns; ++j) {
      const std::size_t k = Moments::index(i, j);
      both.centred[k] = a.centred[k] + b.centred[k] + weight * apart[i] * apart[j];
    }
  }
  return both;
}

Moments without(const Moments& all, const Moments& part) {
  Moments rest;
  rest.n = all.n - part.n;
  for (std::size_t i = 0; i < Moments::columns; ++i) rest.sum[i] = all.sum[i] - part.sum[i];
  if (part.n <= 0 || rest.n <= 0) {
    if (rest.n > 0) rest.centred = all.centred;
    return rest;
  }
  std::array<double, Moments::columns> apart{};
  for (std::size_t i = 0; i < Moments::columns; ++i) apart[i] = rest.mean(i) - part.mean(i);
  const double weight = part.n / all.n * rest.n;
  for (std::size_t i = 0; i < Moments::columns; ++i) {
    for (std::size_t j = i; j < Moments::columns; ++j) {
      const std::size_t k = Moments::index(i, j);
      rest.centred[k] = all.centred[k] - part.centred[k] - weight * apart[i] * apart[j];
      if (i == j && rest.centred[k] < 1e-12 * all.centred[k]) rest.centred[k] = 0;
    }
  }
  return rest;
}

}  // namespace collab
