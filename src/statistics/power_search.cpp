// Sizes and effects that have a given power: searches along power().
#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "collab/statistics/boundary.hpp"
#include "collab/statistics/power.hpp"

namespace collab {
namespace {

constexpr double largest_size = 1e15;

void check_wanted(const PowerDesign& design, double wanted) {
  if (wanted > design.alpha / 2 && wanted < 1) return;
  throw Error(ExitCode::usage, "power-range",
              "a wanted power lies above half of alpha, which chance alone reaches, and below 1",
              "80% is usual");
}

/// The change that takes the treatment to the end of what the measure can be; nullopt: no end.
std::optional<double> farthest(const PowerDesign& design) {
  const bool bounded = design.model == PowerModel::share || design.model == PowerModel::rate;
  if (!bounded || (design.upwards && design.model == PowerModel::rate)) return std::nullopt;
  const double level = design.upwards ? 1 : 0, m = design.baseline;
  return design.relative ? level / m - 1 : level - m;
}

}  // namespace

PlannedValue size_for_power(const PowerDesign& design, double effect, double wanted) {
  check_wanted(design, wanted);
  const bool beyond = design.upwards ? effect > design.threshold : effect < design.threshold;
  if (!beyond) return {{}, "not-beyond-threshold"};
  const auto excess = [&](double size) { return power(design, effect, size) - wanted; };
  double enough = 4;
  while (!(excess(enough) > 0)) {
    enough *= 2;
    if (enough > largest_size) return {{}, "out-of-reach"};
  }
  double short_of = enough / 2;
  while (short_of > 1 && excess(short_of) > 0) short_of /= 2;
  return {boundary(excess, short_of, enough)};
}

PlannedValue detectable_effect(const PowerDesign& design, double size, double wanted) {
  check_wanted(design, wanted);
  const auto excess = [&](double effect) { return power(design, effect, size) - wanted; };
  const double direction = design.upwards ? 1 : -1;
  if (const std::optional<double> end = farthest(design)) {
    // At the very end a share has no variance left.
    const double last = design.threshold + (*end - design.threshold) * (1 - 1e-9);
    if (direction * (last - design.threshold) <= 0 || !(excess(last) > 0)) {
      return {{}, "out-of-reach"};
    }
    return {boundary(excess, design.threshold, last)};
  }
  const double scale = design.relative ? 1 : std::max(std::abs(design.baseline), design.sd);
  double step = 1e-6 * scale;
  while (!(excess(design.threshold + direction * step) > 0)) {
    step *= 2;
    if (step > 1e9 * scale) return {{}, "out-of-reach"};
  }
  return {boundary(excess, design.threshold, design.threshold + direction * step)};
}

}  // namespace collab
