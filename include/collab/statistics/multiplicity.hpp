#pragma once
// p-values of several comparisons, adjusted for being several.
#include <span>
#include <vector>

namespace collab {

/// Each at most alpha exactly when Holm's step-down test of family-wise level alpha rejects it.
/// p_values  in any order, each in [0, 1]; returned in the same order, at most 1
/// source    Holm 1979, Scandinavian Journal of Statistics 6:65
std::vector<double> holm_adjusted(std::span<const double> p_values);

/// Each at most q exactly when the step-up test of false discovery rate q rejects it; for p-values
/// that are independent or positively dependent.
/// source  Benjamini and Hochberg 1995, JRSS B 57:289
std::vector<double> benjamini_hochberg_adjusted(std::span<const double> p_values);

}  // namespace collab
