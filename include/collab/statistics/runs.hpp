#pragma once
// Runs about a centre line, and exactly how often chance alone breaks Anhoej's rules.
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
/// each as often above as below a centre known beforehand.
double runs_false_signal(std::size_t useful);

/// The same given that `above` and `below` points lie on either side, in any order alike: so it is
/// when the centre is the mean or the median of these very points. above = below for the median of
/// an even number.
double runs_false_signal(std::size_t above, std::size_t below);

}  // namespace collab
