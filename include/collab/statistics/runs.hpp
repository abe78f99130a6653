#pragma once
// Runs about a centre line, and how often chance alone breaks Anhoej's rules.
//
// source  Anhoej and Olesen 2014, PLoS ONE 9:e113825; Anhoej 2015, PLoS ONE 10:e0121349. The
//         probabilities count compositions with bounded parts.
#include <cstddef>

namespace collab {

/// The longest run that is not unusual: round(log2 n) + 3. 0 for n = 0
std::size_t longest_run_max(std::size_t useful);

/// The fewest crossings that are not unusual: the 5 % point of the binomial of n - 1 and 1/2, the
/// smallest c with P(B <= c) >= 0.05. 0 for n < 2
std::size_t crossings_min(std::size_t useful);

/// P(longest run above longest_run_max, or crossings below crossings_min) of n independent points,
/// each as often above as below a centre known beforehand. Exact.
double runs_false_signal(std::size_t useful);

/// A centre that comes from points, the first ones or all.
struct OwnCentre {
  std::size_t own = 0;  ///< points that it comes from; 0 as of a centre known beforehand
  bool median = false;  ///< of these points; else their mean
};

/// The same of points that make their centre and `later` ones after them, in any order alike. Of
/// the centre's own half lie above its median; above its mean about as many, as of normal points.
/// The later ones are normal, and oftener on one side as the centre is in error.
double runs_false_signal(const OwnCentre& centre, std::size_t later);

}  // namespace collab
