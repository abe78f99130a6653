// The same people before and after, against statsmodels and a brute-force score interval.
#include "collab/statistics/paired.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

TEST_CASE("compare_paired: voc-cases mcnemar, satisfied before and after the reply") {
  const auto one = shared_case("voc-cases.json", "mcnemar");
  const auto& table = one.at("input").at("table");
  const auto count = [&](std::size_t i, std::size_t j) { return table[i][j].get<double>(); };
  // The case takes the difference in favour of its lower left cell.
  const PairedAnswers answers{.both = count(1, 1),
                              .before_only = count(0, 1),
                              .after_only = count(1, 0),
                              .neither = count(0, 0)};
  const auto number = [&](const char* name) {
    return Approx(one.at("expected").at(name).get<double>())
        .epsilon(one.at("tolerance").get<double>());
  };
  const PairedComparison found = compare_paired(answers, 0.05);
  CHECK(found.exact_p_value.value() == number("p_exact"));
  CHECK(found.mid_p_value.value() == number("p_midp"));
  CHECK(found.difference.value.value() == number("diff"));
  // statsmodels 0.13 mcnemar(exact=False, correction=False); the larger of both is ours.
  CHECK(found.p_value.value() == Approx(0.008150971593502705).epsilon(1e-9));
  // Tango's interval with scipy 1.10, the restricted likelihood maximised numerically; to 1e-6.
  CHECK(found.difference.low.value() == Approx(0.03856525281884981).epsilon(1e-6));
  CHECK(found.difference.high.value() == Approx(0.24374676432654954).epsilon(1e-6));
}

TEST_CASE("compare_paired: Tango's interval of 21 children, Fagerland et al. 2014") {
  // Statistics in Medicine 33:2850, airway hyper-responsiveness before and after a transplantation.
  const PairedComparison found =
      compare_paired({.both = 1, .before_only = 7, .after_only = 1, .neither = 12}, 0.05);
  CHECK(*found.difference.value == Approx(-6.0 / 21));
  CHECK(found.difference.low.value() == Approx(-0.5172322772709645).epsilon(1e-6));
  CHECK(found.difference.high.value() == Approx(-0.02600303113675271).epsilon(1e-6));
}

TEST_CASE("compare_paired: turned round it says the same") {
  const PairedComparison there =
      compare_paired({.both = 30, .before_only = 3, .after_only = 14, .neither = 9}, 0.05);
  const PairedComparison back =
      compare_paired({.both = 30, .before_only = 14, .after_only = 3, .neither = 9}, 0.05);
  CHECK(*there.p_value == Approx(*back.p_value));
  CHECK(*there.difference.low == Approx(-*back.difference.high).epsilon(1e-9));
  CHECK(*there.difference.high == Approx(-*back.difference.low).epsilon(1e-9));
}

TEST_CASE("compare_paired: p is below alpha exactly when 0 is outside") {
  for (double gains = 0; gains <= 12; ++gains)
    for (double losses = 0; losses <= 12; ++losses) {
      const PairedAnswers answers{
          .both = 4, .before_only = losses, .after_only = gains, .neither = 3};
      const PairedComparison found = compare_paired(answers, 0.05);
      CAPTURE(gains);
      CAPTURE(losses);
      const bool outside = *found.difference.low > 0 || *found.difference.high < 0;
      CHECK(outside == (*found.p_value < 0.05));
      CHECK(*found.mid_p_value <= *found.exact_p_value);
      CHECK(*found.difference.low <= *found.difference.value);
      CHECK(*found.difference.value <= *found.difference.high);
      CHECK(*found.difference.low >= -1);
      CHECK(*found.difference.high <= 1);
    }
}

TEST_CASE("compare_paired: without a change p is small no more often than it may be") {
  std::mt19937 engine(8);
  std::uniform_real_distribution<double> uniform;
  for (const double changing : {0.1, 0.4, 0.9}) {
    int refused = 0;
    const int trials = 4000;
    for (int trial = 0; trial < trials; ++trial) {
      PairedAnswers answers;
      for (int i = 0; i < 40; ++i) {
        const double u = uniform(engine);
        ++(u < changing / 2 ? answers.after_only
           : u < changing   ? answers.before_only
                            : answers.both);
      }
      if (*compare_paired(answers, 0.05).p_value < 0.05) ++refused;
    }
    CHECK(refused < 0.06 * trials);
  }
}

TEST_CASE("compare_paired: nobody, nobody changed, everybody did") {
  CHECK(compare_paired({}, 0.05).difference.reason == "no-data");
  CHECK_FALSE(compare_paired({}, 0.05).p_value);
  const PairedComparison same = compare_paired({.both = 12, .neither = 8}, 0.05);
  CHECK(*same.p_value == 1);
  CHECK(*same.exact_p_value == 1);
  CHECK(*same.difference.value == 0);
  CHECK(*same.difference.low < 0);
  CHECK(*same.difference.high > 0);
  const PairedComparison all = compare_paired({.after_only = 10}, 0.05);
  CHECK(*all.difference.value == 1);
  CHECK(*all.difference.high == 1);
  const double z2 = 1.959963984540054 * 1.959963984540054;  // the score test solved by hand
  CHECK(all.difference.low.value() == Approx((10 - z2) / (10 + z2)).epsilon(1e-9));
  CHECK(*all.exact_p_value == Approx(2 * std::pow(0.5, 10)));
}
