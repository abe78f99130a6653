// What goals gain by sharing their error.
#include <doctest/doctest.h>

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

/// visit clears its target with ease, or not at all; reply clears it at 95 % (lower bound +1.5 %)
/// and not at 97.5 % (+0.7 %).
Review reviewed(const std::string& multiplicity, double visits_of_answers) {
  Experiment plan =
      two_variants({goal("visit", "proportion", ">= +5%"), goal("reply", "proportion", ">= +1%")});
  plan.multiplicity = multiplicity;
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "control", "2026-11-01", 1000, 10000),
                     share("visit", "answers", "2026-11-01", visits_of_answers, 10000),
                     share("reply", "control", "2026-11-01", 2000, 10000),
                     share("reply", "answers", "2026-11-01", 2143, 10000)});
  return lab.review(cycle, "2026-11-02");
}

}  // namespace

TEST_CASE("holm: a met goal leaves its share of the error to the other") {
  const Review review = reviewed("holm", 1500);
  CHECK(outcome(review, "visit").verdict == Verdict::met);
  CHECK(outcome(review, "reply").verdict == Verdict::met);
  CHECK(outcome(review, "reply").reason == "met-by-holm");
  // The interval shown stays the simultaneous one.
  CHECK(outcome(review, "reply").confidence == Approx(0.975));
  CHECK(outcome(review, "reply").effect.relative.low.value() < 0.01);
}

TEST_CASE("holm: without a met goal nothing is left to share") {
  CHECK(outcome(reviewed("holm", 1000), "reply").verdict == Verdict::better);
}

TEST_CASE("benjamini_hochberg: two met of two are read at the whole error, one at half") {
  const Review both = reviewed("benjamini_hochberg", 1500);
  CHECK(outcome(both, "reply").verdict == Verdict::met);
  CHECK(outcome(both, "reply").confidence == Approx(0.95));
  const Review one = reviewed("benjamini_hochberg", 1000);
  CHECK(outcome(one, "reply").verdict == Verdict::better);
  CHECK(outcome(one, "reply").confidence == Approx(0.975));
}

TEST_CASE("none: each goal has the whole error") {
  CHECK(outcome(reviewed("none", 1000), "reply").verdict == Verdict::met);
}
