#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

TEST_CASE("previous: the first cycle has nothing to stand against") {
  Lab lab;
  const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "previous"));
  lab.record(cycle, {share("visit", "shop", "2026-10-10", 100, 1000)});
  for (const char* today : {"2026-10-20", "2026-11-02"}) {
    const Review review = lab.review(cycle, today);
    const Outcome& visit = outcome(review, "visit", "shop");
    CHECK(visit.verdict == Verdict::no_data);
    CHECK(visit.reason == "no-previous-cycle");
    CHECK(visit.observational);
    CHECK(visit.arm.level.value.value() == Approx(0.1));
    CHECK_FALSE(review.next.decision.has_value());
  }
  CHECK(lab.review(cycle, "2026-10-20").next.command == "collab run answers");
  CHECK(lab.review(cycle, "2026-11-02").next.command ==
        "collab decide answers extend -m \"…\" --next");
}

TEST_CASE("previous: the second cycle stands against the first") {
  Lab lab;
  const Experiment plan = one_variant({goal("visit", "proportion", ">= +5%")}, "previous");
  const Cycle first = lab.plan(plan);
  lab.record(first, {share("visit", "shop", "2026-10-10", 1000, 10000)});
  lab.decide(first, DecisionKind::extend, "2026-11-02");
  const Cycle second = lab.plan(plan, 2, "2026-11-03");
  lab.record(second, {share("visit", "shop", "2026-11-10", 1500, 10000)});
  const Review review = lab.review(second, "2026-12-02");
  const Outcome& visit = outcome(review, "visit", "shop");
  CHECK(visit.base.name == "previous");
  CHECK(visit.base.n == 10000);
  CHECK(visit.effect.absolute.value.value() == Approx(0.05));
  CHECK(visit.verdict == Verdict::met);
  CHECK(visit.observational);
  CHECK(review.next.command == "collab decide answers adopt -m \"…\"");
  CHECK(finding(review, "sample-ratio") == nullptr);
}

TEST_CASE("last: the days before the cycle") {
  Lab lab;
  const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "last 28d"));
  lab.record(cycle, {share("visit", "shop", "2026-09-20", 1000, 10000),
                     share("visit", "shop", "2026-10-10", 1500, 10000)});
  const Outcome visit = outcome(lab.review(cycle, "2026-11-02"), "visit", "shop");
  CHECK(visit.base.name == "last 28d");
  CHECK(visit.effect.absolute.value.value() == Approx(0.05));
  CHECK(visit.verdict == Verdict::met);
}

namespace {

/// Seven days of counts from `first` on.
std::vector<Observation> week(const char* first, const std::vector<double>& successes,
                              const std::vector<double>& n, Counts counts = Counts::once) {
  std::vector<Observation> rows;
  Day day = parse_day(first).value();
  for (std::size_t i = 0; i < n.size(); ++i, day += Days{1})
    rows.push_back(share("visit", "shop", to_string(day).c_str(), successes[i], n[i], counts));
  return rows;
}

std::vector<Observation> both(std::vector<Observation> one, const std::vector<Observation>& two) {
  one.insert(one.end(), two.begin(), two.end());
  return one;
}

std::string note_of(const Review& review) {
  const auto found = std::ranges::find_if(
      review.notes, [](const std::string& note) { return note.starts_with("before/after: "); });
  return found == review.notes.end() ? "" : *found;
}

const std::vector<double> sizes{1000, 1000, 900, 1100, 1000, 1000, 800};
const std::vector<double> before{100, 120, 80, 110, 90, 130, 70};
const std::vector<double> after{130, 150, 100, 140, 120, 160, 90};

}  // namespace

