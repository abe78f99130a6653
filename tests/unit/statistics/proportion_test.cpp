#include <doctest/doctest.h>

#include <cmath>

#include "unit/statistics/refusal.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {
const MetricKind& kind() { return *find_metric_kind("proportion"); }
Metric metric() { return metric_of(kind()); }
Moments share(double successes, double n) {
  return kind().from_statistics(metric(), {{"n", n}, {"successes", successes}});
}
}  // namespace

TEST_CASE("proportion: visits of hillstrom.csv, men's e-mail against none") {
  const Effect effect = kind().effect(metric(), share(2262, 21306), share(3894, 21307), 0.05);
  CHECK(effect.absolute.value.value() == Approx(0.0766).epsilon(1e-3));
  CHECK(effect.relative.value.value() == Approx(0.721404617).epsilon(1e-6));
  CHECK(effect.relative.low.value() == Approx(0.6404366918827507).epsilon(1e-7));
  CHECK(effect.method == "miettinen-nurminen");
  CHECK(effect.judged);
}

TEST_CASE("proportion: a level is Clopper and Pearson's (scipy.stats.beta 1.10)") {
  const Estimate fifth = kind().level(metric(), share(20, 100), 0.05);
  CHECK(*fifth.low == Approx(0.12665555210195586).epsilon(1e-10));
  CHECK(*fifth.high == Approx(0.2918426890886281).epsilon(1e-10));
  CHECK(*kind().level(metric(), share(2, 50), 0.05).low == Approx(0.004881433426164382));
  const Estimate one = kind().level(metric(), share(1, 1), 1.4e-5);
  CHECK(*one.low == Approx(7e-6));  // so likely is one of one
  CHECK(*one.high == 1);
  CHECK(*kind().level(metric(), share(0, 7), 0.05).low == 0);
}

TEST_CASE("proportion: a level beyond a target is false no more often than half of alpha") {
  struct Truth {
    double n, share;
  };
  for (const auto [n, truth] : {Truth{30, 0.018}, Truth{50, 0.011}, Truth{100, 0.0055},
                                Truth{300, 0.5}, Truth{1000, 0.001}}) {
    double above = 0, below = 0, chance = std::pow(1 - truth, n);  // of k successes
    for (double k = 0; k <= n && k < 400; ++k) {
      const Estimate level = kind().level(metric(), share(k, n), 0.05);
      if (*level.low > truth) above += chance;
      if (*level.high < truth) below += chance;
      chance *= (n - k) / (k + 1) * truth / (1 - truth);
    }
    CAPTURE(n);
    CHECK(above <= 0.025);
    CHECK(below <= 0.025);
  }
}

TEST_CASE("proportion: a summary row gives the moments of its units") {
  const Moments summary = share(30, 100);
  Moments units;
  for (int i = 0; i < 100; ++i) units.add({i % 10 < 3 ? 1.0 : 0.0, 0, 0, 0});
  CHECK(summary.n == 100);
  CHECK(summary.sum[0] == 30);
  CHECK(summary.centred[0] == Approx(units.centred[0]).epsilon(1e-12));
}

TEST_CASE("proportion: no control success, no relative value, but a lower bound") {
  const Effect effect = kind().effect(metric(), share(0, 50), share(9, 50), 0.05);
  CHECK_FALSE(effect.relative.value);
  CHECK_FALSE(effect.relative.high);
  CHECK(effect.relative.low.value() > 0);
  CHECK(effect.relative.reason == "zero-baseline");
  CHECK(effect.absolute.reason.empty());
  CHECK(effect.judged);
}

TEST_CASE("proportion: rows that cannot be are refused by name") {
  CHECK(refusal([] { share(11, 10); }) == "successes-above-n");
  CHECK(refusal([] { share(-1, 10); }) == "count-negative");
  CHECK(refusal([] { share(1.5, 10); }) == "not-whole");
  CHECK(refusal([] { share(1, std::nan("")); }) == "not-finite");
  CHECK(refusal([] { kind().from_statistics(metric(), {{"n", 3}}); }) == "missing-statistic");
  CHECK(refusal([] { kind().from_statistics(metric(), {}); }) == "missing-statistic");
  CHECK(refusal([] {
          kind().from_statistics(metric(), {{"n", 3}, {"sucesses", 1}, {"successes", 1}});
        }) == "unknown-statistic");
  CHECK(refusal([] { kind().from_unit(metric(), std::array{0.5}); }) == "not-a-share");
  CHECK(share(0, 0).n == 0);
}
