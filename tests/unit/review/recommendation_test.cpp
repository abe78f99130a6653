#include "collab/review/recommendation.hpp"

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Outcome judged(const char* metric, Role role, Verdict verdict, const char* variant = "answers",
               double effect = 1, double error = 0.1) {
  Outcome outcome;
  outcome.metric = metric;
  outcome.role = role;
  outcome.variant = variant;
  outcome.verdict = verdict;
  outcome.effect.absolute.value = effect;
  outcome.effect.standard_error = error;
  return outcome;
}

Experiment three_variants() {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.variants.push_back({"third", 0.0, "0%", ""});
  plan.repeat.at_least = 2;
  return plan;
}

Review reviewed(const Experiment& plan, std::vector<Outcome> outcomes, int cycle = 2,
                bool all_due = true) {
  Review review;
  review.experiment = "answers";
  review.cycle = cycle;
  review.state = all_due ? CycleState::due : CycleState::running;
  review.looks = {{1, day("2026-10-18"), true, true}, {2, day("2026-11-01"), all_due, all_due}};
  review.outcomes = std::move(outcomes);
  review.variants = variant_verdicts(plan, review.outcomes);
  return review;
}

}  // namespace

TEST_CASE("a variant is what its weakest goal and its guardrails are") {
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  struct Case {
    std::vector<Verdict> goals, guardrails;
    Verdict variant;
  };
  using enum Verdict;
  const Case cases[] = {
      {{met}, {}, met},
      {{met}, {ok}, met},
      {{met}, {ok, broken}, broken},
      {{met}, {ok, unclear}, unclear},
      {{met}, {pending}, unclear},
      {{met}, {no_data}, unclear},
      {{better}, {unclear}, better},
      {{met, better}, {ok}, better},
      {{met, better, unclear}, {}, unclear},
      {{unclear, pending}, {}, pending},
      {{pending, no_data}, {}, no_data},
      {{no_data, missed}, {}, missed},
      {{missed, worse, met}, {ok}, worse},
      {{worse}, {broken}, broken},
      {{}, {ok}, unclear},
  };
  for (const Case& c : cases) {
    std::vector<Outcome> outcomes;
    for (const Verdict each : c.goals) outcomes.push_back(judged("goal", Role::goal, each));
    for (const Verdict each : c.guardrails)
      outcomes.push_back(judged("rail", Role::guardrail, each));
    outcomes.push_back(judged("other", Role::secondary, worse));
    CHECK(name_of(variant_verdicts(plan, outcomes).front().verdict) == name_of(c.variant));
  }
}

TEST_CASE("what follows from which verdict") {
  struct Case {
    Verdict verdict;
    int cycle;
    std::optional<DecisionKind> decision;
    const char* command;
  };
  using enum Verdict;
  const Case cases[] = {
      {met, 2, DecisionKind::adopt, "collab decide answers adopt -m \"…\""},
      {better, 2, DecisionKind::extend, "collab decide answers extend -m \"…\" --next"},
      {unclear, 2, DecisionKind::extend, "collab decide answers extend -m \"…\" --next"},
      {missed, 2, DecisionKind::adapt, "collab decide answers adapt -m \"…\" --next"},
      {worse, 2, DecisionKind::adapt, "collab decide answers adapt -m \"…\" --next"},
      {pending, 2, std::nullopt, "collab run answers"},
      {no_data, 2, std::nullopt, "collab run answers"},
      {unclear, 6, DecisionKind::abandon, "collab decide answers abandon -m \"…\""},
      {missed, 6, DecisionKind::abandon, "collab decide answers abandon -m \"…\""},
      {met, 6, DecisionKind::adopt, "collab decide answers adopt -m \"…\""},
  };
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.repeat.at_least = 2;
  for (const Case& c : cases) {
    CAPTURE(name_of(c.verdict));
    const Recommendation next =
        recommend(plan, reviewed(plan, {judged("visit", Role::goal, c.verdict)}, c.cycle));
    CHECK(next.decision == c.decision);
    CHECK(next.command == c.command);
    CHECK_FALSE((next.why.empty() && c.decision));
  }
}

