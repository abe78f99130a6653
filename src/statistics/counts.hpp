#pragma once
// Charts of counted events: p, u, c, and Laney's p' and u'.
#include "statistics/charts.hpp"

namespace collab {

enum class CountModel { binomial, poisson };

/// The variance of one unit's (one exposure's) share or rate.
double unit_variance(CountModel model, double centre);

/// The number of a period over its size, checked; absent for gaps and for size 0, with the reason.
/// throws  Error(invalid, "count-negative" | "successes-above-n" | "missing-size")
struct Share {
  std::optional<double> value;
  double events = 0, size = 0;
  std::string_view reason{};
};
Share share_of(const SeriesPoint& point, CountModel model);

/// sized  false: each period has size 1 (a c chart)
/// laney  limits are widened (or narrowed) by the spread of z, the points in sigmas of chance alone
/// source  Montgomery 2009, chapter 7; Laney 2002, Quality Engineering 14:531
void draw_counts(PhaseDrawing& drawing, CountModel model, bool sized, bool laney);

}  // namespace collab
