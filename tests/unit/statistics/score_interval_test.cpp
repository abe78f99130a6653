#include "collab/statistics/score_interval.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>

#include "collab/model/error.hpp"

using namespace collab;
using doctest::Approx;

TEST_CASE("wilson_interval: customer answers, voc-cases (statsmodels 0.13)") {
  struct Row {
    double successes, n, low, high;
  };
  for (const Row& row : {Row{0, 20, 0, 0.161125158053}, Row{18, 20, 0.698966354772, 0.972133518786},
                         Row{412, 1500, 0.252675974047, 0.297808556065},
                         Row{12, 15, 0.548145512848, 0.92952450653}}) {
    CAPTURE(row.n);
    const Bounds bounds = wilson_interval({row.successes, row.n}, 0.05);
    CHECK(bounds.low == Approx(row.low).epsilon(1e-10));
    CHECK(bounds.high == Approx(row.high).epsilon(1e-10));
  }
}

TEST_CASE("wilson_interval: empty and full cells end at the edge, exactly") {
  CHECK(wilson_interval({0, 7}, 0.05).low == 0);
  CHECK(wilson_interval({7, 7}, 0.05).high == 1);
  CHECK(wilson_interval({1, 1}, 0.01).low > 0);
}

TEST_CASE("miettinen_nurminen: Newcombe 1998 (Stat Med 17:873), Table II, method 6") {
  struct Row {
    double s1, n1, s0, n0, low, high;
  };
  for (const Row& row : {Row{56, 70, 48, 80, .0528, .3382}, Row{9, 10, 3, 10, .1700, .8406},
                         Row{6, 7, 2, 7, .0342, .8534}, Row{5, 56, 0, 29, -.0326, .1933},
                         Row{0, 10, 0, 20, -.1658, .2844}, Row{0, 10, 0, 10, -.2879, .2879},
                         Row{10, 10, 0, 20, .7156, 1}, Row{10, 10, 0, 10, .6636, 1}}) {
    CAPTURE(row.s1);
    CAPTURE(row.n0);
    const ScoreComparison score = miettinen_nurminen({row.s0, row.n0}, {row.s1, row.n1}, 0.05);
    CHECK(std::abs(score.difference.low - row.low) < 5.1e-5);
    CHECK(std::abs(score.difference.high - row.high) < 5.1e-5);
  }
}

TEST_CASE(
    "miettinen_nurminen: ratio and p-value as statsmodels 0.13 (method score, compare ratio)") {
  struct Row {
    double s1, n1, s0, n0, low, high, p;
  };
  for (const Row& row :
       {Row{56, 70, 48, 80, 1.0790471195, 1.6721453591, 0.008258287929380758},
        Row{9, 10, 3, 10, 1.3279565735, 8.6919149490, 0.007601641475220156},
        Row{5, 56, 1, 29, 0.4291366464, 16.583754991, 0.3525212952433583},
        Row{7, 34, 1, 34, 1.2085679751, 43.032972239, 0.0249839256169589},
        Row{3894, 21307, 2262, 21306, 1.6404366918, 1.8064685875, 5.719061071477795e-112},
        Row{15, 50, 9, 60, 0.9750464376, 4.1599871950, 0.05902110717232239}}) {
    CAPTURE(row.s1);
    const ScoreComparison score = miettinen_nurminen({row.s0, row.n0}, {row.s1, row.n1}, 0.05);
    CHECK(score.ratio_low == Approx(row.low).epsilon(1e-8));
    CHECK(score.ratio_high.value() == Approx(row.high).epsilon(1e-8));
    CHECK(score.p_value == Approx(row.p).epsilon(1e-10));
  }
}

TEST_CASE("miettinen_nurminen: ratio as R's package PF prints it for Miettinen and Nurminen 1985") {
  // RRsc(c(4, 24, 12, 28)), "MN method": prevented fraction 0.611 [0.0251, 0.857], one less the
  // ratio; to the digits printed.
  const ScoreComparison score = miettinen_nurminen({12, 28}, {4, 24}, 0.05);
  CHECK(std::abs(1 - score.ratio_high.value() - 0.0251) < 5e-5);
  CHECK(std::abs(1 - score.ratio_low - 0.857) < 5e-4);
}

