#include "collab/statistics/delta.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "collab/model/moments.hpp"
#include "collab/statistics/estimate.hpp"
#include "unit/statistics/gbstats_cases.hpp"

using namespace collab;
using namespace collab::test;

namespace {

/// What they call their errors, and what we do.
std::string reason_of(const Json& expected) {
  static const std::map<std::string, std::string> reasons{
      {"ZERO_NEGATIVE_VARIANCE", "no-variance"},
      {"ZERO_NEGATIVE_BASELINE_VARIATION", "zero-baseline"},
      {"ALPHA_GREATER_THAN_0.5_FOR_SEQUENTIAL_ONE_SIDED_TEST", "alpha-range"}};
  for (const char* name : {"error_message", "p_value_error_message"}) {
    if (!expected.contains(name) || expected.at(name).is_null()) continue;
    const auto found = reasons.find(expected.at(name).get<std::string>());
    return found == reasons.end() ? "scaled alone" : found->second;
  }
  return "ok";
}

/// Columns of zeros and ones in a ratio cannot be said in a request.
ArmSums typed_sums(const Json& arm) {
  ArmSums sums;
  sums.n = arm.at("n");
  sums.sum = {arm.at("sum"), arm.at("denominator_sum"), 0, 0};
  sums.products[Moments::index(0, 0)] = arm.at("sum_squares");
  sums.products[Moments::index(1, 1)] = arm.at("denominator_sum_squares");
  sums.products[Moments::index(0, 1)] = arm.at("main_denominator_sum_product");
  sums.binary = {arm.value("numerator_type", "") == "binomial",
                 arm.value("denominator_type", "") == "binomial", false, false};
  return sums;
}

EstimateResult answer_of(const Json& one, const EstimateRequest& request) {
  if (!one.contains("control") || !one.at("control").contains("numerator_type")) {
    return estimate(request);
  }
  return delta_answer(delta_effect({.ratio = true}, typed_sums(one.at("control")),
                                   typed_sums(one.at("treatment")), request.relative),
                      request);
}

double factor_of(const Json& one) {
  if (one.at("difference_type") != "scaled") return 1;
  const Json& params = one.at("params");
  return params.at("total_users").get<double>() / (params.at("traffic_percentage").get<double>() *
                                                   params.at("phase_length_days").get<double>());
}

void check_near(const std::optional<double>& value, const Json& expected, double relative,
                double absolute, double factor, const std::string& what) {
  CAPTURE(what);
  if (expected.is_string()) {  // "inf": unbounded
    CHECK_FALSE(value.has_value());
    return;
  }
  REQUIRE(value.has_value());
  const double wanted = expected;
  CAPTURE(wanted);
  CAPTURE(*value);
  CHECK(std::abs(*value * factor - wanted) <= relative * std::abs(wanted) + absolute);
}

}  // namespace

TEST_CASE("delta: every comparison of gbstats 0.8.0, to the tolerances of the file") {
  int checked = 0, refused = 0, skipped = 0;
  for (const Json& one : gbstats_cases().at("cases")) {
    CAPTURE(one.at("id").get<std::string>());
    const Json& expected = one.at("expected");
    const std::string reason = reason_of(expected);
    if (reason == "scaled alone") {
      // A factor of 0, no factor, or a kind that is not scaled: nothing of the comparison itself.
      CHECK(one.at("difference_type") == "scaled");
      ++skipped;
      continue;
    }
    const EstimateRequest request = request_of(one);
    const EstimateResult result = answer_of(one, request);
    CHECK(result.status == reason);
    if (reason != "ok") {
      // They print estimate 0 and p 1; we print nothing.
      CHECK_FALSE(result.estimate.has_value());
      CHECK_FALSE(result.p_value.has_value());
      ++refused;
      continue;
    }
    const double factor = factor_of(one);
    // Digits that their sums of squares have lost, and ours with them, but not bit by bit.
    const double loose = one.at("id") == "edge-0378" ? 1e-6 : 1e-9;
    check_near(result.estimate, expected.at("expected"), loose, 1e-15, factor, "estimate");
    check_near(result.low, expected.at("ci_low"), loose, 1e-15, factor, "low");
    check_near(result.high, expected.at("ci_high"), loose, 1e-15, factor, "high");
    check_near(result.standard_error, expected.at("uplift_stddev"), loose, 0, factor, "se");
    if (request.inference == Inference::bayesian) {
      check_near(result.chance_to_win, expected.at("chance_to_win"), 0, 1e-12, 1, "chance to win");
      // Risk is not scaled.
      check_near(result.expected_loss, expected.at("risk_treatment"), 1e-6, 1e-300, 1, "risk");
    } else {
      const bool searched = request.inference == Inference::anytime &&
                            request.alternative != Alternative::two_sided;
      check_near(result.p_value, expected.at("p_value"), 0, searched ? 2e-3 : 1e-12, 1, "p");
    }
    if (request.inference == Inference::fixed && expected.at("intermediate").contains("dof")) {
      check_near(result.df, expected.at("intermediate").at("dof"), loose, 0, 1, "df");
    }
    ++checked;
  }
  CHECK(checked + refused + skipped == 286);
  CHECK(skipped == 12);
  CHECK(refused == 42);
}
