#include "collab/statistics/power.hpp"

#include <doctest/doctest.h>

#include <random>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/poisson_interval.hpp"
#include "collab/statistics/score_interval.hpp"
#include "collab/statistics/sequence.hpp"
#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

namespace {

PowerDesign share_design(double baseline, bool relative) {
  PowerDesign design;
  design.baseline = baseline;
  design.relative = relative;
  return design;
}

/// A mean far from 0, so that the rule about effective sizes does not speak.
PowerDesign mean_design(double sd) {
  PowerDesign design;
  design.model = PowerModel::mean;
  design.baseline = 1000 * sd;
  design.sd = sd;
  design.relative = false;
  return design;
}

PowerDesign rate_design(double baseline) {
  PowerDesign design;
  design.model = PowerModel::rate;
  design.baseline = baseline;
  return design;
}

std::vector<double> binomial(int n, double p) {
  std::vector<double> chances;
  for (int k = 0; k <= n; ++k) {
    chances.push_back(std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) -
                               std::lgamma(n - k + 1.0) + k * std::log(p) +
                               (n - k) * std::log1p(-p)));
  }
  return chances;
}

std::vector<double> poisson(double mean) {
  std::vector<double> chances;
  for (int k = 0; k < mean + 8 * std::sqrt(mean) + 10; ++k) {
    chances.push_back(std::exp(-mean + k * std::log(mean) - std::lgamma(k + 1.0)));
  }
  return chances;
}

/// The chance of all pairs of counts that `shown` accepts.
template <typename Shown>
double enumerated(const std::vector<double>& control, const std::vector<double>& treatment,
                  const Shown& shown) {
  double chance = 0;
  for (std::size_t i = 0; i < control.size(); ++i) {
    for (std::size_t j = 0; j < treatment.size(); ++j) {
      const double weight = control[i] * treatment[j];
      if (weight > 1e-7 && shown(static_cast<double>(i), static_cast<double>(j))) chance += weight;
    }
  }
  return chance;
}

template <typename Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::usage);
    return error.faults().front().slug;
  }
  return {};
}

bool beyond(const PowerDesign& design, double low, double high) {
  return design.upwards ? low > design.threshold : high < design.threshold;
}

}  // namespace

TEST_CASE("power of shares: the Miettinen-Nurminen test itself, every table enumerated") {
  struct Row {
    double baseline, effect;
    int n0, n1;
    double threshold;
    bool relative, upwards;
  };
  for (const Row& row :
       {Row{.2, 1, 40, 40, 0, true, true}, Row{.3, .5, 60, 60, 0, true, true},
        Row{.3, -.5, 80, 80, 0, true, false}, Row{.2, .75, 120, 60, 0, true, true},
        Row{.32, .5, 100, 100, .1, true, true}, Row{.2, 0, 100, 100, .1, false, false},
        Row{.5, .25, 60, 120, -.05, true, true}, Row{.3, .2, 90, 90, .05, false, true}}) {
    PowerDesign design = share_design(row.baseline, row.relative);
    design.threshold = row.threshold;
    design.upwards = row.upwards;
    design.control_share = static_cast<double>(row.n0) / (row.n0 + row.n1);
    design.treatment_share = 1 - design.control_share;
    const double level = row.relative ? row.baseline * (1 + row.effect) : row.baseline + row.effect;
    const double exact = enumerated(
        binomial(row.n0, row.baseline), binomial(row.n1, level), [&](double s0, double s1) {
          const ScoreComparison score = miettinen_nurminen({s0, static_cast<double>(row.n0)},
                                                           {s1, static_cast<double>(row.n1)}, 0.05);
          if (!row.relative) return beyond(design, score.difference.low, score.difference.high);
          return beyond(design, score.ratio_low - 1, score.ratio_high.value_or(1e300) - 1);
        });
    CAPTURE(row.baseline);
    CAPTURE(row.n0);
    CHECK(power(design, row.effect, row.n0 + row.n1) == Approx(exact).scale(1).epsilon(0.015));
  }
}

