#pragma once
// How often do cycles win, who wins more often than luck explains, and how many wins are luck?
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collab/model/effect.hpp"

namespace collab {

/// What a team, or an owner, has decided. 0 <= wins <= cycles.
struct TeamRecord {
  double wins = 0, cycles = 0;
};

/// What is believed of a team before its first cycle: as if it had won and lost so often. Both > 0.
struct BetaPrior {
  double wins = 1, losses = 1;
};

struct WinRates {
  Estimate overall;  ///< of all cycles, Wilson
  /// Given, or estimated from how teams differ; absent where they differ no more than by chance.
  std::optional<BetaPrior> prior;
  /// In the order given: the posterior mean with its central interval; where there is no prior that
  /// of all, with its interval. Not the raw rates, which put small teams first and last.
  std::vector<Estimate> teams;
  double chi_square = 0, df = 0;  ///< of one rate for all, teams with cycles less one
  /// Large-sample: rough where a team expects fewer than five wins, or losses. Absent: `reason`.
  std::optional<double> p_value;
  std::string reason;  ///< of p_value: no-data; too-few (one team); no-variance (all or none won)
};

/// A prior that is estimated has the mean of all cycles, and the spread by the method of moments:
/// its intervals take it as known, and are a little narrow with few teams.
///
/// teams   a team without cycles gets the prior itself
/// throws  Error(usage, "alpha-range")
/// source  Kleinman 1973, JASA 68:46 (moments); Gelman et al. 2013, Bayesian Data Analysis, 3rd
/// ed.,
///         2.4; Pearson 1900
WinRates win_rates(std::span<const TeamRecord> teams, double alpha,
                   std::optional<BetaPrior> prior = {});

/// How many wins had no effect behind them. A two-sided test errs in favour of a change with half
/// of its alpha a: of W = wins / cycles, pi = (W - a / 2) / (power - a / 2) had an effect, and
/// (1 - pi) (a / 2) / W of the wins did not.
struct FalseWins {
  Estimate effective;  ///< pi: share of all cycles with an effect, 0 to 1
  Estimate share;      ///< of wins that are false, 0 to 1
  Estimate expected;   ///< false wins
  /// The share if every effect had been found: no power makes it more.
  std::optional<double> share_at_most;
};

/// Intervals carry Wilson's of W over, at the power given. Few wins, W <= a / 2, may all be false;
/// more wins than the power allows leave none.
///
/// test_alpha  two-sided, of the test by which a cycle was called a win
/// power       the average over cycles with an effect; absent: bounds alone, with any power from W
///             to 1 (power-unknown)
/// Reasons     no-data (no cycles); no-wins, of share and expected; power-unknown
/// throws      Error(usage, "alpha-range"; "power-range" unless test_alpha / 2 < power <= 1)
/// source      Soric 1989, JASA 84:608 (the bound); Ioannidis 2005, PLoS Medicine 2:e124
FalseWins false_wins(const TeamRecord& all, double test_alpha, std::optional<double> power,
                     double alpha);

}  // namespace collab
