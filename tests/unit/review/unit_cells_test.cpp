#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

struct Unit {
  std::uint32_t number;
  const char* variant;
  std::optional<double> spend;
  std::optional<double> before = std::nullopt;
  const char* channel = nullptr;
};

Decimal exact(double value) { return {std::llround(value * 1e6)}; }

Run run_of(std::vector<Unit> units) {
  std::sort(units.begin(), units.end(),
            [](const Unit& a, const Unit& b) { return a.number < b.number; });
  Run run;
  run.variants = {"control", "answers"};
  run.segments = {"channel"};
  run.levels = {{"web", "store"}};
  run.fields = {"spend", "spend_before"};
  run.level.resize(1);
  run.values.resize(2);
  run.present.resize(2);
  for (const Unit& unit : units) {
    run.numbers.push_back(unit.number);
    run.variant.push_back(std::string(unit.variant) == "answers" ? 1 : 0);
    const bool web = unit.channel != nullptr && std::string(unit.channel) == "web";
    run.level[0].push_back(unit.channel == nullptr ? std::int16_t{-1} : std::int16_t{!web});
    run.values[0].push_back(exact(unit.spend.value_or(0)));
    run.present[0].push_back(unit.spend.has_value());
    run.values[1].push_back(exact(unit.before.value_or(0)));
    run.present[1].push_back(unit.before.has_value());
  }
  return run;
}

Experiment spending() {
  Experiment plan = two_variants({goal("spend", "mean", ">= +5%")});
  plan.metrics.front().covariate = "spend_before";
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  plan.segments = {"channel"};
  return plan;
}

const Cell& at(const std::vector<Cell>& cells, int look, const char* metric, const char* variant,
               const char* segment = "") {
  const Cell* cell = find_cell(cells, look, metric, variant, segment);
  REQUIRE(cell != nullptr);
  return *cell;
}

}  // namespace

TEST_CASE("unit rows: each unit once, sums exact, levels apart") {
  Lab lab;
  const Cycle cycle = lab.plan(spending());
  lab.record_units(cycle, nullptr,
                   run_of({{0, "answers", 0.1, 1, "web"},
                           {1, "answers", 0.2, 2, "store"},
                           {2, "control", 0.3, 3, "web"},
                           {3, "answers", std::nullopt, 4, "web"},
                           {4, "answers", 0.4, std::nullopt, nullptr}}));
  const CycleCells held = lab.compute(cycle);
  const Cell& spend = at(held.cells, 0, "spend", "answers");
  CHECK(spend.unit_rows);
  CHECK(spend.moments.n == 3);  // a unit without a value does not count for the metric
  CHECK(spend.moments.sum[0] == 0.7);
  CHECK(at(held.cells, 0, "", "answers").moments.n == 4);  // but was exposed
  CHECK(at(held.cells, 0, "spend", "answers", "channel=web").moments.n == 1);
  CHECK(at(held.cells, 0, "spend", "answers", "channel=store").moments.sum[0] == 0.2);
  // The unit without a covariate gets the mean over both variants, (1 + 2 + 3) / 3.
  CHECK(spend.moments.sum[2] == Approx(1 + 2 + 2));
  CHECK(held.holdings.units == 5);
  CHECK(held.holdings.observations == 5);
}

TEST_CASE("to_date: a unit's latest value counts, at each look") {
  Lab lab;
  const Cycle cycle = lab.plan(spending());
  lab.record_units(cycle, "2026-10-20", run_of({{0, "answers", 5}, {2, "control", 7}}),
                   Counts::to_date);
  lab.record_units(cycle, "2026-10-10", run_of({{0, "answers", 1}, {1, "answers", 2}}),
                   Counts::to_date);
  const std::vector<Cell> cells = lab.compute(cycle).cells;
  CHECK(at(cells, 1, "spend", "answers").moments.sum[0] == 3);
  CHECK(at(cells, 0, "spend", "answers").moments.sum[0] == 7);
  CHECK(at(cells, 0, "spend", "answers").moments.n == 2);
  CHECK(at(cells, 0, "spend", "answers").through == day("2026-10-20"));
  CHECK(at(cells, 0, "spend", "answers").periods == 2);
  CHECK(find_cell(cells, 1, "spend", "control") == nullptr);
}