TEST_CASE("power of rates: the exact conditional and the score test, enumerated") {
  struct Row {
    double baseline, effect, e0, e1, threshold;
    bool relative, upwards;
  };
  for (const Row& row :
       {Row{.1, .5, 300, 300, 0, true, true}, Row{.1, 1, 100, 100, 0, true, true},
        Row{.06, 0, 1000, 1000, .5, true, false}, Row{.05, 0, 3000, 1000, .02, false, false},
        Row{.2, .6, 400, 200, .1, true, true}, Row{.1, -.5, 300, 300, 0, true, false}}) {
    PowerDesign design = rate_design(row.baseline);
    design.relative = row.relative;
    design.threshold = row.threshold;
    design.upwards = row.upwards;
    design.control_share = row.e0 / (row.e0 + row.e1);
    design.treatment_share = 1 - design.control_share;
    const double level = row.relative ? row.baseline * (1 + row.effect) : row.baseline + row.effect;
    const double exact = enumerated(
        poisson(row.baseline * row.e0), poisson(level * row.e1), [&](double x0, double x1) {
          const RateComparison rates = compare_rates({x0, row.e0}, {x1, row.e1}, 0.05);
          if (!row.relative) return beyond(design, rates.difference.low, rates.difference.high);
          return beyond(design, rates.ratio_low - 1, rates.ratio_high.value_or(1e300) - 1);
        });
    CAPTURE(row.baseline);
    CAPTURE(row.e0);
    CHECK(power(design, row.effect, row.e0 + row.e1) == Approx(exact).scale(1).epsilon(0.015));
  }
}

// R 4.3 stats: power.t.test(delta, sd = 1, power)$n. The other tail, which R leaves out too
// (strict = FALSE), is none of ours.
TEST_CASE("size_for_power of means: R's power.t.test") {
  struct Row {
    double delta, power, n;
  };
  for (const Row& row : {Row{0.5, 0.8, 63.76576}, Row{1, 0.9, 22.02110}, Row{0.2, 0.8, 393.4057}}) {
    CAPTURE(row.delta);
    const PlannedValue size = size_for_power(mean_design(1), row.delta, row.power);
    CHECK(size.value.value() / 2 == Approx(row.n).epsilon(2e-4));
  }
}

// Cohen 1988, Statistical Power Analysis, table 2.4.1: two-sided 0.05, power 0.80: d .20, .50, .80
// need 393, 64, 26 a group.
TEST_CASE("size_for_power of means: Cohen's table, rounded up") {
  for (const auto& [d, n] : {std::pair{0.2, 394.0}, std::pair{0.5, 64.0}, std::pair{0.8, 26.0}}) {
    CAPTURE(d);
    CHECK(std::ceil(size_for_power(mean_design(1), d, 0.8).value.value() / 2) == n);
  }
}

// R 4.3 stats: power.prop.test(p1, p2, power)$n, which is Fleiss' formula without continuity. Ours
// has N / (N - 1) in the test's variance, and so needs up to half a unit more.
TEST_CASE("size_for_power of shares: R's power.prop.test") {
  struct Row {
    double p1, p2, power, n;
  };
  for (const Row& row : {Row{.5, .75, .9, 76.65294}, Row{.1, .2, .8, 198.9634}}) {
    CAPTURE(row.p1);
    const double n =
        size_for_power(share_design(row.p1, false), row.p2 - row.p1, row.power).value.value() / 2;
    CHECK(n > row.n);
    CHECK(n < row.n + 0.5);
  }
}

// causal-cases.json, cluster-sample-size (closed form on normal quantiles): 35.0109 stores an arm,
// 30.7725 of equal size; one more an arm stands for Student's t.
TEST_CASE("clusters: stores an arm by the design effect, and one more for t") {
  struct Row {
    double variation, stores;
  };
  for (const Row& row : {Row{.4, 35.010909165}, Row{0, 30.7725141085}}) {
    const ClusterPlan clusters{.size = 200, .correlation = 0.03, .variation = row.variation};
    const double z = normal_upper_quantile(0.025) + normal_upper_quantile(0.2);
    CHECK(2 * 15 * 15 * z * z / (2 * 2) * design_effect(clusters) / 200 ==
          Approx(row.stores).epsilon(1e-9));
    PowerDesign design = mean_design(15);
    design.clusters = clusters;
    const double ours = size_for_power(design, 2, 0.8).value.value() / 2 / 200;
    CHECK(ours == Approx(row.stores + 1).epsilon(0.002));
  }
}

TEST_CASE("clusters: no verdict below five a variant, so no power") {
  PowerDesign design = share_design(0.3, true);
  design.clusters = ClusterPlan{.size = 100, .correlation = 0.001, .variation = 0};
  CHECK(power(design, 0.8, 2 * 4.9 * 100) == 0);
  CHECK(power(design, 0.8, 2 * 5.0 * 100) > 0.9);
}

