// chart: bernoulli_cusum — sums over single opportunities, each with or without the event.
//
// Each side adds up the log-likelihood ratio of a chance whose odds are odds_ratio times, or a
// part of, what they were, and begins again at 0 once it reached its limit.
// source  Reynolds and Stoumbos 1999, J. Quality Technology 31:87; Steiner et al. 2000,
//         Biostatistics 1:441
#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "statistics/individuals.hpp"

namespace collab {
namespace {

struct Scores {
  double with = 0, without = 0;
};

/// ln of the likelihood with the odds times `factor`, over that with the chance p.
Scores scores_of(double p, double factor) {
  const double odds = p / (1 - p) * factor, changed = odds / (1 + odds);
  return {std::log(changed / p), std::log((1 - changed) / (1 - p))};
}

void draw(PhaseDrawing& drawing) {
  const std::vector<double> values = take_values(drawing, true);
  const ChartSettings& settings = drawing.settings;
  ChartPhase& phase = drawing.phase;
  phase.baseline = values.size();
  for (const double value : values) {
    if (value != 0 && value != 1) {
      throw Error(ExitCode::invalid, "not-a-share", "an opportunity is neither 0 nor 1");
    }
  }
  const bool known = !values.empty() || settings.centre.has_value();
  if (known) phase.centre = settings.centre ? *settings.centre : mean_of(values);
  const bool inside = phase.centre && *phase.centre > 0 && *phase.centre < 1;
  if (!known) phase.reason = "no-data";
  if (known && !inside) phase.reason = "no-variance";
  const Scores up = inside ? scores_of(*phase.centre, settings.odds_ratio) : Scores{},
               down = inside ? scores_of(*phase.centre, 1 / settings.odds_ratio) : Scores{};
  double above = 0, below = 0;
  for (ChartPoint& point : drawing.points) {
    if (!point.value) continue;
    const bool event = *point.value > 0;
    point.value.reset();
    if (point.excluded || !inside) continue;
    above = std::max(0.0, above) + (event ? up.with : up.without);
    below = std::min(0.0, below) - (event ? down.with : down.without);
    point.value = above;
    point.lower_sum = below;
    point.centre = 0;
    point.lower = -settings.bernoulli_limit;
    point.upper = settings.bernoulli_limit;
    if (above >= settings.bernoulli_limit) above = 0;
    if (below <= -settings.bernoulli_limit) below = 0;
  }
}

}  // namespace

const ChartKind bernoulli_cusum_chart{
    .name = "bernoulli_cusum",
    .summary = "sums over single opportunities with or without the event",
    .draw = draw,
    .runs = false,
    .inclusive = true,
    .takes = ChartTakes::opportunity};

}  // namespace collab
