#pragma once
// Proportions: score intervals for one share, for the difference and for the ratio of two.
#include <optional>

namespace collab {

/// successes of n units; 0 <= successes <= n, n > 0.
struct Share {
  double successes = 0, n = 0;
  double value() const { return successes / n; }
};

struct Bounds {
  double low = 0, high = 0;
};

/// Wilson's interval of level 1 - alpha for one share, within [0, 1].
/// source  Wilson 1927, JASA 22:209; Newcombe 1998, Statistics in Medicine 17:857, method 3
Bounds wilson_interval(const Share& share, double alpha);

/// What the score test says of two shares.
struct ScoreComparison {
  /// Two-sided, of no difference: the (N - 1) chi-square test. 1 where all cells agree.
  double p_value = 1;
  /// treatment - control, within [-1, 1].
  Bounds difference;
  /// treatment / control. Absent when the control has no successes: the ratio is unbounded.
  std::optional<double> ratio_high;
  /// 0 when the treatment has no successes.
  double ratio_low = 0;
};

/// Miettinen and Nurminen's score intervals, each bound the value at which the score test with
/// restricted maximum likelihood variance times N / (N - 1) just rejects.
///
/// Difference 0 and ratio 1 are the same hypothesis with the same statistic, so that p < alpha
/// exactly when 0 is outside `difference`, and exactly when 1 is outside the ratio's bounds.
/// accuracy  bounds to 1e-12; n up to 1e12
/// throws    Error(usage, "alpha-range")
/// source    Miettinen and Nurminen 1985, Statistics in Medicine 4:213; Newcombe 1998, Statistics
/// in
///           Medicine 17:873, method 6
ScoreComparison miettinen_nurminen(const Share& control, const Share& treatment, double alpha);

/// The standard error that the test rests on: of treatment - control at the most likely shares with
/// that difference, and of treatment - ratio control at those with that ratio. n need not be whole.
double score_difference_error(const Share& control, const Share& treatment, double difference);
double score_ratio_error(const Share& control, const Share& treatment, double ratio);

}  // namespace collab