namespace {

/// gbstats' a-priori power (comparisons.md, section 11.1): normal, relative effects by the delta
/// method, both tails. `widening` is that of its confidence sequence; 1 without.
double delta_power(double mean, double variance, double effect, double n, double alpha,
                   double widening) {
  const double m1 = mean * (1 + effect);
  const double se = widening * std::sqrt(variance / (mean * mean * n) +
                                         variance * m1 * m1 / (mean * mean * mean * mean * n));
  const double z = normal_upper_quantile(alpha / 2);
  return normal_upper_tail(z - effect / se) + normal_upper_tail(z + effect / se);
}

double sequential_widening(double pair, double tuning, double alpha) {
  const double rho2 = (-2 * std::log(alpha) + std::log(1 - 2 * std::log(alpha))) / tuning;
  const double q = pair * rho2 + 1;
  return std::sqrt(pair * 2 * q / (pair * pair * rho2) * std::log(std::sqrt(q) / alpha)) /
         normal_upper_quantile(alpha / 2);
}

}  // namespace

// gbstats-cases.json, power_a_priori (GrowthBook 0.8.0's calculator). Ours tests the difference:
// the same where effects are small, more where the relative delta method loses gains.
TEST_CASE("power beside gbstats' a-priori power") {
  struct Row {
    const char* id;
    bool share;
    double mean, sd, effect, users;
    int variations;
    double alpha, tuning, power;
  };
  for (const Row& row :
       {Row{"power-000", false, 10, 62.529991004312784, .05, 400000, 3, .05, 0, .5214409191602974},
        Row{"power-001", true, .1, 0, .05, 50000, 2, .05, 0, .4433968965143925},
        Row{"power-002", true, .3, 0, .1, 1000, 2, .1, 0, .25885005419651147},
        Row{"power-003", false, 25, 40, .2, 600, 2, .05, 0, .2834195076600942},
        Row{"power-006", false, 10, 62.529991004312784, .05, 400000, 3, .05, 5000,
            .20595674320506613},
        Row{"power-013", true, .1, 0, .05, 50000, 2, .05, 500, .1701027058480341}}) {
    CAPTURE(row.id);
    const double n = row.users / row.variations;
    const double variance = row.share ? row.mean * (1 - row.mean) : row.sd * row.sd;
    const double widening = row.tuning > 0 ? sequential_widening(2 * n, row.tuning, row.alpha) : 1;
    CHECK(delta_power(row.mean, variance, row.effect, n, row.alpha, widening) ==
          Approx(row.power).epsilon(1e-6));
    if (row.tuning > 0) continue;

    PowerDesign design;
    design.model = row.share ? PowerModel::share : PowerModel::mean;
    design.baseline = row.mean;
    design.sd = row.sd;
    design.alpha = row.alpha;
    design.control_share = design.treatment_share = 1.0 / row.variations;
    const double ours = power(design, row.effect, row.users);
    CHECK(ours > row.power - 0.005);
    CHECK(ours < row.power + 0.12);
  }
}

TEST_CASE("sizes, effects and power agree with one another") {
  PowerDesign nps;
  nps.model = PowerModel::score;
  nps.baseline = 20;
  nps.sd = 70;
  nps.relative = false;
  PowerDesign guardrail = rate_design(0.02);
  guardrail.threshold = 0.25;
  guardrail.upwards = false;
  PowerDesign before = share_design(0.4, false);
  before.control_n = 500;
  struct Row {
    const char* what;
    PowerDesign design;
    double effect;
  };
  for (const Row& row :
       {Row{"share", share_design(0.032, true), 0.05}, Row{"mean", mean_design(3), 0.4},
        Row{"rate", rate_design(0.02), 0.2}, Row{"score", nps, 5}, Row{"limit", guardrail, 0},
        Row{"before", before, 0.2}}) {
    CAPTURE(row.what);
    const double size = size_for_power(row.design, row.effect, 0.8).value.value();
    CHECK(power(row.design, row.effect, size) == Approx(0.8).epsilon(1e-6));
    CHECK(detectable_effect(row.design, size, 0.8).value.value() ==
          Approx(row.effect).scale(1).epsilon(1e-6));
    CHECK(power(row.design, row.effect, 2 * size) > 0.9);
    CHECK(power(row.design, row.design.threshold, size) < 0.03);
  }
}

TEST_CASE("a net promoter score: voc-cases nps-sample-size, answers to see 6 points") {
  // Closed form on normal quantiles, per arm; ours is of both, and has the standard deviation
  // given.
  const auto one = shared_case("voc-cases.json", "nps-sample-size");
  const auto& input = one.at("input");
  const double s = input.at("s").get<double>();
  PowerDesign design;
  design.model = PowerModel::score;
  design.baseline = 100 * s;
  design.sd = 100 * std::sqrt(input.at("pd_sum").get<double>() - s * s);
  design.relative = false;
  design.alpha = input.at("alpha").get<double>();
  const double size =
      size_for_power(design, input.at("delta").get<double>(), input.at("power").get<double>())
          .value.value();
  CHECK(size / 2 == Approx(one.at("expected").at("n").get<double>()).epsilon(1e-6));
}