TEST_CASE("days are what is sampled: the error is that of their spread") {
  // Expected: numpy, sums over sums linearised by day (Cochran 1977, 6.3), Welch by scipy's t.
  Lab lab;
  const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "last 28d"));
  lab.record(cycle, both(week("2026-09-20", before, sizes), week("2026-10-05", after, sizes)));
  const Review review = lab.review(cycle, "2026-11-02");
  const Outcome& visit = outcome(review, "visit", "shop");
  CHECK(visit.effect.method == "ratio-by-period");
  CHECK(visit.arm.level.value.value() == Approx(0.13088235294117648).epsilon(1e-12));
  CHECK(visit.arm.n == 6800);
  CHECK(visit.effect.absolute.value.value() == Approx(0.027941176470588247).epsilon(1e-12));
  CHECK(visit.effect.standard_error.value() == Approx(0.0092667528514933).epsilon(1e-10));
  CHECK(visit.effect.df.value() == Approx(11.868054777475502).epsilon(1e-10));
  CHECK(visit.effect.absolute.low.value() == Approx(0.007725732359207808).epsilon(1e-8));
  CHECK(visit.effect.absolute.high.value() == Approx(0.048156620581968686).epsilon(1e-8));
  CHECK(visit.effect.p_value.value() == Approx(0.010878318084199689).epsilon(1e-8));
  CHECK(note_of(review).find("each day's luck") != std::string::npos);
}

TEST_CASE("days: figures to date are taken apart, the cycle before is days too") {
  Lab lab;
  const Experiment plan = one_variant({goal("visit", "proportion", ">= +5%")}, "previous");
  const Cycle first = lab.plan(plan);
  std::vector<double> total = before, exposed = sizes;
  for (std::size_t i = 1; i < total.size(); ++i) {
    total[i] += total[i - 1];
    exposed[i] += exposed[i - 1];
  }
  lab.record(first, week("2026-10-05", total, exposed, Counts::to_date));
  lab.decide(first, DecisionKind::extend, "2026-11-02");
  const Cycle second = lab.plan(plan, 2, "2026-11-03");
  lab.record(second, week("2026-11-05", after, sizes));
  const Outcome visit = outcome(lab.review(second, "2026-12-02"), "visit", "shop");
  CHECK(visit.effect.method == "ratio-by-period");
  CHECK(visit.effect.standard_error.value() == Approx(0.0092667528514933).epsilon(1e-10));
}

TEST_CASE("days: too few of them, or none that say anything, leave the error of units") {
  for (const std::size_t days : {std::size_t{1}, std::size_t{4}}) {
    const auto first = [days](const std::vector<double>& all) {
      return std::vector(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(days));
    };
    Lab lab;
    const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "last 28d"));
    lab.record(cycle, both(week("2026-09-20", first(before), first(sizes)),
                           week("2026-10-05", after, sizes)));
    const Review review = lab.review(cycle, "2026-11-02");
    CHECK(outcome(review, "visit", "shop").effect.method == "miettinen-nurminen");
    CHECK(note_of(review).find("days to differ by chance alone") != std::string::npos);
  }
  Lab lab;
  const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "last 28d"));
  const std::vector<double> none(7, 0.0);
  lab.record(cycle, both(week("2026-09-20", none, sizes), week("2026-10-05", none, sizes)));
  CHECK(outcome(lab.review(cycle, "2026-11-02"), "visit", "shop").effect.method ==
        "miettinen-nurminen");
}

TEST_CASE("last: days that measured another kind are no baseline, and the review names the row") {
  Lab lab;
  const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "last 28d"));
  lab.record(cycle, {row("visit", "shop", "2026-09-20", {{"mean", 41.2}, {"n", 240}, {"sd", 18}}),
                     share("visit", "shop", "2026-09-21", 1000, 10000),
                     share("visit", "shop", "2026-10-10", 1500, 10000)});
  const Review review = lab.review(cycle, "2026-11-02");
  const Outcome& visit = outcome(review, "visit", "shop");
  CHECK(visit.verdict == Verdict::no_data);
  CHECK(visit.reason == "other-kind-before");
  CHECK(visit.base.name == "last 28d");
  CHECK(std::ranges::any_of(review.notes, [](const std::string& note) {
    return note.find("shop on 2026-09-20 (op_2)") != std::string::npos;
  }));
}

