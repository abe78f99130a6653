// What closed cycles taught: outcomes, predictions, features, words, and cycles together.
#include "collab/review/learning.hpp"

#include <cmath>

#include "collab/ledger/text_search.hpp"
#include "collab/model/error.hpp"
#include "collab/review/fidelity.hpp"
#include "collab/review/pooled.hpp"
#include "collab/review/portfolio.hpp"
#include "collab/review/predictions.hpp"
#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Metric predicted_goal() {
  Metric metric = goal("visit", "proportion", ">= +5%");
  metric.predict = Prediction{.change = *parse_quantity("+20%"),
                              .low = *parse_quantity("+10%"),
                              .high = *parse_quantity("+30%"),
                              .confidence = 0.8,
                              .confidence_text = "80%"};
  return metric;
}

Experiment predicted() {
  Experiment plan = two_variants({predicted_goal(), guardrail("late", "proportion", "<= +50%")});
  plan.counts = Counts::once;
  plan.tags = {"service"};
  return plan;
}

/// A cycle of 28 days from `first`, with so many of 10,000 who came back, closed the day after its
/// last.
Cycle closed(Lab& lab, const Experiment& plan, int number, const char* first, double control,
             double answers, DecisionKind kind = DecisionKind::extend) {
  const Cycle cycle = lab.plan(plan, number, first);
  lab.record(cycle, {share("visit", "control", first, control, 10'000),
                     share("visit", "answers", first, answers, 10'000),
                     share("late", "control", first, 300, 10'000),
                     share("late", "answers", first, 300, 10'000)});
  lab.store_look(cycle, 1);
  return lab.decide(cycle, kind, to_string(cycle.last + Days{1}).c_str());
}

Poolable poolable(const char* experiment, int cycle, double effect, double error, bool apart) {
  Outcome outcome;
  outcome.metric = "spend";
  outcome.kind = "mean";
  outcome.confidence = 0.95;
  outcome.target = ">= +1";
  outcome.effect.absolute = {effect, effect - 1.959964 * error, effect + 1.959964 * error, {}};
  outcome.effect.standard_error = error;
  return {experiment, cycle, outcome, apart};
}

}  // namespace

TEST_CASE("score_prediction: what came beside what was said") {
  Outcome outcome;
  outcome.effect.relative = {0.22, 0.15, 0.29, {}};
  const auto inside = score_prediction(predicted_goal(), outcome).value();
  CHECK(*inside.observed == 0.22);
  CHECK(*inside.error == Approx(0.02));
  CHECK(*inside.inside);
  CHECK(*inside.interval_score == Approx(0.2));
  outcome.effect.relative.value = 0.05;
  const auto below = score_prediction(predicted_goal(), outcome).value();
  CHECK_FALSE(*below.inside);
  CHECK(*below.interval_score == Approx(0.2 + 2 / 0.2 * 0.05));  // Gneiting and Raftery 2007
  outcome.effect.relative = {};
  const auto nothing = score_prediction(predicted_goal(), outcome).value();
  CHECK_FALSE(nothing.observed);
  CHECK_FALSE(nothing.inside);
  CHECK_FALSE(score_prediction(goal("visit", "proportion", ">= +5%"), outcome));
}

TEST_CASE("score_prediction: where an early look is final, all data say what came") {
  Outcome outcome;
  outcome.effect.relative = {0.4, 0.2, 0.6, {}};
  OtherWay all{.name = "all-data", .by = {}, .effect = {}};
  all.effect.relative = {0.12, 0.06, 0.18, {}};
  outcome.alternatives = {all};
  CHECK(*score_prediction(predicted_goal(), outcome)->observed == 0.12);
}

TEST_CASE("score_prediction: a bound that is met but for rounding is met") {
  Metric metric = predicted_goal();
  metric.predict->change = *parse_quantity("-1pp");
  metric.predict->low = *parse_quantity("-1pp");
  metric.predict->high = *parse_quantity("+1pp");
  Outcome outcome;
  outcome.effect.absolute.value = 0.09 - 0.1;  // -0.010000000000000009
  CHECK(*score_prediction(metric, outcome)->inside);
  outcome.effect.absolute.value = -0.0101;
  CHECK_FALSE(*score_prediction(metric, outcome)->inside);
}

TEST_CASE("score_prediction: a number without a range has an error and is neither hit nor miss") {
  Metric metric = predicted_goal();
  metric.predict->low = metric.predict->high = Quantity{};
  Outcome outcome;
  outcome.effect.relative = {0.22, 0.15, 0.29, {}};
  const auto said = score_prediction(metric, outcome).value();
  CHECK(*said.error == Approx(0.02));
  CHECK_FALSE(said.inside);
  CHECK_FALSE(said.interval_score);
}

TEST_CASE("pool_outcomes: random effects over the cycles, shrunken towards their mean") {
  // metafor's rma(yi, sei^2, method = "REML") by way of shared case meta-reml: pooling_test has it.
  const auto pooled =
      pool_outcomes({poolable("a", 1, 1.0, 0.1, true), poolable("a", 2, 2.0, 0.1, true),
                     poolable("b", 1, 3.0, 0.1, false)},
                    0.95);
  CHECK(pooled.reason.empty());
  CHECK_FALSE(pooled.relative);
  CHECK(*pooled.effect.value == Approx(2).epsilon(1e-6));
  CHECK(*pooled.between == Approx(std::sqrt(1 - 0.01)).epsilon(1e-4));
  CHECK(*pooled.share_between == Approx(0.99).epsilon(1e-3));
  CHECK(*pooled.parts[0].shrunken == Approx(1 + 0.01).epsilon(1e-4));
  CHECK(*pooled.next.low < *pooled.effect.low);
}

TEST_CASE("pool_outcomes: cycles that may share units are not pooled with each other") {
  const auto pooled =
      pool_outcomes({poolable("a", 1, 1.0, 0.1, true), poolable("a", 2, 2.0, 0.1, false)}, 0.95);
  CHECK(pooled.reason == "shared-units-unknown");
  CHECK(pooled.left == std::vector<std::string>{"a@1: shared-units-unknown"});
  REQUIRE(pooled.parts.size() == 1);
  CHECK(pooled.parts[0].cycle == 2);
  CHECK_FALSE(pooled.effect.value);
  CHECK(pool_outcomes({poolable("a", 1, 1.0, 0.1, true)}, 0.95).reason == "one-cycle");
  CHECK(pool_outcomes({}, 0.95).reason == "one-cycle");
}

TEST_CASE("pool_outcomes: another kind, another direction, spoiled data are left out and said") {
  Poolable kind = poolable("b", 1, 1.0, 0.1, true), down = poolable("c", 1, 1.0, 0.1, true),
           spoiled = poolable("d", 1, 1.0, 0.1, true);
  kind.outcome.kind = "score";
  down.outcome.higher_is_better = false;
  spoiled.spoiled = "sample-ratio-mismatch";
  const auto pooled = pool_outcomes(
      {kind, down, spoiled, poolable("a", 1, 1.0, 0.1, true), poolable("a", 2, 1.2, 0.1, true)},
      0.95);
  CHECK(pooled.parts.size() == 2);
  CHECK(pooled.left == std::vector<std::string>{"b@1: other-kind", "c@1: other-kind",
                                                "d@1: sample-ratio-mismatch"});
}

TEST_CASE("pool_outcomes: an early final look's level is not that of all data") {
  Poolable early = poolable("a", 1, 1.0, 0.1, true);
  early.outcome.effect.standard_error.reset();
  early.outcome.confidence = 0.999;
  Effect all = early.outcome.effect;
  early.outcome.alternatives = {{.name = "all-data", .by = {}, .effect = all, .confidence = 0.95}};
  const auto pooled = pool_outcomes({early, poolable("a", 2, 1.2, 0.1, true)}, 0.95);
  CHECK(pooled.parts[0].standard_error == Approx(0.1).epsilon(1e-5));
}

TEST_CASE("pool_outcomes: before/after comparisons share a cycle with the next one") {
  Poolable first = poolable("a", 2, 1.0, 0.1, true), second = poolable("a", 3, 1.0, 0.1, true);
  first.outcome.observational = second.outcome.observational = true;
  const auto pooled = pool_outcomes({first, second}, 0.95);
  CHECK(pooled.reason == "one-cycle");
  CHECK(pooled.left == std::vector<std::string>{"a@2: before-after", "a@3: before-after"});
}

TEST_CASE("pool_outcomes: what no verdict may rest on is left out, with its reason") {
  Poolable refused = poolable("b", 1, 9.0, 0.1, true);
  refused.outcome.effect.judged = false;
  refused.outcome.effect.absolute.reason = "too-few";
  const auto pooled = pool_outcomes(
      {poolable("a", 1, 1.0, 0.1, true), refused, poolable("a", 2, 1.2, 0.1, true)}, 0.95);
  CHECK(pooled.parts.size() == 2);
  CHECK(pooled.left == std::vector<std::string>{"b@1: too-few"});
}

TEST_CASE("fidelity: what is missing is said, what cannot be told yet is neither") {
  Cycle cycle{.id = 1,
              .experiment = "answers",
              .number = 1,
              .first = day("2026-10-05"),
              .last = day("2026-11-01"),
              .decision = std::nullopt};
  Experiment plan = predicted();
  const auto kept = [&](const FidelityInput& input) {
    std::string text;
    for (const FidelityPoint& point : fidelity(input))
      text += !point.kept ? '?' : *point.kept ? 'y' : 'n';
    return text;
  };
  // prediction, iteration, points, small, theory ("few return": two words), balancing, in time
  CHECK(kept({.cycle = cycle,
              .plan = plan,
              .first_share = 0.5,
              .periods = 3,
              .today = day("2026-10-20")}) == "y??yny?");
  plan.problem = "Four of ten questions stay unanswered";
  plan.hypothesis = "An answer within two hours brings shoppers back";
  CHECK(kept({.cycle = cycle,
              .plan = plan,
              .retrospective = true,
              .first_share = 1,
              .periods = 12,
              .today = day("2026-11-09")}) == "n?ynyyn");
  cycle.decision = Decision{.kind = DecisionKind::abandon, .day = day("2026-11-08")};
  plan.metrics = {goal("visit", "proportion", ">= +5%")};
  CHECK(kept({.cycle = cycle,
              .plan = plan,
              .first_share = 1,
              .periods = 11,
              .today = day("2026-12-09")}) == "nnnnyny");
  CHECK(kept({.cycle = cycle,
              .plan = plan,
              .cycles = 2,
              .first_share = 0.1,
              .periods = 11,
              .today = day("2026-12-09")}) == "nynyyny");
}

TEST_CASE("best_matches: all words, regardless of case and accents, the best fitting first") {
  const std::vector<std::string> texts{"Late delivery of the café's order",
                                       "delivery delivery late", "Nothing of the sort", ""};
  CHECK(best_matches(texts, "DELIVERY late") == std::vector<std::size_t>{1, 0});
  CHECK(best_matches(texts, "cafe") == std::vector<std::size_t>{0});
  CHECK(best_matches(texts, "\"the sort\"") == std::vector<std::size_t>{2});
  CHECK(best_matches(texts, "deliv*").size() == 2);
  CHECK(best_matches(texts, "deliv").empty());
  CHECK(best_matches({}, "x").empty());
  CHECK_THROWS_AS(best_matches(texts, " - \" "), Error);
}

TEST_CASE("learnings: closed cycles alone, latest first, filtered, and found by a word") {
  Lab lab;
  const Experiment plan = predicted();
  closed(lab, plan, 1, "2026-10-05", 1000, 1220);
  lab.now = "2026-11-10";
  closed(lab, plan, 2, "2026-11-10", 1000, 1020, DecisionKind::adapt);
  lab.now = "2026-12-20";
  lab.plan(plan, 3, "2026-12-20");
  const LearningsReport all = learnings(lab.ledger(), {});
  CHECK(all.closed == 2);
  REQUIRE(all.learnings.size() == 2);
  const Learning& second = all.learnings[0];
  CHECK(second.cycle == 2);
  CHECK(second.followed);
  CHECK(second.changes.empty());
  CHECK(second.units_apart);
  REQUIRE(second.outcomes.size() == 2);
  CHECK_FALSE(*second.outcomes[0].prediction->inside);  // +2 % of +10 % to +30 %
  CHECK(*all.learnings[1].outcomes[0].prediction->inside);
  CHECK(all.learnings[1].verdict == Verdict::met);

  CHECK(learnings(lab.ledger(), {.decision = DecisionKind::adapt}).learnings.size() == 1);
  CHECK(learnings(lab.ledger(), {.tag = "other"}).learnings.empty());
  CHECK(learnings(lab.ledger(), {.words = "because"}).learnings.size() == 2);
  CHECK(learnings(lab.ledger(), {.words = "unheard"}).learnings.empty());
  const auto with = learnings(lab.ledger(), {.metric = "visit"});
  REQUIRE(with.pooled);
  CHECK(with.pooled->parts.size() == 2);
  CHECK(with.pooled->parts[0].cycle == 1);
  CHECK(with.pooled->relative);
  CHECK(*with.pooled->effect.value == Approx(std::sqrt(1.22 * 1.02) - 1).epsilon(0.02));
}

TEST_CASE("review: pools the goals over closed cycles and this one, as closed cycles do") {
  Lab lab;
  const Experiment plan = predicted();
  closed(lab, plan, 1, "2026-10-05", 1000, 1220);
  lab.now = "2026-11-10";
  const Cycle second = closed(lab, plan, 2, "2026-11-10", 1000, 1020);
  const Review seen = lab.review(second, "2026-12-09");
  REQUIRE(seen.pooled.size() == 1);
  const auto with = learnings(lab.ledger(), {.metric = "visit"});
  CHECK(*seen.pooled[0].effect.value == Approx(*with.pooled->effect.value).epsilon(1e-12));
  CHECK(seen.pooled[0].variant == "answers");
  const Review first = lab.review(*lab.ledger().cycle("answers", 1), "2026-12-09");
  CHECK(first.pooled.empty());
  CHECK(first.fidelity.size() == 7);
}

TEST_CASE("portfolio: open cycles are censored, wins and predictions counted") {
  Lab lab;
  const Experiment plan = predicted();
  closed(lab, plan, 1, "2026-10-05", 1000, 1220, DecisionKind::adapt);
  lab.now = "2026-11-10";
  closed(lab, plan, 2, "2026-11-10", 1000, 1020, DecisionKind::adapt);
  Experiment other = plan;
  other.id = "other";
  lab.plan(other, 1, "2026-11-10");
  const PortfolioReport report = portfolio(
      lab.ledger(), "Shop", {{"answers", "1,200 USD"}, {"other", "5"}}, day("2026-12-20"));
  CHECK(report.closed == 2);
  CHECK(report.open == 1);
  CHECK(*report.cycle_days.value == 29);  // planned the day before; 2 of 3 over after 29 days
  CHECK(report.met.count == 1);
  CHECK(report.met.of == 2);
  CHECK(*report.false_wins ==
        Approx(0.025641).epsilon(1e-4));  // all found: (1 - 0.475 / 0.975) 0.025 / 0.5
  CHECK(report.inside.count == 1);
  CHECK(report.inside.of == 2);
  CHECK(*report.stated == Approx(0.8));
  CHECK(*report.brier == Approx((0.04 + 0.64) / 2));
  CHECK(report.followed.count == 1);
  CHECK(report.followed.of == 2);
  REQUIRE(report.costs.size() == 1);
  CHECK(report.costs[0].sum == 2400);
  CHECK(report.costs[0].measure == "USD");
  CHECK(portfolio(lab.ledger(), "Shop", {}, day("2026-12-20")).costs.empty());
  Lab empty;
  const PortfolioReport nothing = portfolio(empty.ledger(), "Shop", {}, day("2026-12-20"));
  CHECK(nothing.met.share.reason == "no-data");
  CHECK_FALSE(nothing.brier);
  CHECK_FALSE(nothing.per_quarter.value);
}