TEST_CASE("what saves and what costs units") {
  const auto size = [](const PowerDesign& design, double effect) {
    return size_for_power(design, effect, 0.8).value.value();
  };
  const double even = size(mean_design(1), 0.1);

  SUBCASE("a covariate of r = 0.6 saves 36%") {
    PowerDesign design = mean_design(1);
    design.correlation = 0.6;
    CHECK(size(design, 0.1) == Approx(0.64 * even).epsilon(0.002));
  }
  SUBCASE("shares of 20 and 80 cost 1 / (4 x 0.2 x 0.8)") {
    PowerDesign design = share_design(0.3, true);
    const double halves = size(design, 0.1);
    design.control_share = 0.8;
    design.treatment_share = 0.2;
    CHECK(size(design, 0.1) == Approx(halves / 0.64).epsilon(0.05));
  }
  SUBCASE("a third variant: half as much again, and alpha halved") {
    PowerDesign design = mean_design(1);
    design.control_share = design.treatment_share = 1.0 / 3;
    CHECK(size(design, 0.1) == Approx(1.5 * even).epsilon(0.002));
    design.alpha = 0.025;
    CHECK(size(design, 0.1) > 1.5 * even * 1.2);
  }
  SUBCASE("events that cluster cost their dispersion") {
    PowerDesign design = rate_design(0.05);
    const double independent = size(design, 0.2);
    design.dispersion = 2;
    CHECK(size(design, 0.2) == Approx(2 * independent).epsilon(1e-6));
  }
  SUBCASE("a constant baseline halves what one arm needs") {
    PowerDesign design = share_design(0.3, false);
    const double both = size(design, 0.05);
    design.control_n = std::numeric_limits<double>::infinity();
    CHECK(size(design, 0.05) == Approx(both / 4).epsilon(0.05));
  }
}

// Jennison and Turnbull 2000, table 7.6 (Lan-DeMets spending of O'Brien-Fleming type, K equal
// looks, two-sided 0.05): inflation 1.028 at power 0.8 and K = 5.
TEST_CASE("power: five looks cost some 3% more units, and show the same") {
  PowerDesign design = mean_design(1);
  const double once = size_for_power(design, 0.05, 0.8).value.value();
  const double fractions[] = {0.2, 0.4, 0.6, 0.8, 1};
  design.looks = boundaries(fractions, design.alpha, Spending::obrien_fleming);
  const double looked = size_for_power(design, 0.05, 0.8).value.value();
  CHECK(looked / once > 1.015);
  CHECK(looked / once < 1.04);
  CHECK(power(design, 0.05, looked) == Approx(0.8).epsilon(1e-6));
}

TEST_CASE("power: looked at every night at always-valid level, as simulated cycles show it") {
  // Nights of independent normal increments: 28 of them, effects of 3 and 4 standard errors of the
  // whole cycle; 20000 cycles each, four standard errors of the count.
  constexpr int nights = 28, cycles = 20000;
  PowerDesign design = mean_design(1);
  for (int night = 1; night <= nights; ++night) {
    const double fraction = static_cast<double>(night) / nights;
    design.looks.push_back({.fraction = fraction,
                            .spent = 0,
                            .z = sequence_critical(design.alpha, fraction),
                            .alpha = 0});
  }
  for (const double drift : {3.0, 4.0}) {
    std::mt19937_64 engine(28);
    std::normal_distribution<double> normal;
    int shown = 0;
    for (int cycle = 0; cycle < cycles; ++cycle) {
      double score = 0;
      for (const LookBoundary& look : design.looks) {
        score += drift / nights + normal(engine) / std::sqrt(nights);
        const double z = score / std::sqrt(look.fraction);
        shown += z > look.z ? 1 : 0;
        if (std::abs(z) > look.z) break;
      }
    }
    const double expected = crossing_probability(design.looks, drift);
    CAPTURE(drift);
    CHECK(std::abs(shown / static_cast<double>(cycles) - expected) <
          4 * std::sqrt(expected * (1 - expected) / cycles));
    // The size that the design needs for this power is the one whose effect has this drift: with
    // sd = baseline 1 in both arms of n / 2 units, 0.05 / sqrt(4 / n). A power of that size is the
    // crossing's, within what Student's t and the rounding of many looks leave.
    const double size = 4 * drift * drift / (0.05 * 0.05);
    CHECK(power(design, 0.05, size) == Approx(expected).epsilon(0.03));
  }
}

