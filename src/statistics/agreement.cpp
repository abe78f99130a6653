#include "collab/statistics/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

double worth(std::size_t i, std::size_t j, std::size_t categories, AgreementWeights weights) {
  if (weights == AgreementWeights::nominal || categories < 2) return i == j ? 1 : 0;
  const double apart = static_cast<double>(i > j ? i - j : j - i);
  const double share = apart / static_cast<double>(categories - 1);
  return weights == AgreementWeights::linear ? 1 - share : 1 - share * share;
}

void set_interval(Agreement& result, double variance, double critical) {
  if (!(variance > 1e-18)) {
    result.kappa.reason = "no-variance";
    return;
  }
  result.standard_error = std::sqrt(variance);
  result.kappa.low = std::max(-1.0, *result.kappa.value - critical * result.standard_error);
  result.kappa.high = std::min(1.0, *result.kappa.value + critical * result.standard_error);
}

/// Sums over items of Fleiss' kappa, from which one item can be taken again.
struct Ratings {
  double items = 0, agreement = 0, total = 0;
  std::vector<double> said;  ///< by category

  void add(std::span<const double> item, double sign) {
    double n = 0, pairs = 0;
    for (std::size_t j = 0; j < item.size(); ++j) {
      n += item[j];
      pairs += item[j] * (item[j] - 1);
      said[j] += sign * item[j];
    }
    items += sign;
    agreement += sign * pairs / (n * (n - 1));
    total += sign * n;
  }
  double observed() const { return agreement / items; }
  double expected() const {
    double sum = 0;
    for (const double count : said) sum += count / total * (count / total);
    return sum;
  }
  /// Absent where one category alone was used.
  std::optional<double> kappa() const {
    const double chance = expected();
    if (!(chance < 1 - 1e-12)) return std::nullopt;
    return (observed() - chance) / (1 - chance);
  }
};

}  // namespace

Agreement cohen_kappa(std::span<const double> table, std::size_t categories, double alpha,
                      AgreementWeights weights) {
  const double critical = normal_critical(alpha);
  Agreement result;
  double n = 0;
  for (const double count : table) n += count;
  if (!(n > 0)) {
    result.kappa = no_estimate("no-data");
    return result;
  }
  std::vector<double> first(categories), second(categories);
  for (std::size_t i = 0; i < categories; ++i)
    for (std::size_t j = 0; j < categories; ++j) {
      const double share = table[i * categories + j] / n;
      first[i] += share;
      second[j] += share;
      result.observed += share * worth(i, j, categories, weights);
    }
  // Of a code what it is worth on average beside the other person's.
  std::vector<double> beside_second(categories), beside_first(categories);
  for (std::size_t i = 0; i < categories; ++i)
    for (std::size_t j = 0; j < categories; ++j) {
      const double value = worth(i, j, categories, weights);
      beside_second[i] += second[j] * value;
      beside_first[j] += first[i] * value;
      result.expected += first[i] * second[j] * value;
    }
  const double chance = result.expected, room = 1 - chance;
  if (!(room > 1e-12)) {
    result.kappa = no_estimate("no-variance");
    return result;
  }
  const double kappa = (result.observed - chance) / room;
  double squares = 0, null_squares = 0;
  for (std::size_t i = 0; i < categories; ++i)
    for (std::size_t j = 0; j < categories; ++j) {
      const double value = worth(i, j, categories, weights);
      const double usual = beside_second[i] + beside_first[j];
      const double off = value - usual * (1 - kappa);
      squares += table[i * categories + j] / n * off * off;
      null_squares += first[i] * second[j] * (value - usual) * (value - usual);
    }
  const double centre = kappa - chance * (1 - kappa);
  result.kappa.value = kappa;
  set_interval(result, (squares - centre * centre) / (n * room * room), critical);
  const double null_variance = (null_squares - chance * chance) / (n * room * room);
  if (null_variance > 0)
    result.p_value = 2 * normal_upper_tail(std::abs(kappa) / std::sqrt(null_variance));
  return result;
}

Agreement fleiss_kappa(std::span<const double> ratings, std::size_t categories, double alpha) {
  const double critical = normal_critical(alpha);
  Agreement result;
  Ratings all{.said = std::vector<double>(categories)};
  std::vector<std::span<const double>> items;
  for (std::size_t row = 0; row + categories <= ratings.size() && categories > 0;
       row += categories) {
    const auto item = ratings.subspan(row, categories);
    double said = 0;
    for (const double count : item) said += count;
    if (!(said >= 2)) continue;
    items.push_back(item);
    all.add(item, 1);
  }
  if (items.empty()) {
    result.kappa = no_estimate("no-data");
    return result;
  }
  result.observed = all.observed();
  result.expected = all.expected();
  result.kappa.value = all.kappa();
  if (!result.kappa.value || items.size() < 2) {
    result.kappa.reason = result.kappa.value ? "too-few" : "no-variance";
    return result;
  }
  std::vector<double> left_out;
  const double n = static_cast<double>(items.size());
  double mean = 0, squares = 0;
  for (const auto& item : items) {
    Ratings rest = all;
    rest.add(item, -1);
    const std::optional<double> kappa = rest.kappa();
    if (!kappa) {  // one item alone used another category: what it carries is not known
      result.kappa.reason = "too-few";
      return result;
    }
    left_out.push_back(*kappa);
    mean += *kappa / n;
  }
  for (const double kappa : left_out) squares += (kappa - mean) * (kappa - mean);
  set_interval(result, (n - 1) / n * squares, critical);
  return result;
}

}  // namespace collab
