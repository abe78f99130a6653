#pragma once
// The mean of a handful of numbers, with Student's interval.
#include <span>

#include "collab/model/effect.hpp"

namespace collab {

/// t interval on n - 1 degrees of freedom. Reasons: no-data; too-few and no-variance, with a value
/// and without bounds.
Estimate sample_mean(std::span<const double> values, double alpha);

}  // namespace collab
