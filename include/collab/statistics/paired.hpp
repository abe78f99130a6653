#pragma once
// The same people before and after: has the share of those who say yes changed?
#include <optional>

#include "collab/model/effect.hpp"

namespace collab {

/// Counts of people by both of their answers.
struct PairedAnswers {
  double both = 0, before_only = 0, after_only = 0, neither = 0;
  double n() const { return both + before_only + after_only + neither; }
};

struct PairedComparison {
  Estimate difference;            ///< share after - share before
  std::optional<double> p_value;  ///< below alpha exactly when 0 is outside: the larger of the
                                  ///< mid-p and the score test's
  std::optional<double> exact_p_value;  ///< McNemar's, binomial: never too small, often too large
  std::optional<double> mid_p_value;    ///< half of the observed table's chance taken off
};

/// Those who changed tell all there is to tell about whether more changed one way; Tango's score
/// interval says by how much. Where the mid-p does not reject, the interval is widened to touch 0.
///
/// Reasons  no-data (nobody); with nobody changed p is 1 and the interval is Tango's
/// throws   Error(usage, "alpha-range")
/// source   McNemar 1947, Psychometrika 12:153; Tango 1998, Statistics in Medicine 17:891;
///          Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91 (mid-p)
PairedComparison compare_paired(const PairedAnswers& answers, double alpha);

}  // namespace collab