TEST_CASE("with two variants another baseline is shown beside, and judges nothing") {
  Lab lab;
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.baseline = parse_baseline("last 28d").value();
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "answers", "2026-09-20", 900, 10000),
                     share("visit", "control", "2026-10-10", 1000, 10000),
                     share("visit", "answers", "2026-10-10", 1500, 10000)});
  const Outcome visit = outcome(lab.review(cycle, "2026-11-02"), "visit");
  CHECK(visit.base.name == "control");
  CHECK_FALSE(visit.observational);
  REQUIRE(visit.beside);
  CHECK(visit.beside->name == "last 28d");
  CHECK(visit.beside->level.value.value() == Approx(0.09));

  plan.baseline = parse_baseline("value 9.5%").value();
  Lab constant;
  const Cycle other = constant.plan(plan);
  CHECK(outcome(constant.review(other, "2026-10-20"), "visit").beside->level.value.value() ==
        Approx(0.095));
  plan.baseline = parse_baseline("control").value();
  Lab plain;
  CHECK_FALSE(outcome(plain.review(plain.plan(plan), "2026-10-20"), "visit").beside);
}

TEST_CASE("last: of an extended cycle the days before the first one, which nobody treated") {
  Lab lab;
  const Experiment plan = one_variant({goal("visit", "proportion", ">= +5%")}, "last 28d");
  const Cycle first = lab.plan(plan);
  lab.record(first, {share("visit", "shop", "2026-09-20", 1000, 10000),
                     share("visit", "shop", "2026-10-10", 1500, 10000)});
  lab.decide(first, DecisionKind::extend, "2026-11-02");
  const Cycle second = lab.plan(plan, 2, "2026-11-03");
  lab.record(second, {share("visit", "shop", "2026-11-10", 1500, 10000)});
  const Review extended = lab.review(second, "2026-12-02");
  CHECK(outcome(extended, "visit", "shop").base.level.value.value() == Approx(0.1));

  lab.decide(second, DecisionKind::abandon, "2026-12-02");
  const Cycle third = lab.plan(plan, 3, "2026-12-03");
  lab.record(third, {share("visit", "shop", "2026-12-10", 1500, 10000)});
  const Review fresh = lab.review(third, "2027-01-02");
  CHECK(outcome(fresh, "visit", "shop").base.level.value.value() == Approx(0.15));
}

TEST_CASE("value: the level against a constant") {
  Lab lab;
  const Cycle cycle = lab.plan(one_variant(
      {goal("visit", "proportion", ">= +0.5pp"), guardrail("returns", "proportion", "<= +10%")},
      "value 3.2%"));
  lab.record(cycle, {share("visit", "shop", "2026-10-10", 500, 10000),
                     share("returns", "shop", "2026-10-10", 900, 10000)});
  const Review review = lab.review(cycle, "2026-11-02");
  const Outcome& visit = outcome(review, "visit", "shop");
  CHECK(visit.effect.method == "against-constant");
  CHECK(visit.base.name == "value 3.2%");
  CHECK(visit.effect.absolute.value.value() == Approx(0.018));
  CHECK(visit.effect.relative.value.value() == Approx(0.05 / 0.032 - 1));
  CHECK(visit.effect.absolute.low.value() == Approx(visit.arm.level.low.value() - 0.032));
  CHECK(visit.verdict == Verdict::met);
  CHECK(visit.observational);
  CHECK(outcome(review, "returns", "shop").verdict == Verdict::broken);
}

TEST_CASE("a metric's own baseline goes before the experiment's") {
  Experiment plan = one_variant({goal("visit", "proportion", ">= +5%")}, "previous");
  plan.metrics.front().baseline = parse_baseline("value 3.2%");
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "shop", "2026-10-10", 500, 10000)});
  CHECK(outcome(lab.review(cycle, "2026-11-02"), "visit", "shop").base.name == "value 3.2%");
}
