#pragma once
// What all consumers think, from those who answered: bounds without any assumption, and shares that
// are weighted back to the mix of consumers.
#include <optional>
#include <span>

#include "collab/model/effect.hpp"

namespace collab {

/// 0 <= yes <= answered <= invited.
struct Response {
  double yes = 0, answered = 0, invited = 0;
};

/// The share of all invited who would say yes lies between two: nobody of the silent would, or all.
/// Each with Wilson's interval; from low.low to high.high is where it is, chance included.
struct ResponseBounds {
  Estimate low, high;
};

/// Reason  no-data: nobody was invited.  throws  Error(usage, "alpha-range")
/// source  Manski 1989, Journal of Human Resources 24:343; Horowitz and Manski 2000, JASA 95:77
ResponseBounds response_bounds(const Response& response, double alpha);

/// Answers of one segment, and its share of all consumers (any scale: shares are divided by their
/// sum).
struct SegmentAnswers {
  double population = 0;
  double n = 0, yes = 0;
};

struct WeightedShare {
  Estimate share;             ///< normal, within [0, 1]
  double unweighted = 0;      ///< of all answers alike
  double standard_error = 0;  ///< sqrt(sum W^2 p (1 - p) / (n - 1)), W the population's share
  double design_effect = 1;   ///< Kish's: what unequal weights cost, 1 or more
  double effective_n = 0;     ///< answers / design_effect
};

/// The share if segments had answered as often as they are many.
///
/// Reasons no-data: a segment of the population without answers, or none at all; too-few (value
///         without bounds): a segment of one answer; no-variance (likewise): all alike in each
/// throws  Error(usage, "alpha-range")
/// source  Holt and Smith 1979, JRSS A 142:33; Kish 1965, Survey Sampling, 11.7
WeightedShare weighted_share(std::span<const SegmentAnswers> segments, double alpha);

/// The share of a consumer's spending that a brand has by its rank among the brands they use: 1 for
/// the first; ranks that are tied are averaged. 1 <= rank <= brands.
/// source  Keiningham, Aksoy, Buoye and Cooil 2011, Harvard Business Review 89(10):29 (the Wallet
///         Allocation Rule)
double wallet_share(double rank, double brands);

}  // namespace collab
