#pragma once
// What stands beside an outcome: the same comparison made other ways, and a Bayesian's reading.
#include "review/sections.hpp"

namespace collab {

/// Without the covariate, without the cap, by unit instead of by cluster, with the mix of a
/// segment's levels made alike where they hold all units: those that apply, from the
/// cells that the outcome shows; none where later rows changed them. A final result has all that is
/// recorded beside it, always-valid. Against control of the same cycle only.
void add_alternatives(const ReviewInput& input, const Metric& metric, Outcome& outcome);

/// From a flat prior and the normal likelihood that the effect's standard error gives; nullopt
/// where the effect has none.
std::optional<Reading> reading_of(const Outcome& outcome, double credible);

}  // namespace collab
