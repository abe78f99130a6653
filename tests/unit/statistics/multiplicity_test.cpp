#include "collab/statistics/multiplicity.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/posterior.hpp"
#include "collab/statistics/sample_ratio.hpp"
#include "unit/statistics/gbstats_cases.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

TEST_CASE("holm and benjamini-hochberg: gbstats-cases multiple_comparisons, 1e-12") {
  CHECK(gbstats_cases().at("multiple_comparisons").size() == 13);
  for (const Json& one : gbstats_cases().at("multiple_comparisons")) {
    CAPTURE(one.at("id").get<std::string>());
    const std::vector<double> p = one.at("p_values");
    const std::vector<double> holm = one.at("holm"), bh = one.at("bh");
    const std::vector<double> our_holm = holm_adjusted(p), our_bh = benjamini_hochberg_adjusted(p);
    REQUIRE(our_holm.size() == holm.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      CHECK(std::abs(our_holm[i] - holm[i]) <= 1e-12);
      CHECK(std::abs(our_bh[i] - bh[i]) <= 1e-12);
    }
  }
}

TEST_CASE("holm and benjamini-hochberg: of nothing, nothing; ties stay ties") {
  CHECK(holm_adjusted({}).empty());
  CHECK(benjamini_hochberg_adjusted({}).empty());
  const std::vector<double> p{0.02, 0.02, 0.5};
  CHECK(holm_adjusted(p)[0] == holm_adjusted(p)[1]);
  CHECK(benjamini_hochberg_adjusted(p)[0] == Approx(0.03));
}

TEST_CASE("adjusted intervals as platforms print them: the width that the adjusted p implies") {
  // What they do, from our pieces: |lift| / z(p_adj / 2) is taken as the standard error.
  for (const Json& one : gbstats_cases().at("adjusted_ci")) {
    CAPTURE(one.at("id").get<std::string>());
    const double p = one.at("p_value_adjusted"), lift = one.at("lift");
    if (p > 0.999999) {
      CHECK(one.at("adjusted_ci_raw").at(0) == "-inf");
      continue;
    }
    const double half = normal_critical(one.at("p_value_threshold")) *
                        std::abs(lift / normal_upper_quantile(p / 2));
    CHECK(one.at("adjusted_ci_raw").at(0).get<double>() == Approx(lift - half).epsilon(1e-9));
    CHECK(one.at("adjusted_ci_raw").at(1).get<double>() == Approx(lift + half).epsilon(1e-9));
  }
}

TEST_CASE(
    "sample_ratio_p_value: gbstats-cases srm, remaining arms; ours keeps digits below 1e-16") {
  int compared = 0;
  std::vector<std::string> left_to_us;
  for (const Json& one : gbstats_cases().at("srm")) {
    const std::string id = one.at("id");
    CAPTURE(id);
    std::vector<double> users, weights;
    double whole = 0;
    for (std::size_t i = 0; i < one.at("users").size(); ++i) {
      if (one.at("weights").at(i) == 0)
        continue;  // an arm without weight and its users are left out
      users.push_back(one.at("users").at(i));
      weights.push_back(one.at("weights").at(i));
      whole += weights.back();
    }
    const auto p = sample_ratio_p_value(users, weights);
    if (!p || std::abs(whole - 1) > 1e-9) {
      left_to_us.push_back(id);
      continue;
    }
    CHECK(std::abs(*p - one.at("p_value_app").get<double>()) <= 1e-9);
    ++compared;
  }
  CHECK(compared == 16);
  // No users and one arm have no p here; shares that do not add up we scale and they do not.
  CHECK(left_to_us == std::vector<std::string>{"srm-020", "srm-023", "srm-026"});
}

TEST_CASE("chance to win under a flat prior: gbstats-cases chance_to_win_flat_prior, 1e-12") {
  int compared = 0;
  std::vector<std::string> without_width;
  for (const Json& one : gbstats_cases().at("chance_to_win_flat_prior")) {
    const std::string id = one.at("id");
    CAPTURE(id);
    EstimateRequest question;
    question.alpha = one.at("p_value_threshold");
    if (one.at("inverse")) question.alternative = Alternative::less;
    const double width = one.at("ci_high").get<double>() - one.at("ci_low").get<double>();
    if (!(width > 0)) {
      // They print 0 or 1 for an interval without width; for us it is no effect at all.
      without_width.push_back(id);
      continue;
    }
    const Normal effect{.mean = one.at("expected"),
                        .sd = width / 2 / normal_critical(question.alpha)};
    EstimateResult result;
    set_posterior(result, posterior(effect, std::nullopt), question);
    CHECK(std::abs(*result.chance_to_win - one.at("chance_to_win").get<double>()) <= 1e-12);
    CHECK(*result.low == Approx(one.at("ci_low").get<double>()).epsilon(1e-12));
    CHECK(*result.high == Approx(one.at("ci_high").get<double>()).epsilon(1e-12));
    ++compared;
  }
  CHECK(compared == 3);
  CHECK(without_width == std::vector<std::string>{"ctwflat-002", "ctwflat-003", "ctwflat-004"});
}
