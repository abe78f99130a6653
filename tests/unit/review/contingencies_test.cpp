#include "collab/review/contingencies.hpp"

#include "unit/review/lab.hpp"

using namespace collab;
using State = ContingencyEvent::State;

namespace {

Experiment watched(std::vector<Contingency> contingencies) {
  Experiment plan = two_variants(
      {goal("visit", "proportion", ">= +5%"), guardrail("complaints", "rate", "<= +10%")});
  plan.contingencies = std::move(contingencies);
  return plan;
}

Contingency when(const std::string& condition, const std::string& threshold, int periods = 1,
                 const std::string& metric = "complaints", const std::string& variant = "answers") {
  return {.metric = metric,
          .variant = variant,
          .condition = condition,
          .threshold = threshold,
          .for_periods = periods,
          .then = "Pause the queue",
          .owner = "ben@shop.example"};
}

Observation complaints(const std::string& variant, const char* period, double events) {
  return row("complaints", variant, period, {{"events", events}, {"exposure", 100}});
}

std::vector<ContingencyEvent> true_ones(const Lab& lab, const Cycle& cycle, const Experiment& plan,
                                        const char* today = "2026-10-20") {
  ReviewOptions options = Lab::on(today);
  Expectation daily;
  daily.every = "daily";
  options.expects[plan.id] = {daily};
  return contingencies_come_true(lab.ledger(), cycle, plan, options);
}

}  // namespace

TEST_CASE("contingencies: above for two periods in a row, once a streak") {
  Lab lab;
  const Experiment plan = watched({when("above", "3%", 2)});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle,
             {complaints("answers", "2026-10-05", 4), complaints("answers", "2026-10-06", 3),
              complaints("answers", "2026-10-07", 4), complaints("answers", "2026-10-08", 5),
              complaints("answers", "2026-10-09", 6), complaints("answers", "2026-10-10", 1),
              complaints("control", "2026-10-07", 9), complaints("control", "2026-10-08", 9)});
  std::vector<ContingencyEvent> found = true_ones(lab, cycle, plan);
  REQUIRE(found.size() == 1);  // exactly 3 % is not above; control is not watched
  CHECK(found[0].since == day("2026-10-07"));
  CHECK(found[0].period == day("2026-10-08"));
  CHECK(found[0].value == 0.05);
  CHECK(found[0].state == State::over);
  CHECK(found[0].condition == "complaints of answers above 3% in 2 periods in a row");
  CHECK(found[0].then == "Pause the queue");
  // A night without rows does not break the streak, and does not lengthen it.
  lab.record(cycle,
             {complaints("answers", "2026-10-13", 4), complaints("answers", "2026-10-15", 4)});
  found = true_ones(lab, cycle, plan);
  REQUIRE(found.size() == 2);
  CHECK(found[1].since == day("2026-10-13"));
  CHECK(found[1].state == State::holds);
}

TEST_CASE("contingencies: any variant is each of them, below is below") {
  Lab lab;
  const Experiment plan = watched({when("below", "2%", 1, "complaints", "")});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {complaints("answers", "2026-10-05", 1), complaints("control", "2026-10-05", 1),
                     complaints("control", "2026-10-06", 2)});
  const std::vector<ContingencyEvent> found = true_ones(lab, cycle, plan);
  REQUIRE(found.size() == 2);
  CHECK(found[0].variant == "control");
  CHECK(found[0].state == State::over);
  CHECK(found[1].variant == "answers");
  CHECK(found[1].state == State::holds);
}

TEST_CASE("contingencies: break-even, one metric above the other of the same night") {
  Lab lab;
  Experiment plan =
      two_variants({goal("visit", "proportion", ">= +5%"), secondary("cost_per_case", "value"),
                    secondary("retained_value", "value")});
  plan.contingencies = {when("above", "retained_value", 1, "cost_per_case")};
  const Cycle cycle = lab.plan(plan);
  const auto value = [](const char* metric, const char* period, double number) {
    return row(metric, "answers", period, {{"value", number}});
  };
  // A concession costs 60 and keeps 0.25 more of 240: it breaks even, and below that it does not.
  lab.record(cycle,
             {value("cost_per_case", "2026-10-05", 60), value("retained_value", "2026-10-05", 60),
              value("cost_per_case", "2026-10-06", 60), value("retained_value", "2026-10-06", 48),
              value("cost_per_case", "2026-10-07", 90)});
  const std::vector<ContingencyEvent> found = true_ones(lab, cycle, plan);
  REQUIRE(found.size() == 1);  // on the 7th nothing is known of the value retained
  CHECK(found[0].period == day("2026-10-06"));
  CHECK(found[0].value == 60);
}