TEST_CASE("patience: a broken guardrail may end it early, nothing else") {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.repeat.at_least = 2;
  SUBCASE("broken") {
    const Recommendation next =
        recommend(plan, reviewed(plan, {judged("rail", Role::guardrail, Verdict::broken)}, 1));
    CHECK(next.command == "collab decide answers abandon -m \"…\" --early");
    CHECK(next.why.find("at least 2 cycles were promised") != std::string::npos);
  }
  SUBCASE("broken, patience kept") {
    const Recommendation next =
        recommend(plan, reviewed(plan, {judged("rail", Role::guardrail, Verdict::broken)}, 2));
    CHECK(next.command == "collab decide answers abandon -m \"…\"");
  }
  SUBCASE("missed with when_missed: abandon") {
    plan.repeat.when_missed = DecisionKind::abandon;
    const Recommendation next =
        recommend(plan, reviewed(plan, {judged("visit", Role::goal, Verdict::missed)}, 1));
    CHECK(next.decision == DecisionKind::extend);
  }
}

TEST_CASE("between looks only final verdicts and broken guardrails ask for a decision") {
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  const auto asked = [&](Verdict verdict, Role role) {
    return recommend(plan, reviewed(plan, {judged("m", role, verdict)}, 2, false))
        .decision.has_value();
  };
  CHECK(asked(Verdict::met, Role::goal));
  CHECK(asked(Verdict::missed, Role::goal));
  CHECK(asked(Verdict::worse, Role::goal));
  CHECK(asked(Verdict::broken, Role::guardrail));
  CHECK_FALSE(asked(Verdict::better, Role::goal));
  CHECK_FALSE(asked(Verdict::unclear, Role::goal));
}

TEST_CASE("of several met variants the largest shrunken effect is adopted") {
  const Experiment plan = three_variants();
  SUBCASE("a larger but wilder effect loses") {
    const Recommendation next = recommend(
        plan, reviewed(plan, {judged("visit", Role::goal, Verdict::met, "answers", 2, 1.9),
                              judged("visit", Role::goal, Verdict::met, "third", 1, 0.1)}));
    CHECK(next.variant == "third");
    CHECK(next.command == "collab decide answers adopt -m \"…\" --variant third");
  }
  SUBCASE("met goes before better, however large") {
    const Recommendation next = recommend(
        plan, reviewed(plan, {judged("visit", Role::goal, Verdict::better, "answers", 9, 0.1),
                              judged("visit", Role::goal, Verdict::met, "third", 1, 0.1)}));
    CHECK(next.variant == "third");
  }
  SUBCASE("one broken variant does not end the others") {
    const Recommendation next =
        recommend(plan, reviewed(plan, {judged("rail", Role::guardrail, Verdict::broken, "answers"),
                                        judged("visit", Role::goal, Verdict::unclear, "third")}));
    CHECK(next.decision == DecisionKind::extend);
  }
}

TEST_CASE("shrunken effect: d (1 - se^2 / d^2), never beyond 0, positive where better") {
  CHECK(shrunken_effect(judged("m", Role::goal, Verdict::met, "v", 2, 1)) == Approx(1.5));
  CHECK(shrunken_effect(judged("m", Role::goal, Verdict::met, "v", 1, 2)) == 0);
  CHECK(shrunken_effect(judged("m", Role::goal, Verdict::met, "v", 0, 2)) == 0);
  Outcome lower = judged("m", Role::goal, Verdict::met, "v", -2, 1);
  lower.higher_is_better = false;
  CHECK(shrunken_effect(lower) == Approx(1.5));
  lower.effect.standard_error.reset();
  lower.effect.absolute.low = -4;
  lower.effect.absolute.high = 0;
  CHECK(shrunken_effect(lower) == Approx(1.5));
}

TEST_CASE("without feeds the wait is for numbers typed by hand") {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.feeds.clear();
  const Recommendation next =
      recommend(plan, reviewed(plan, {judged("visit", Role::goal, Verdict::pending)}, 1, false));
  CHECK(next.command == "collab record answers visit=… --variant control");
}
