#include "statistics/mid_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

/// A value, how many there are, and the share below it with half of its own.
struct Atom {
  double value = 0;
  std::size_t count = 0;
  double middle = 0;
};

std::vector<Atom> atoms_of(std::span<const double> sorted) {
  std::vector<Atom> atoms;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t next = i;
    while (next < sorted.size() && sorted[next] == sorted[i]) ++next;
    const double below = static_cast<double>(i), half = static_cast<double>(next - i) / 2;
    atoms.push_back({.value = sorted[i],
                     .count = next - i,
                     .middle = (below + half) / static_cast<double>(sorted.size())});
    i = next;
  }
  return atoms;
}

double at(std::span<const Atom> atoms, double q) {
  const auto above = std::ranges::upper_bound(atoms, q, {}, &Atom::middle);
  if (above == atoms.begin()) return atoms.front().value;
  if (above == atoms.end()) return atoms.back().value;
  const Atom &low = *std::prev(above), &high = *above;
  return low.value + (high.value - low.value) * (q - low.middle) / (high.middle - low.middle);
}

/// At most half as many values as there are places around the quantile.
bool repeat_near(std::span<const double> sorted, double q, double spread) {
  const double last = static_cast<double>(sorted.size() - 1);
  const auto first = static_cast<std::size_t>(std::floor(std::max(q - spread, 0.0) * last));
  const auto end = static_cast<std::size_t>(std::ceil(std::min(q + spread, 1.0) * last)) + 1;
  std::size_t different = 1;
  for (std::size_t i = first + 1; i < end; ++i)
    if (sorted[i] != sorted[i - 1]) ++different;
  return different <= (end - first) / 2;
}

}  // namespace

std::optional<MidQuantile> mid_quantile(std::span<const double> sorted, double q, double spread) {
  if (!repeat_near(sorted, q, spread)) return std::nullopt;
  const std::vector<Atom> atoms = atoms_of(sorted);
  const auto above = std::ranges::upper_bound(atoms, q, {}, &Atom::middle);
  if (above == atoms.begin() || above == atoms.end()) return std::nullopt;
  const Atom &low = *std::prev(above), &high = *above;
  if (low.count < 2 || high.count < 2) return std::nullopt;
  MidQuantile quantile{
      .lower = low.value,
      .upper = high.value,
      .place = (q - low.middle) / (high.middle - low.middle),
  };
  quantile.value = at(atoms, q);
  const double n = static_cast<double>(sorted.size());
  double squares = 0;
  for (const Atom& atom : atoms) {
    const double part = quantile.part(atom.value);
    squares += part * part * static_cast<double>(atom.count);
  }
  const double z = normal_critical(0.05);
  const double apart = z * std::sqrt(std::max(squares / n - q * q, 0.0) / n);
  quantile.standard_error = (at(atoms, q + apart) - at(atoms, q - apart)) / (2 * z);
  return quantile;
}

}  // namespace collab
