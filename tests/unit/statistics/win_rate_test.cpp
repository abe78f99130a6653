// Wins: the shared cases, scipy's figures, and what happens at the edges.
#include "collab/statistics/win_rate.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "collab/model/error.hpp"
#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

TEST_CASE("win_rates: voc-cases win-rate-shrinkage, five teams and a Beta(2, 4) prior") {
  const auto one = shared_case("voc-cases.json", "win-rate-shrinkage");
  const auto& input = one.at("input");
  const auto& expected = one.at("expected");
  const auto number = [&](const nlohmann::json& value) {
    return Approx(value.get<double>()).epsilon(one.at("tolerance").get<double>());
  };
  std::vector<TeamRecord> teams;
  for (std::size_t i = 0; i < input.at("wins").size(); ++i)
    teams.push_back({input.at("wins")[i].get<double>(), input.at("cycles")[i].get<double>()});
  const BetaPrior prior{.wins = input.at("prior")[0].get<double>(),
                        .losses = input.at("prior")[1].get<double>()};
  const WinRates found = win_rates(teams, 0.05, prior);
  for (std::size_t i = 0; i < teams.size(); ++i) {
    CAPTURE(i);
    CHECK(found.teams[i].value.value() == number(expected.at("posterior_mean")[i]));
    CHECK(found.teams[i].low.value() == number(expected.at("ci")[i][0]));
    CHECK(found.teams[i].high.value() == number(expected.at("ci")[i][1]));
  }
  CHECK(found.overall.low.value() == number(expected.at("pooled_wilson")[0]));
  CHECK(found.overall.high.value() == number(expected.at("pooled_wilson")[1]));
  CHECK(found.chi_square == number(expected.at("chi2_homogeneity")));
  CHECK(found.p_value.value() == number(expected.at("p")));
  CHECK(found.df == 4);
}

TEST_CASE("win_rates: a prior from how far teams lie apart") {
  // Moments and quantiles with numpy 1.24 and scipy 1.10 (chi2_contingency, beta.ppf); to 1e-9.
  const std::array<TeamRecord, 5> teams{{{5, 20}, {14, 22}, {9, 25}, {26, 40}, {4, 15}}};
  const WinRates found = win_rates(teams, 0.05);
  CHECK(found.chi_square == Approx(15.20472407262278).epsilon(1e-9));
  REQUIRE(found.prior);
  CHECK(found.prior->wins + found.prior->losses == Approx(7.092312720942948).epsilon(1e-9));
  CHECK(found.teams[0].value.value() == Approx(0.30900851153684344).epsilon(1e-9));
  CHECK(found.teams[0].low.value() == Approx(0.1532549269367052).epsilon(1e-9));
  CHECK(found.teams[0].high.value() == Approx(0.49144139382044).epsilon(1e-9));
  for (std::size_t i = 0; i < teams.size(); ++i) {
    CAPTURE(i);
    const double raw = teams[i].wins / teams[i].cycles, all = *found.overall.value;
    CHECK((raw < all ? raw : all) < *found.teams[i].value);
    CHECK((raw < all ? all : raw) > *found.teams[i].value);
  }
}

TEST_CASE("win_rates: teams that differ no more than by chance all get the rate of all") {
  const std::array<TeamRecord, 3> teams{{{2, 6}, {4, 11}, {3, 8}}};
  const WinRates found = win_rates(teams, 0.05);
  CHECK_FALSE(found.prior);
  for (const Estimate& team : found.teams) {
    CHECK(*team.value == Approx(9.0 / 25));
    CHECK(*team.low == *found.overall.low);
  }
}

TEST_CASE("win_rates: teams at both ends keep a law, and a new team gets what is usual") {
  const std::array<TeamRecord, 3> teams{{{0, 30}, {30, 30}, {0, 0}}};
  const WinRates found = win_rates(teams, 0.05);
  REQUIRE(found.prior);
  CHECK(found.df == 1);
  CHECK(*found.teams[0].value > 0);
  CHECK(*found.teams[0].high < 0.15);
  CHECK(*found.teams[1].value < 1);
  CHECK(*found.teams[2].value == Approx(0.5));
}

