// Waits, some of them still going on.
#include "collab/statistics/waiting.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

namespace {

std::vector<Wait> waits_of(const nlohmann::json& arm) {
  std::vector<Wait> waits;
  for (std::size_t i = 0; i < arm.at("t").size(); ++i)
    waits.push_back({arm.at("t")[i].get<double>(), arm.at("e")[i].get<int>() == 1});
  return waits;
}

}  // namespace

TEST_CASE("waiting_curve: clv-cases km-plain (survfit of R 3.5-3), shares and standard errors") {
  const auto one = shared_case("clv-cases.json", "km-plain");
  for (const char* arm : {"price", "relationship"}) {
    CAPTURE(arm);
    const WaitingCurve curve = waiting_curve(waits_of(one.at("input").at(arm)));
    const auto& expected = one.at("expected").at(arm);
    std::size_t step = 0;
    for (std::size_t i = 0; i < expected.at("time").size(); ++i) {
      if (expected.at("n_event")[i] == 0) continue;  // R lists times of censored ones too
      const auto& here = curve.steps.at(step++);
      CHECK(here.time == expected.at("time")[i].get<double>());
      CHECK(here.at_risk == expected.at("n_risk")[i].get<double>());
      CHECK(here.share == Approx(expected.at("surv")[i].get<double>()).epsilon(1e-8));
      CHECK(here.share * std::sqrt(here.greenwood) ==
            Approx(expected.at("std_err")[i].get<double>()).epsilon(1e-8));
    }
    CHECK(step == curve.steps.size());
  }
}

TEST_CASE("waiting_quantile: clv-cases km-quantiles, quartile and median with log-log intervals") {
  const auto one = shared_case("clv-cases.json", "km-quantiles");
  const auto& expected = one.at("expected");
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const WaitingCurve curve =
        waiting_curve(waits_of(one.at("input").at(arm == 0 ? "price" : "relationship")));
    for (std::size_t q = 0; q < 2; ++q) {
      const Estimate found = waiting_quantile(curve, q == 0 ? 0.25 : 0.5, 0.05);
      const auto check = [&](const char* name, const std::optional<double>& value) {
        CAPTURE(name);
        const auto& cell = expected.at(name)[arm][q];
        REQUIRE(value.has_value() == !cell.is_null());
        if (value) CHECK(*value == cell.get<double>());
      };
      check("quantile", found.value);
      check("lower", found.low);
      check("upper", found.high);
    }
  }
}

TEST_CASE("over_by: the share by a time, log-log as R has it, and its edges") {
  const auto one = shared_case("clv-cases.json", "km-plain");
  const WaitingCurve curve = waiting_curve(waits_of(one.at("input").at("price")));
  // survfit(Surv(t, e) ~ 1, conf.type = "log-log") at 10: 0.5357 [0.2972, 0.7243] by hand:
  // theta = 1.96 se / (S |ln S|) = 0.6679...; S^exp(+-theta).
  const Estimate ten = over_by(curve, 10, 0.05);
  const double s = 0.535714285714, se = 0.113942405276;
  const double theta = 1.959963984540054 * se / (s * std::abs(std::log(s)));
  CHECK(*ten.value == Approx(1 - s).epsilon(1e-9));
  CHECK(*ten.low == Approx(1 - std::pow(s, std::exp(-theta))).epsilon(1e-9));
  CHECK(*ten.high == Approx(1 - std::pow(s, std::exp(theta))).epsilon(1e-9));
  CHECK(over_by(curve, 1, 0.05).reason == "still-waiting");
  CHECK(over_by(curve, 30, 0.05).reason == "still-waiting");  // nobody was followed that long
  CHECK(over_by(waiting_curve({}), 1, 0.05).reason == "no-data");
  const std::vector<Wait> all{{1, true}, {2, true}};
  CHECK(over_by(waiting_curve(all), 2, 0.05).value == 1);
}

TEST_CASE("leaving out who still waits makes the median look short") {
  std::vector<Wait> waits;
  for (int i = 1; i <= 10; ++i) waits.push_back({static_cast<double>(i), true});
  for (int i = 0; i < 10; ++i) waits.push_back({20, false});
  const Estimate honest = waiting_quantile(waiting_curve(waits), 0.5, 0.05);
  CHECK(*honest.value == Approx(15));  // half are over at 10, none until 20
  waits.resize(10);
  CHECK(*waiting_quantile(waiting_curve(waits), 0.5, 0.05).value == 5.5);
}

TEST_CASE("waits counted together are the waits one by one, in whatever order") {
  const std::vector<Wait> counted{
      {2, true, 3}, {1, false, 2}, {5, true}, {2, false}, {9, false, 4}};
  std::vector<Wait> single;
  for (const Wait& wait : counted)
    for (int i = 0; i < wait.count; ++i) single.push_back({wait.time, wait.over});
  const WaitingCurve together = waiting_curve(counted), apart = waiting_curve(single);
  CHECK(together.waits == 11);
  CHECK(together.censored == 7);
  REQUIRE(together.steps.size() == 2);
  REQUIRE(apart.steps.size() == 2);
  CHECK(together.steps[0].share == Approx(2.0 / 3));        // three of nine at risk
  CHECK(together.steps[1].share == Approx(2.0 / 3 * 0.8));  // one of five
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(together.steps[i].share == apart.steps[i].share);
    CHECK(together.steps[i].greenwood == apart.steps[i].greenwood);
  }
}

TEST_CASE("median_of: voc-cases median-order-ci, exact interval between order statistics") {
  const auto one = shared_case("voc-cases.json", "median-order-ci");
  const auto times = one.at("input").at("t").get<std::vector<double>>();
  const Estimate median = median_of(times, 0.05);
  CHECK(*median.value == one.at("expected").at("median").get<double>());
  CHECK(*median.low == one.at("expected").at("lower").get<double>());
  CHECK(*median.high == one.at("expected").at("upper").get<double>());
  CHECK(median_of(std::span(times).first(5), 0.05).reason == "too-few");  // 2 / 2^5 > 0.05
  CHECK(median_of(std::span(times).first(6), 0.05).low == 0.5);           // 2 / 2^6 is not
  CHECK(median_of({}, 0.05).reason == "no-data");
}

TEST_CASE("median_of: the ranks of the binomial, added up plainly") {
  for (const std::size_t n : {6UL, 7UL, 19UL, 20UL, 101UL}) {
    CAPTURE(n);
    std::vector<double> sorted(n);
    for (std::size_t i = 0; i < n; ++i) sorted[i] = static_cast<double>(i + 1);
    double term = std::pow(0.5, static_cast<double>(n)), below = 0;
    std::size_t rank = 0;
    for (std::size_t k = 0; k < n && below + term <= 0.025; ++k) {
      below += term;
      ++rank;
      term *= static_cast<double>(n - k) / static_cast<double>(k + 1);
    }
    CHECK(*median_of(sorted, 0.05).low == static_cast<double>(rank));
  }
}
