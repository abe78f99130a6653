#pragma once
// Who speaks: how unequally contributions are spread over those who contribute.
#include <cstdint>
#include <span>
#include <utility>

#include "collab/model/effect.hpp"

namespace collab {

struct Participation {
  double members = 0;  ///< who contributed at all
  double contributions = 0;
  double top_share = 0;        ///< of contributions, by the most active 1 % (at least one)
  Estimate gini;               ///< 0: all alike; 1 - 1 / members: one has said everything
  double standard_error = 0;   ///< of the Gini coefficient; 0 below two members
  double effective = 0;        ///< as many alike would be as diverse: exp of Shannon's entropy
  double top_tenth_share = 0;  ///< of contributions, by the most active 10 % (at least one)
  double half_carried_by = 0;  ///< the fewest members who made half of the contributions
};

/// Those who never spoke are not known, and not in it.
///
/// tallies  {contributions, members with so many}, contributions > 0 ascending, each once
/// The Gini coefficient's standard error is the jackknife's, its interval normal within [0, 1].
/// Reasons of gini: no-data; too-few below two members; no-variance where all are alike.
/// source   Gini 1912; Ogwang 2000, Oxford Bulletin of Economics and Statistics 62:123 (jackknife);
///          Jost 2006, Oikos 113:363 (effective number)
Participation participation(std::span<const std::pair<double, double>> tallies, double alpha);

}  // namespace collab