TEST_CASE("power: one planned look at the end is no look more") {
  PowerDesign share = share_design(0.3, true), mean = mean_design(1);
  const double fractions[] = {1};
  for (PowerDesign* design : {&share, &mean}) {
    const double plain = power(*design, 0.2, 900);
    design->looks = boundaries(fractions, design->alpha, Spending::obrien_fleming);
    CHECK(power(*design, 0.2, 900) == Approx(plain).epsilon(1e-7));
  }
}

TEST_CASE("power: a mean gets none below its effective size, as reviews give no verdict there") {
  PowerDesign design;
  design.model = PowerModel::mean;
  design.baseline = 10;
  design.sd = 30;  // cv 3: in the treatment, whose value is three times that, less
  CHECK(power(design, 2, 2 * 44) == 0);  // 5 x 9 = 45 units an arm at least
  CHECK(power(design, 2, 2 * 46) > 0.8);
  design.control_n = HUGE_VAL;  // against a constant nothing cancels: 30 x 1 in the treatment
  CHECK(power(design, 2, 29) == 0);
  CHECK(power(design, 2, 31) > 0.9);
}

TEST_CASE("planned values that cannot be, with their reasons") {
  PowerDesign design = share_design(0.6, true);
  CHECK(size_for_power(design, -0.1, 0.8).reason == "not-beyond-threshold");
  CHECK(size_for_power(design, 0, 0.8).reason == "not-beyond-threshold");
  CHECK(detectable_effect(design, 10, 0.8).reason == "out-of-reach");
  design.threshold = 0.5;
  CHECK(size_for_power(design, 0.4, 0.8).reason == "not-beyond-threshold");
  design.threshold = 0;
  design.control_n = 4;  // what came before is too little, whatever comes now
  CHECK(size_for_power(design, 0.1, 0.8).reason == "out-of-reach");
}

TEST_CASE("power: refused by name") {
  PowerDesign share = share_design(0.5, true);
  CHECK(refusal([&] { power(share, 1.5, 100); }) == "effect-range");
  CHECK(refusal([&] { size_for_power(share, 0.1, 1); }) == "power-range");
  share.baseline = 0;
  CHECK(refusal([&] { power(share, 0.1, 100); }) == "baseline-range");
  PowerDesign mean;
  mean.model = PowerModel::mean;
  mean.baseline = 3;
  CHECK(refusal([&] { power(mean, 0.1, 100); }) == "sd-missing");
  mean.sd = 1;
  mean.correlation = 1;
  CHECK(refusal([&] { power(mean, 0.1, 100); }) == "correlation-range");
  mean.correlation = 0;
  mean.alpha = 0;
  CHECK(refusal([&] { power(mean, 0.1, 100); }) == "alpha-range");
  mean.alpha = 0.05;
  mean.treatment_share = 0.6;
  CHECK(refusal([&] { power(mean, 0.1, 100); }) == "shares-invalid");
  mean.treatment_share = 0.5;
  mean.clusters = ClusterPlan{.size = 0, .correlation = 0, .variation = 0};
  CHECK(refusal([&] { power(mean, 0.1, 100); }) == "clusters-invalid");
}

TEST_CASE("power: a share against a constant is tested exactly") {
  // The exact binomial test enumerated by scipy 1.10 at n - 20 to n + 20, and averaged: it goes by
  // steps, 0.727 to 0.766 around 1680.
  struct Case {
    double baseline, effect, n, expected;
  };
  for (const Case& c : {Case{0.03, 0.4, 1680, 0.74675}, Case{0.05, 0.5, 392, 0.52424},
                        Case{0.2, 0.1, 2800, 0.73379}}) {
    PowerDesign design = share_design(c.baseline, true);
    design.control_n = HUGE_VAL;
    CHECK(power(design, c.effect, c.n) == Approx(c.expected).epsilon(0.003));
    PowerDesign mirrored = share_design(1 - c.baseline, false);
    mirrored.control_n = HUGE_VAL;
    mirrored.upwards = false;
    CHECK(power(mirrored, -c.baseline * c.effect, c.n) == Approx(c.expected).epsilon(0.003));
  }
  // Five of five at a half is not rare enough, whatever is true.
  PowerDesign tiny = share_design(0.5, false);
  tiny.control_n = HUGE_VAL;
  CHECK(power(tiny, 0.45, 5) == 0);
}