TEST_CASE("contingencies: a verdict of a look") {
  Lab lab;
  const Experiment plan =
      watched({when("verdict", "broken"), when("verdict", "worse", 1, "visit", "")});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle,
             {complaints("answers", "2026-10-05", 4000), complaints("control", "2026-10-05", 100),
              share("visit", "control", "2026-10-05", 500, 1000),
              share("visit", "answers", "2026-10-05", 500, 1000)});
  CHECK(true_ones(lab, cycle, plan).empty());
  lab.store_look(cycle, 1);
  const std::vector<ContingencyEvent> found = true_ones(lab, cycle, plan, "2026-11-10");
  REQUIRE(found.size() == 1);
  CHECK(found[0].period == day("2026-11-01"));
  CHECK(found[0].metric == "complaints");
}

TEST_CASE("contingencies: silence, by the clock alone; holidays are not awaited") {
  Lab lab;
  const Experiment plan = watched({when("stale", "36h", 1, "", "")});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle,
             {complaints("answers", "2026-10-05", 4), complaints("control", "2026-10-05", 1)});
  CHECK(true_ones(lab, cycle, plan, "2026-10-07").empty());  // 9 hours after the 6th ended
  const std::vector<ContingencyEvent> found = true_ones(lab, cycle, plan, "2026-10-09");
  REQUIRE(found.size() == 1);
  CHECK(found[0].period == day("2026-10-06"));
  CHECK(!found[0].value);
  ReviewOptions options = Lab::on("2026-10-09");
  Expectation daily;
  daily.every = "daily";
  daily.holidays = {day("2026-10-06"), day("2026-10-07"), day("2026-10-08")};
  options.expects[plan.id] = {daily};
  CHECK(contingencies_come_true(lab.ledger(), cycle, plan, options).empty());
}

TEST_CASE("contingencies: a signal of the machine rule, in the direction that was asked") {
  Lab lab;
  const Experiment plan = watched({when("signal", "worse"), when("signal", "better")});
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows;
  for (int i = 0; i < 22; ++i) {
    const std::string period = to_string(day("2026-10-05") + Days{i});
    const double noise = static_cast<double>(i * 7 % 5) * 8;  // 0, 16, 32, 8, 24, ...
    rows.push_back(row("complaints", "answers", period.c_str(),
                       {{"events", i < 16 ? 300 + noise : 520 + noise}, {"exposure", 10'000}}));
  }
  lab.record(cycle, rows);
  const std::vector<ContingencyEvent> found = true_ones(lab, cycle, plan, "2026-11-01");
  REQUIRE(found.size() == 1);
  CHECK(found[0].contingency == 1);
  CHECK(found[0].period >= day("2026-10-21"));
  CHECK(found[0].period <= day("2026-10-23"));
  CHECK(found[0].evidence.find("\"baseline\":14") != std::string::npos);
}

TEST_CASE("contingencies: what is stored is not noticed twice, and a correction undoes it") {
  ContingencyEvent stored{.id = 3,
                          .contingency = 1,
                          .variant = "answers",
                          .condition = "complaints above 3%",
                          .since = day("2026-10-07"),
                          .period = day("2026-10-08"),
                          .value = 0.05};
  stored.metric = "complaints";
  ContingencyEvent now = stored;
  now.id = 0;
  SUBCASE("the same streak, grown") {
    now.since = day("2026-10-06");  // an earlier night came late
    now.period = day("2026-10-07");
    now.state = State::holds;
    const auto all = with_stored({stored}, {now});
    REQUIRE(all.size() == 1);
    CHECK(all[0].id == 3);
    CHECK(all[0].state == State::holds);
  }
  SUBCASE("a later streak is another") {
    now.since = day("2026-10-10");
    now.period = day("2026-10-11");
    CHECK(with_stored({stored}, {now}).size() == 2);
  }
  SUBCASE("another variant is another") {
    now.variant = "control";
    CHECK(with_stored({stored}, {now}).size() == 2);
  }
  SUBCASE("no streak any more: undone; but silence was real") {
    CHECK(with_stored({stored}, {})[0].state == State::undone);
    stored.metric.clear();
    stored.value.reset();
    CHECK(with_stored({stored}, {})[0].state == State::over);
  }
}
