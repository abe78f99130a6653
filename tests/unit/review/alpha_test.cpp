#include "collab/review/alpha.hpp"

#include <doctest/doctest.h>

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

TEST_CASE("alpha is split evenly over goals and treatments, and spent over looks") {
  Experiment plan = two_variants({goal("a", "proportion", ">= +5%")});
  SUBCASE("one of each") {
    CHECK(split_alpha(plan).goal == Approx(0.05));
    CHECK(split_alpha(plan).family_wise == Approx(0.05));
    CHECK(split_alpha(plan).family_wise_all == Approx(0.05));
  }
  SUBCASE("two looks, two goals, two treatments, a guardrail") {
    plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
    plan.metrics.push_back(goal("b", "mean", ">= +2"));
    plan.metrics.push_back(guardrail("c", "rate", "<= +10%"));
    plan.metrics.push_back(secondary("d", "mean"));
    plan.variants.push_back({"third", 0.0, "0%", ""});
    const Alphas alphas = split_alpha(plan);
    CHECK(alphas.goal == Approx(0.05 / 4));
    CHECK(alphas.guardrail == Approx(0.05 / 2));
    CHECK(alphas.plain == Approx(0.05));
    CHECK(alphas.family_wise == Approx(0.05));
    CHECK(alphas.family_wise_all == Approx(0.05 + 2 * 0.05));
    CHECK(alpha_notes(plan).front() ==
          "goals: 5% of error (2 goals x 2 variants, Holm), spent over 2 looks (O'Brien-Fleming "
          "type, "
          "by calendar time): intervals at 99.98%, 98.76%; a wrong goal verdict in the whole "
          "cycle: at "
          "most 5%, a wrong met or better at most 2.5%");
  }
  SUBCASE("not over goals when the plan says none, and the bound says so") {
    plan.multiplicity = "none";
    plan.metrics.push_back(goal("b", "mean", ">= +2"));
    CHECK(split_alpha(plan).goal == Approx(0.05));
    CHECK(split_alpha(plan).family_wise == Approx(0.10));
  }
  SUBCASE("a level is judged by two intervals") {
    plan.metrics.front().target = parse_target(">= 3.5%");
    CHECK(split_alpha(plan).goal == Approx(0.05));
    CHECK(split_alpha(plan).family_wise == Approx(0.10));
  }
  SUBCASE("no goal at all") {
    plan.metrics = {guardrail("c", "rate", "<= +10%")};
    CHECK(split_alpha(plan).family_wise == Approx(0));
    CHECK(split_alpha(plan).family_wise_all == Approx(0.05));
  }
}

TEST_CASE("a look's certainty: what spending leaves, or always-valid") {
  Experiment plan = two_variants({goal("a", "proportion", ">= +5%")});
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  LookCertainty certainty(plan);
  // Two equal looks, O'Brien-Fleming type, two-sided 5 %: z 2.963 and 1.969 (Lan and DeMets's
  // program, in DeMets and Lan 1994 and in R's ldbounds).
  CHECK(certainty.at(0.05, 1).alpha == Approx(0.00305).epsilon(0.002));
  CHECK(certainty.at(0.05, 2).alpha == Approx(0.0490).epsilon(0.002));
  CHECK_FALSE(certainty.at(0.05, 1).progress);
  CHECK(certainty.at(0.05, 0, 7).progress.value() == Approx(0.25));
  plan.looks = {Looks::Form::anytime, {}};
  LookCertainty nightly(plan);
  CHECK(nightly.at(0.05, 14).progress.value() == Approx(0.5));
  CHECK(nightly.at(0.05, 14, 7).progress.value() == Approx(0.25));  // the data are a week behind
  CHECK(nightly.at(0.05, 14, 20).progress.value() == Approx(0.5));
}
