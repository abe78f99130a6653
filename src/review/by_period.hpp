#pragma once
// Before/after: days differ by more than the luck of the units in them, so it is days that were
// sampled.
#include <optional>

#include "collab/review/series.hpp"
#include "review/comparison.hpp"

namespace collab {

/// A side's figures of its periods; absent where they do not add up to the side's cell (units that
/// come again, rows of whole cycles, figures to date that shrink), or are no sums (quantiles).
std::optional<Moments> period_moments(const Metric& metric, const Cell& cell, const Series& series);

/// Gives a comparison of two times the error that its periods show, in place of what its units
/// would have if all days were alike. Left as it was where a side has too few periods, or they
/// cannot be judged.
void judge_by_period(Comparison& comparison, const Metric& metric, const Moments& before,
                     const Moments& after, const Certainty& certainty);

}  // namespace collab
