#pragma once
// The standard error that an effect's interval implies.
#include <optional>

#include "collab/model/effect.hpp"

namespace collab {

/// The absolute effect's standard error: the method's own, else half the interval's width over the
/// normal critical value at `alpha`, the level at which the interval was made. For score intervals
/// that is an approximation, on the wide side with few successes. nullopt when unbounded or 0 wide.
std::optional<double> effect_error(const Effect& effect, double alpha);

}  // namespace collab
