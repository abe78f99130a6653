#include "collab/statistics/sample_ratio.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

#include "collab/model/error.hpp"

using namespace collab;
using doctest::Approx;

namespace {

struct Case {
  std::vector<double> units, shares;
  double p_value;
};

}  // namespace

TEST_CASE("sample_ratio_p_value: gbstats-cases.json, srm") {
  // p_value_app; where that is 0 or loses digits below 1e-4, p_value_gbstats. Variants without a
  // share are left out, as the app does; expected counts are 5 and more.
  const std::vector<Case> cases{
      {{6, 3, 3, 11, 7}, {0.2, 0.2, 0.2, 0.2, 0.2}, 0.11928715496370113},
      {{62725, 44757, 51975}, {0.3752, 0.2857, 0.3391}, 6.881282500856774e-52},
      {{18, 23, 15}, {0.3333, 0.3333, 0.3334}, 0.41641207928436574},
      {{13059, 15881, 11237}, {0.3273, 0.3943, 0.2784}, 0.6172320666279397},
      {{27, 22, 19, 16}, {0.25, 0.25, 0.25, 0.25}, 0.3701195345798366},
      {{847, 628, 573, 648, 1252}, {0.2089, 0.158, 0.1479, 0.1682, 0.317}, 0.8745371011507155},
      {{3869, 3908, 3817}, {0.3333, 0.3333, 0.3334}, 0.5748127481872729},
      {{129142, 70190}, {0.6464, 0.3536}, 0.16869320133670906},
      {{12305, 18761, 9447, 22034, 5078},
       {0.1842, 0.2777, 0.1384, 0.3251, 0.0746},
       0.5559859648698031},
      {{4830, 4789, 4753, 4772, 4804}, {0.2, 0.2, 0.2, 0.2, 0.2}, 0.9477689641553722},
      {{821588, 815482}, {0.5, 0.5}, 1.8217928726191858e-06},
      {{8, 8, 8}, {1, 1, 1}, 1},
      {{100, 110}, {0.5, 0.5}, 0.490152960415825},
      {{900, 100}, {0.9, 0.1}, 1},
      {{1000000000, 1000100000}, {0.5, 0.5}, 0.025350980014636093},
      {{7, 8}, {0.5, 0.5}, 0.7962534147376392},
  };
  for (const Case& each : cases) {
    CAPTURE(each.units);
    CHECK(sample_ratio_p_value(each.units, each.shares).value() ==
          Approx(each.p_value).epsilon(1e-9));
  }
}

TEST_CASE("sequential_sample_ratio_p_value: log-gamma by scipy 1.10") {
  // One over the mean of the five Bayes factors, by scipy.special.gammaln.
  const std::vector<Case> cases{
      {{140, 60}, {0.5, 0.5}, 4.29268002623596e-06},
      {{196, 84}, {0.5, 0.5}, 7.10116798419232e-09},
      {{20, 0}, {0.5, 0.5}, 0.000100119432719792},
      {{5200, 4800}, {0.5, 0.5}, 0.0063504687763928},
      {{10400, 9600}, {0.5, 0.5}, 3.13866026096751e-06},
      {{62725, 44757, 51975}, {0.3752, 0.2857, 0.3391}, 1.58759488062198e-48},
      {{821588, 815482}, {0.5, 0.5}, 0.000245894913844428},
      {{900, 160}, {0.9, 0.1}, 6.38513596423108e-05},
      {{21306, 21307}, {0.5, 0.5}, 1},
  };
  for (const Case& each : cases) {
    CAPTURE(each.units);
    CHECK(sequential_sample_ratio_p_value(each.units, each.shares).value() ==
          Approx(each.p_value).epsilon(1e-7));
  }
}

TEST_CASE("sequential_sample_ratio_p_value: nightly looks alarm no more often than stated") {
  // 4000 cycles of 28 nights, 500 new units a night, planned shares true. At 0.05, where enough
  // alarms come to be counted: the bound is 200; a chi-square each night alarms in 28 % of cycles.
  std::mt19937_64 engine(20261005);
  std::binomial_distribution<int> night(500, 0.5);
  int alarms = 0, fixed_alarms = 0;
  for (int cycle = 0; cycle < 4000; ++cycle) {
    std::array units{0.0, 0.0};
    bool alarm = false, fixed = false;
    for (int i = 0; i < 28; ++i) {
      const int first = night(engine);
      units[0] += first;
      units[1] += 500 - first;
      alarm = alarm || sequential_sample_ratio_p_value(units, std::array{0.5, 0.5}).value() < 0.05;
      fixed = fixed || sample_ratio_p_value(units, std::array{0.5, 0.5}).value() < 0.05;
    }
    alarms += alarm;
    fixed_alarms += fixed;
  }
  CHECK(alarms <= 200);
  CHECK(fixed_alarms > 600);
}

TEST_CASE("sequential_sample_ratio_p_value: any count will do, but there must be units") {
  CHECK(sequential_sample_ratio_p_value(std::array{3.0, 0.0}, std::array{0.5, 0.5}).value() > 0.8);
  CHECK_FALSE(sequential_sample_ratio_p_value(std::array{0.0, 0.0}, std::array{0.5, 0.5}));
  CHECK_FALSE(sequential_sample_ratio_p_value(std::array{100.0}, std::array{1.0}));
  CHECK_THROWS_AS(sequential_sample_ratio_p_value(std::array{9.0, 9.0}, std::array{0.0, 1.0}),
                  Error);
}

TEST_CASE(
    "sample_ratio_p_value: a perfect split is 1, two variants of hillstrom.csv are no mismatch") {
  CHECK(sample_ratio_p_value(std::array{500.0, 500.0}, std::array{0.5, 0.5}) == 1.0);
  CHECK(sample_ratio_p_value(std::array{21306.0, 21307.0}, std::array{0.5, 0.5}).value() > 0.99);
}

TEST_CASE("sample_ratio_p_value: not checkable with one variant or hardly any units") {
  CHECK_FALSE(sample_ratio_p_value(std::array{100.0}, std::array{1.0}));
  CHECK_FALSE(sample_ratio_p_value(std::array{3.0, 4.0}, std::array{0.5, 0.5}));
  CHECK_FALSE(sample_ratio_p_value(std::array{0.0, 0.0}, std::array{0.5, 0.5}));
  CHECK_FALSE(sample_ratio_p_value(std::vector<double>{}, std::vector<double>{}));
  CHECK_THROWS_AS(sample_ratio_p_value(std::array{9.0, 9.0}, std::array{1.0}), Error);
}
