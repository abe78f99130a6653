#include "collab/statistics/participation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

/// Sum over members of rank times contributions, ranks from 1 for the least active, and the rest
/// that a Gini coefficient without one member needs.
struct Ranked {
  double n = 0, sum = 0, weighted = 0;
};

double gini(double n, double sum, double weighted) {
  return (2 * weighted - (n + 1) * sum) / (n * sum);
}

double share_of_most_active(std::span<const std::pair<double, double>> tallies, double members,
                            double contributions) {
  double left = members, made = 0;
  for (auto tally = tallies.rbegin(); tally != tallies.rend(); ++tally) {
    const double taken = std::min(left, tally->second);
    made += taken * tally->first;
    left -= taken;
  }
  return made / contributions;
}

}  // namespace

Participation participation(std::span<const std::pair<double, double>> tallies, double alpha) {
  Participation result;
  Ranked all;
  for (const auto& [value, members] : tallies) {
    // Ranks n + 1 to n + members, which add up to members n + members (members + 1) / 2.
    all.weighted += value * (members * all.n + members * (members + 1) / 2);
    all.n += members;
    all.sum += value * members;
  }
  result.members = all.n;
  result.contributions = all.sum;
  if (!(all.n > 0)) {
    result.gini = no_estimate("no-data");
    return result;
  }
  result.top_share = share_of_most_active(tallies, std::max(1.0, std::ceil(all.n / 100)), all.sum);
  result.top_tenth_share =
      share_of_most_active(tallies, std::max(1.0, std::ceil(all.n / 10)), all.sum);
  double entropy = 0, carried = 0;
  for (auto tally = tallies.rbegin(); tally != tallies.rend(); ++tally) {
    const auto& [value, members] = *tally;
    entropy -= members * (value / all.sum) * std::log(value / all.sum);
    const double lacking = std::max(0.0, all.sum / 2 - carried);
    result.half_carried_by += std::min(members, std::ceil(lacking / value));
    carried += members * value;
  }
  result.effective = std::exp(entropy);
  result.gini.value = gini(all.n, all.sum, all.weighted);
  if (all.n < 2) {
    result.gini.reason = "too-few";
    return result;
  }
  if (tallies.size() == 1) {
    result.gini.reason = "no-variance";
    return result;
  }
  // Without one member all ranks above theirs fall by 1. Members of one activity leave the same.
  double ranks = 0, sum_before = 0, mean = 0;
  const auto without = [&](double value, double last_rank, double sum_up_to) {
    const double weighted = all.weighted - last_rank * value - (all.sum - sum_up_to);
    return gini(all.n - 1, all.sum - value, weighted);
  };
  std::vector<std::pair<double, double>> left_out;  // the coefficient, how many leave it
  for (const auto& [value, members] : tallies) {
    ranks += members;
    sum_before += value * members;
    left_out.emplace_back(without(value, ranks, sum_before), members);
    mean += left_out.back().first * members / all.n;
  }
  double squares = 0;
  for (const auto& [value, members] : left_out)
    squares += members * (value - mean) * (value - mean);
  result.standard_error = std::sqrt((all.n - 1) / all.n * squares);
  const double half = normal_critical(alpha) * result.standard_error;
  result.gini.low = std::max(0.0, *result.gini.value - half);
  result.gini.high = std::min(1.0, *result.gini.value + half);
  return result;
}

}  // namespace collab
