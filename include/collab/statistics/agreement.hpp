#pragma once
// Do people who code the same answers agree by more than chance?
#include <cstddef>
#include <optional>
#include <span>

#include "collab/model/effect.hpp"

namespace collab {

/// What two codes that differ are worth, of i and j among k categories in their order: nothing;
/// 1 - |i - j| / (k - 1); 1 - (i - j)^2 / (k - 1)^2.
enum class AgreementWeights { nominal, linear, quadratic };

struct Agreement {
  Estimate kappa;                 ///< 1: always alike; 0: as often as by chance
  double standard_error = 0;      ///< of kappa; 0 where there is none
  double observed = 0;            ///< share of agreement
  double expected = 0;            ///< what chance would give, with the same use of categories
  std::optional<double> p_value;  ///< of agreement by chance alone, two-sided
};

/// Two people, each item coded by both.
///
/// table   categories x categories by rows: how often the first said i and the second j
/// Reasons no-data; no-variance: one category alone was used, or (value without bounds) all agree
/// throws  Error(usage, "alpha-range")
/// source  Cohen 1960, Educational and Psychological Measurement 20:37, and 1968, Psychological
///         Bulletin 70:213; Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72:323
Agreement cohen_kappa(std::span<const double> table, std::size_t categories, double alpha,
                      AgreementWeights weights = AgreementWeights::nominal);

/// Several people, not necessarily the same for each item.
///
/// ratings items x categories by rows: how many said so of that item. Items with fewer than two
///         ratings show no agreement and are left out
/// returns kappa with the jackknife's standard error, each item left out in turn; no p-value
/// Reasons no-data; too-few, without bounds: one item; no-variance as above
/// throws  Error(usage, "alpha-range")
/// source  Fleiss 1971, Psychological Bulletin 76:378; Efron and Stein 1981, Annals of Statistics
///         9:586 (jackknife)
Agreement fleiss_kappa(std::span<const double> ratings, std::size_t categories, double alpha);

}  // namespace collab
