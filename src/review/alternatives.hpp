#pragma once
// What stands beside an outcome: the same comparison made other ways, and a Bayesian's reading.
#include "review/sections.hpp"

namespace collab {

/// Without the covariate, without the cap, by unit instead of by cluster: those that apply, from
/// the cells of the look. Against control of the same cycle only.
void add_alternatives(const ReviewInput& input, const Metric& metric, Outcome& outcome, int look);

/// From a flat prior and the normal likelihood that the effect's standard error gives; nullopt
/// where the effect has none.
std::optional<Reading> reading_of(const Outcome& outcome, double credible);

}  // namespace collab