TEST_CASE("unit rows of another kind within the cycle: batch, variant and value are named") {
  struct Case {
    const char *name, *period;
    std::vector<std::vector<Unit>> batches;
    const char* message;
  };
  const std::vector<Case> cases{
      {"whole cycle",
       nullptr,
       {{{7, "answers", 1}, {9, "control", 3.5}}},
       "a unit of control (feed members, op_2) has 3.5"},
      {"the batch that has the value, not the one after it",
       "2026-10-10",
       {{{7, "answers", 2}, {9, "control", 0}}, {{7, "answers", std::nullopt}, {9, "control", 1}}},
       "a unit of answers on 2026-10-10 (feed members, op_2) has 2"}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Lab lab;
    const Cycle mean = lab.plan(two_variants({goal("spend", "mean", ">= +5%")}));
    lab.record_units(mean, each.period, run_of(each.batches[0]), Counts::to_date);
    if (each.batches.size() > 1)
      lab.record_units(mean, "2026-10-11", run_of(each.batches[1]), Counts::to_date);
    const Experiment share = two_variants({goal("spend", "proportion", ">= +5%")});
    try {
      compute_cells(lab.ledger(), mean, share);
      FAIL("a share of " << each.message);
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::invalid);
      CHECK(error.faults().front().slug == "other-kind-recorded");
      const std::string& said = error.faults().front().message;
      CHECK_MESSAGE(
          said.find(std::string("spend of ") + each.message + ", which is no proportion: ") == 0,
          said);
    }
  }
}

TEST_CASE("unit rows of another kind before the cycle are no baseline, and are named") {
  Lab lab;
  Experiment plan = one_variant({goal("spend", "mean", ">= +5%")}, "last 28d");
  const Cycle cycle = lab.plan(plan);
  Run run = run_of({{7, "control", 3.5}});
  run.variants = {"shop", "other"};
  lab.record_units(cycle, "2026-09-20", run);
  plan.metrics.front().kind = "proportion";
  const PrePeriod before = baseline_cells(lab.ledger(), cycle, plan, Days{28});
  CHECK(std::ranges::none_of(before.cells, [](const Cell& c) { return c.metric == "spend"; }));
  CHECK(before.other_kind.at("spend") ==
        "a unit of shop on 2026-09-20 (feed members, op_2) has 3.5");
}

TEST_CASE("a unit seen in two variants is in none") {
  Lab lab;
  const Cycle cycle = lab.plan(spending());
  lab.record_units(cycle, "2026-10-06", run_of({{0, "answers", 1}, {1, "control", 2}}));
  lab.record_units(cycle, "2026-10-20", run_of({{1, "answers", 4}, {2, "control", 8}}));
  const CycleCells held = lab.compute(cycle);
  CHECK(held.holdings.in_two_variants == 1);
  CHECK(held.holdings.units == 3);
  CHECK(at(held.cells, 0, "spend", "control").moments.sum[0] == 8);
  CHECK(at(held.cells, 0, "spend", "answers").moments.sum[0] == 1);
  // At the first look it was still in one.
  CHECK(at(held.cells, 1, "spend", "control").moments.sum[0] == 2);
}

TEST_CASE("units whose numbers come in another order give the same bits") {
  std::optional<std::vector<Cell>> first;
  for (const bool turned : {false, true}) {
    Lab lab;
    const Cycle cycle = lab.plan(spending());
    std::vector<Unit> one, two;
    for (std::uint32_t i = 0; i < 200; ++i) {
      const std::uint32_t number = turned ? 400 - 2 * i : i;
      (i % 3 == 0 ? one : two)
          .push_back({number, i % 2 == 0 ? "answers" : "control", 0.1 * i, 0.7 * i,
                      i % 5 == 0 ? "web" : "store"});
    }
    if (turned) {
      lab.record_units(cycle, "2026-10-07", run_of(two));
      lab.record_units(cycle, "2026-10-06", run_of(one));
    } else {
      lab.record_units(cycle, "2026-10-06", run_of(one));
      lab.record_units(cycle, "2026-10-07", run_of(two));
    }
    const std::vector<Cell> cells = lab.compute(cycle).cells;
    if (!first) first = cells;
    CHECK(cells == *first);
  }
}

TEST_CASE("a cap cuts what lies above it, a percentile over all variants together") {
  Experiment plan = spending();
  plan.metrics.front().covariate.clear();
  plan.metrics.front().cap = Cap{.percentile = false, .value = 10, .text = "10"};
  const Run run =
      run_of({{0, "answers", 1}, {1, "answers", 100}, {2, "control", 3}, {3, "control", 4}});
  SUBCASE("a number") {
    Lab lab;
    const Cycle cycle = lab.plan(plan);
    lab.record_units(cycle, nullptr, run);
    CHECK(at(lab.compute(cycle).cells, 0, "spend", "answers").moments.sum[0] == 11);
  }
  SUBCASE("a percentile: the third of four values") {
    plan.metrics.front().cap = Cap{.percentile = true, .value = 0.75, .text = "p75"};
    Lab lab;
    const Cycle cycle = lab.plan(plan);
    lab.record_units(cycle, nullptr, run);
    CHECK(at(lab.compute(cycle).cells, 0, "spend", "answers").moments.sum[0] == 5);
  }
}