TEST_CASE("miettinen_nurminen: empty and full cells have an answer") {
  SUBCASE("no success anywhere: nothing is known of the ratio, much of the difference") {
    const ScoreComparison score = miettinen_nurminen({0, 40}, {0, 40}, 0.05);
    CHECK(score.p_value == 1);
    CHECK(score.ratio_low == 0);
    CHECK_FALSE(score.ratio_high);
    CHECK(score.difference.high == Approx(-score.difference.low));
  }
  SUBCASE("none in the control: the ratio is unbounded, not unknown") {
    const ScoreComparison score = miettinen_nurminen({0, 40}, {9, 40}, 0.05);
    CHECK(score.ratio_low > 1);
    CHECK_FALSE(score.ratio_high);
    CHECK(score.difference.low > 0);
  }
  SUBCASE("none in the treatment: the ratio is 0 with an upper bound") {
    const ScoreComparison score = miettinen_nurminen({9, 40}, {0, 40}, 0.05);
    CHECK(score.ratio_low == 0);
    CHECK(score.ratio_high.value() < 1);
  }
  SUBCASE("all in both") {
    const ScoreComparison score = miettinen_nurminen({10, 10}, {10, 10}, 0.05);
    CHECK(score.p_value == 1);
    CHECK(score.ratio_low * score.ratio_high.value() == Approx(1));
  }
}

TEST_CASE("miettinen_nurminen: ten in ten million keep their digits") {
  const ScoreComparison few = miettinen_nurminen({20, 1e7}, {10, 1e7}, 0.05);
  // With rare events the score interval is that of two Poisson counts: 10 v 20 of 1.
  const ScoreComparison same = miettinen_nurminen({20, 1e9}, {10, 1e9}, 0.05);
  CHECK(few.difference.low * 1e7 == Approx(same.difference.low * 1e9).epsilon(1e-5));
  CHECK(few.difference.high * 1e7 == Approx(same.difference.high * 1e9).epsilon(1e-5));
}

TEST_CASE("miettinen_nurminen: p-value, difference and ratio never disagree") {
  std::mt19937 engine(20240611);
  for (int round = 0; round < 1500; ++round) {
    const double n0 = 1 + static_cast<double>(engine() % (round % 3 ? 40 : 4000));
    const double n1 = 1 + static_cast<double>(engine() % (round % 5 ? 60 : 900));
    const double s0 = static_cast<double>(engine() % (static_cast<unsigned>(n0) + 1));
    const double s1 = static_cast<double>(engine() % (static_cast<unsigned>(n1) + 1));
    const double alpha = std::array{0.001, 0.01, 0.05, 0.2, 0.5}[engine() % 5];
    CAPTURE(n0);
    CAPTURE(n1);
    CAPTURE(s0);
    CAPTURE(s1);
    CAPTURE(alpha);
    const ScoreComparison score = miettinen_nurminen({s0, n0}, {s1, n1}, alpha);
    const double d = s1 / n1 - s0 / n0;
    CHECK(score.difference.low <= d);
    CHECK(d <= score.difference.high);
    CHECK((score.p_value < alpha) == (score.difference.low > 0 || score.difference.high < 0));
    CHECK((score.difference.low > 0) == (score.ratio_low > 1));
    CHECK((score.difference.high < 0) == (score.ratio_high && *score.ratio_high < 1));
    if (s0 > 0) CHECK(*score.ratio_high >= s1 / n1 / (s0 / n0));
  }
}

TEST_CASE("miettinen_nurminen: covers a difference of 0.2 in 93.5 to 96.5 % of samples of 30") {
  std::mt19937 engine(7);
  std::binomial_distribution<int> control(30, 0.2), treatment(30, 0.4);
  int covered = 0;
  const int rounds = 4000;
  for (int round = 0; round < rounds; ++round) {
    const Share c{static_cast<double>(control(engine)), 30};
    const Share t{static_cast<double>(treatment(engine)), 30};
    const Bounds bounds = miettinen_nurminen(c, t, 0.05).difference;
    covered += bounds.low <= 0.2 && 0.2 <= bounds.high;
  }
  CHECK(covered > 0.935 * rounds);
  CHECK(covered < 0.965 * rounds);
}

TEST_CASE("score intervals refuse an alpha that is no probability") {
  CHECK_THROWS_AS(wilson_interval({1, 2}, 0), Error);
  CHECK_THROWS_AS(miettinen_nurminen({1, 2}, {1, 2}, 1), Error);
  CHECK_THROWS_AS(miettinen_nurminen({1, 2}, {1, 2}, std::nan("")), Error);
}
