#include "collab/statistics/win_rate.hpp"

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/score_interval.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

Estimate wilson_of(const TeamRecord& record, double alpha) {
  if (!(record.cycles > 0)) return no_estimate("no-data");
  const Share share{.successes = record.wins, .n = record.cycles};
  const Bounds bounds = wilson_interval(share, alpha);
  return {.value = share.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

TeamRecord sum_of(std::span<const TeamRecord> teams) {
  TeamRecord all;
  for (const TeamRecord& team : teams) {
    all.wins += team.wins;
    all.cycles += team.cycles;
  }
  return all;
}

/// Pearson's chi-square, on teams less one.
void compare(WinRates& rates, std::span<const TeamRecord> teams, const TeamRecord& all) {
  const auto active =
      std::ranges::count_if(teams, [](const TeamRecord& team) { return team.cycles > 0; });
  const double rate = all.wins / all.cycles;
  if (active < 1) {
    rates.reason = "no-data";
  } else if (active < 2) {
    rates.reason = "too-few";
  } else if (!(rate > 0 && rate < 1)) {
    rates.reason = "no-variance";
  } else {
    for (const TeamRecord& team : teams) {
      if (!(team.cycles > 0)) continue;
      const double excess = team.wins - team.cycles * rate;
      rates.chi_square += excess * excess / (team.cycles * rate * (1 - rate));
    }
    rates.df = static_cast<double>(active - 1);
    rates.p_value = chi_square_upper_tail(rates.chi_square, rates.df);
  }
}

/// What the rates' spread says beyond chance. Its expectation is chi-square's degrees of freedom
/// plus r sum (1 - n / N) (n - 1), r = 1 / (1 + prior wins + prior losses).
std::optional<BetaPrior> prior_of_moments(const WinRates& rates, std::span<const TeamRecord> teams,
                                          const TeamRecord& all) {
  if (!rates.p_value) return std::nullopt;
  double slope = 0;
  for (const TeamRecord& team : teams)
    if (team.cycles > 0) slope += (1 - team.cycles / all.cycles) * (team.cycles - 1);
  if (!(slope > 0) || !(rates.chi_square > rates.df)) return std::nullopt;
  const double correlation = (rates.chi_square - rates.df) / slope;
  // However far teams lie apart, the prior keeps the weight of one cycle: it has to be a law.
  const double weight = std::max(1.0, 1 / correlation - 1), rate = all.wins / all.cycles;
  return BetaPrior{.wins = weight * rate, .losses = weight * (1 - rate)};
}

Estimate posterior(const TeamRecord& team, const BetaPrior& prior, double alpha) {
  const double wins = prior.wins + team.wins, losses = prior.losses + team.cycles - team.wins;
  return {.value = wins / (wins + losses),
          .low = beta_lower_quantile(wins, losses, alpha / 2).x,
          .high = beta_upper_quantile(wins, losses, alpha / 2).x,
          .reason = {}};
}

double effective_share(double won, double test_alpha, double power) {
  return std::clamp((won - test_alpha / 2) / (power - test_alpha / 2), 0.0, 1.0);
}

double false_share(double won, double test_alpha, double power) {
  const double without = 1 - effective_share(won, test_alpha, power);
  return won > 0 ? std::min(1.0, without * test_alpha / 2 / won) : 1;
}

}  // namespace

WinRates win_rates(std::span<const TeamRecord> teams, double alpha,
                   std::optional<BetaPrior> prior) {
  normal_critical(alpha);  // refuses an alpha out of range
  WinRates rates;
  const TeamRecord all = sum_of(teams);
  rates.overall = wilson_of(all, alpha);
  compare(rates, teams, all);
  rates.prior = prior ? prior : prior_of_moments(rates, teams, all);
  for (const TeamRecord& team : teams)
    rates.teams.push_back(rates.prior ? posterior(team, *rates.prior, alpha) : rates.overall);
  return rates;
}

FalseWins false_wins(const TeamRecord& all, double test_alpha, std::optional<double> power,
                     double alpha) {
  normal_critical(alpha);
  normal_critical(test_alpha);
  if (power && !(*power > test_alpha / 2 && *power <= 1))
    throw Error(ExitCode::usage, "power-range",
                "the power of tests lies above half of their alpha, and is at most 1");
  FalseWins result;
  const Estimate won = wilson_of(all, alpha);
  if (!won.value) {
    result.effective = result.share = result.expected = won;
    return result;
  }
  // An unknown power lies between what was won and 1.
  const double least = power.value_or(1), most = power.value_or(0);
  const auto effective = [&](double share, double with) {
    return with > test_alpha / 2 ? effective_share(share, test_alpha, with) : 1;
  };
  result.effective.low = effective(*won.low, least);
  result.effective.high = power ? effective(*won.high, most) : 1;
  if (power)
    result.effective.value = effective(*won.value, *power);
  else
    result.effective.reason = "power-unknown";
  if (!(all.wins > 0)) {
    result.share = result.expected = no_estimate("no-wins");
    return result;
  }
  result.share_at_most = false_share(*won.value, test_alpha, 1);
  result.share.low = power ? false_share(*won.high, test_alpha, *power) : 0;
  result.share.high = false_share(*won.low, test_alpha, least);
  if (power)
    result.share.value = false_share(*won.value, test_alpha, *power);
  else
    result.share.reason = "power-unknown";
  result.expected = result.share;
  for (auto* figure : {&result.expected.value, &result.expected.low, &result.expected.high})
    if (*figure) **figure *= all.wins;
  return result;
}

}  // namespace collab
