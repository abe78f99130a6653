// chart: cusum — two sums of deviations beyond an allowance, for small lasting shifts.
//
// source  Page 1954, Biometrika 41:100; head start Lucas and Crosier 1982, Technometrics 24:199
#include <algorithm>

#include "statistics/individuals.hpp"

namespace collab {
namespace {

void draw(PhaseDrawing& drawing) {
  const std::vector<double> values = take_values(drawing, false);
  const CentreAndSigma estimated = estimate(drawing, values);
  const ChartSettings& settings = drawing.settings;
  const double allowance = settings.cusum_shift / 2;
  const bool scaled = estimated.sigma && *estimated.sigma > 0;
  double above = settings.head_start, below = -settings.head_start;
  for (ChartPoint& point : drawing.points) {
    if (!point.value) continue;
    const double value = *point.value;
    point.value.reset();
    // Sums are in sigmas: without one there are none.
    if (point.excluded || !scaled) continue;
    const double z = (value - estimated.centre) / *estimated.sigma;
    above = std::max(0.0, above + z - allowance);
    below = std::min(0.0, below + z + allowance);
    point.value = above;
    point.lower_sum = below;
    point.centre = 0;
    point.lower = -settings.cusum_limit;
    point.upper = settings.cusum_limit;
  }
}

}  // namespace

const ChartKind cusum_chart{.name = "cusum",
                            .summary = "sums of deviations beyond an allowance",
                            .draw = draw,
                            .spread = SpreadSource::moving_range,
                            .runs = false};

}  // namespace collab
