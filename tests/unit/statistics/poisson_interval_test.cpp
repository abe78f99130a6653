#include "collab/statistics/poisson_interval.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace collab;
using doctest::Approx;

TEST_CASE("garwood_interval: 37 lapses in 2,410 member-months, voc-cases churn-rate") {
  const Bounds bounds = garwood_interval({37, 2410}, 0.05);
  CHECK(bounds.low == Approx(0.010809715588).epsilon(1e-9));
  CHECK(bounds.high == Approx(0.0211616705983).epsilon(1e-9));
}

TEST_CASE("garwood_interval: no event, the rule of three made exact") {
  const Bounds bounds = garwood_interval({0, 100}, 0.10);
  CHECK(bounds.low == 0);
  CHECK(bounds.high == Approx(0.0299573227).epsilon(1e-8));  // -log(0.05) / 100
}

TEST_CASE("compare_rates: exact conditional bounds as scipy 1.10 (beta quantiles of the share)") {
  struct Row {
    double x1, t1, x0, t0, low, high, p;
  };
  for (const Row& row :
       {Row{16, 1000, 28, 1000, 0.28879289170592776, 1.0932698391320406, 0.09614175442061423},
        Row{12, 500, 21, 500, 0.2562862592911081, 1.2160892925276465, 0.16275565745308995},
        Row{16, 3200, 28, 3200, 0.28879289170592776, 1.0932698391320406, 0.09614175442061423}}) {
    const RateComparison rates = compare_rates({row.x0, row.t0}, {row.x1, row.t1}, 0.05);
    CHECK(rates.ratio_low == Approx(row.low).epsilon(1e-9));
    CHECK(rates.ratio_high.value() == Approx(row.high).epsilon(1e-9));
    CHECK(rates.p_value == Approx(row.p).epsilon(1e-9));
  }
}

TEST_CASE("compare_rates: a side without events has bounds where they exist") {
  SUBCASE("none in the control") {
    const RateComparison rates = compare_rates({0, 1000}, {14, 1000}, 0.05);
    CHECK(rates.ratio_low == Approx(3.3171226794871584).epsilon(1e-9));
    CHECK_FALSE(rates.ratio_high);
  }
  SUBCASE("none in the treatment") {
    const RateComparison rates = compare_rates({9, 1000}, {0, 800}, 0.05);
    CHECK(rates.ratio_low == 0);
    CHECK(rates.ratio_high.value() == Approx(0.6332877378683345).epsilon(1e-9));
    CHECK(rates.p_value == Approx(0.010082714030129685).epsilon(1e-9));
  }
  SUBCASE("none at all: the difference is bounded by z^2 over the exposure") {
    const RateComparison rates = compare_rates({0, 1000}, {0, 500}, 0.05);
    CHECK(rates.p_value == 1);
    CHECK(rates.difference.high == Approx(1.959963985 * 1.959963985 / 500).epsilon(1e-8));
    CHECK(rates.difference.low == Approx(-1.959963985 * 1.959963985 / 1000).epsilon(1e-8));
  }
}

TEST_CASE("compare_rates: many events, the difference is the textbook's") {
  // Wald: 0.1 +/- 1.96 sqrt(110000 / 1e5^2 + 100000 / 1e5^2)
  const RateComparison rates = compare_rates({100000, 1e5}, {110000, 1e5}, 0.05);
  CHECK(rates.difference.low == Approx(0.1 - 0.0089817).epsilon(1e-3));
  CHECK(rates.difference.high == Approx(0.1 + 0.0089817).epsilon(1e-3));
}

TEST_CASE("compare_rates: p-value, difference and ratio never disagree") {
  std::mt19937 engine(99);
  for (int round = 0; round < 1500; ++round) {
    const EventRate control{static_cast<double>(engine() % (round % 2 ? 8 : 200)),
                            1 + static_cast<double>(engine() % 1000)};
    const EventRate treatment{static_cast<double>(engine() % (round % 3 ? 12 : 300)),
                              1 + static_cast<double>(engine() % 1000)};
    const double alpha = std::array{0.001, 0.01, 0.05, 0.2}[engine() % 4];
    CAPTURE(control.events);
    CAPTURE(control.exposure);
    CAPTURE(treatment.events);
    CAPTURE(treatment.exposure);
    CAPTURE(alpha);
    const RateComparison rates = compare_rates(control, treatment, alpha);
    const double d = treatment.value() - control.value();
    CHECK(rates.difference.low <= d);
    CHECK(d <= rates.difference.high);
    CHECK((rates.p_value < alpha) == (rates.difference.low > 0 || rates.difference.high < 0));
    CHECK((rates.difference.low > 0) == (rates.ratio_low > 1));
    CHECK((rates.difference.high < 0) == (rates.ratio_high && *rates.ratio_high < 1));
  }
}

TEST_CASE("compare_rates: rejects a true null at most alpha of the time, small and lopsided") {
  std::mt19937 engine(5);
  std::poisson_distribution<int> control(4.5), treatment(0.5);
  int rejected = 0;
  const int rounds = 4000;
  for (int round = 0; round < rounds; ++round) {
    const EventRate c{static_cast<double>(control(engine)), 900};
    const EventRate t{static_cast<double>(treatment(engine)), 100};
    rejected += compare_rates(c, t, 0.05).p_value < 0.05;
  }
  CHECK(rejected <= 0.05 * rounds);
}