TEST_CASE("win_rates: without teams, with one, and where nobody won") {
  CHECK(win_rates({}, 0.05).reason == "no-data");
  CHECK(win_rates({}, 0.05).overall.reason == "no-data");
  const std::array<TeamRecord, 1> lone{{{3, 8}}};
  CHECK(win_rates(lone, 0.05).reason == "too-few");
  CHECK(*win_rates(lone, 0.05).teams[0].value == Approx(0.375));
  const std::array<TeamRecord, 2> none{{{0, 8}, {0, 4}}};
  CHECK(win_rates(none, 0.05).reason == "no-variance");
  CHECK_FALSE(win_rates(none, 0.05).p_value);
  CHECK(*win_rates(none, 0.05).teams[0].value == 0);
  const std::array<TeamRecord, 2> empty{{{0, 0}, {0, 0}}};
  CHECK(win_rates(empty, 0.05).reason == "no-data");
  CHECK(win_rates(empty, 0.05).teams[1].reason == "no-data");
  CHECK_THROWS_AS(win_rates(lone, 1), Error);
}

TEST_CASE("false_wins: voc-cases false-discovery-of-wins, 9 of 30") {
  const auto one = shared_case("voc-cases.json", "false-discovery-of-wins");
  const auto number = [&](const char* name) {
    return Approx(one.at("expected").at(name).get<double>())
        .epsilon(one.at("tolerance").get<double>());
  };
  const auto& input = one.at("input");
  const TeamRecord all{input.at("wins").get<double>(), input.at("cycles").get<double>()};
  const FalseWins found =
      false_wins(all, input.at("alpha").get<double>(), input.at("power").get<double>(), 0.05);
  CHECK(found.effective.value.value() == number("pi1"));
  CHECK(found.expected.value.value() == number("expected_false_wins"));
  CHECK(found.share.value.value() == number("fdr"));
  // statsmodels 0.13 proportion_confint(9, 30, method="wilson") carried over by hand; to 1e-9.
  CHECK(found.share.low.value() == Approx(0.011010569302126193).epsilon(1e-9));
  CHECK(found.share.high.value() == Approx(0.11306149659830016).epsilon(1e-9));
  CHECK(found.effective.low.value() == Approx(0.24634344814337034).epsilon(1e-9));
  CHECK(found.effective.high.value() == Approx(0.7891441297167819).epsilon(1e-9));
  CHECK(found.share_at_most.value() == Approx(0.05982905982905984).epsilon(1e-9));
}

TEST_CASE("false_wins: as few wins as luck gives may all be false") {
  const FalseWins found = false_wins({1, 100}, 0.05, 0.8, 0.05);
  CHECK(*found.effective.value == 0);
  CHECK(*found.share.value == 1);
  CHECK(*found.expected.value == 1);
  CHECK(*found.share.low < 0.5);
}

TEST_CASE("false_wins: more wins than the power allows leave none, but not for certain") {
  const FalseWins found = false_wins({18, 20}, 0.05, 0.75, 0.05);
  CHECK(*found.effective.value == 1);
  CHECK(*found.share.value == 0);
  CHECK(*found.share.high > 0);
}

TEST_CASE("false_wins: with an unknown power there are bounds alone") {
  const FalseWins found = false_wins({9, 30}, 0.05, {}, 0.05);
  CHECK_FALSE(found.share.value);
  CHECK(found.share.reason == "power-unknown");
  CHECK(*found.share.low == 0);
  CHECK(found.share.high.value() == Approx(0.12822283853679078).epsilon(1e-9));
  CHECK(found.share_at_most.value() == Approx(0.05982905982905984).epsilon(1e-9));
  CHECK_FALSE(found.expected.value);
  CHECK(*found.expected.high == Approx(9 * *found.share.high));
  CHECK(*found.effective.low == Approx(0.14527946941788505).epsilon(1e-9));
  CHECK(*found.effective.high == 1);
  for (const double power : {0.3, 0.5, 0.8, 1.0})
    CHECK(*false_wins({9, 30}, 0.05, power, 0.05).share.value <= *found.share_at_most + 1e-12);
}

TEST_CASE("false_wins: without wins, without cycles, with a power that no test has") {
  CHECK(false_wins({0, 12}, 0.05, 0.8, 0.05).share.reason == "no-wins");
  CHECK(*false_wins({0, 12}, 0.05, 0.8, 0.05).effective.value == 0);
  CHECK(false_wins({0, 0}, 0.05, 0.8, 0.05).share.reason == "no-data");
  CHECK_THROWS_AS(false_wins({3, 12}, 0.05, 0.02, 0.05), Error);
  CHECK_THROWS_AS(false_wins({3, 12}, 0.05, 1.2, 0.05), Error);
}
