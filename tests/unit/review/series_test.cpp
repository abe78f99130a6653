#include "collab/review/series.hpp"

#include "unit/review/lab.hpp"

using namespace collab;

namespace {

const Series& of(const std::vector<Series>& all, const std::string& metric,
                 const std::string& variant) {
  for (const Series& series : all)
    if (series.metric == metric && series.variant == variant) return series;
  FAIL("no series of " << metric << " of " << variant);
  return all.front();
}

}  // namespace

TEST_CASE("series: a period has its own figure, periods without rows are not there") {
  Lab lab;
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "control", "2026-10-05", 10, 100),
                     share("visit", "answers", "2026-10-05", 20, 100),
                     share("visit", "answers", "2026-10-08", 30, 200),
                     share("visit", "answers", "2026-10-09", 0, 0)});
  const std::vector<Series> all = recorded_series(lab.ledger(), plan.id, plan);
  REQUIRE(all.size() == 2);
  const Series& answers = of(all, "visit", "answers");
  CHECK(!answers.cumulative);
  REQUIRE(answers.periods.size() == 3);
  CHECK(answers.periods[0].value == 0.2);
  CHECK(answers.periods[1].period == day("2026-10-08"));
  CHECK(answers.periods[1].value == 0.15);
  CHECK(answers.periods[1].size == 200);
  CHECK(answers.periods[1].events == 30);
  CHECK(!answers.periods[2].value);  // nobody: no figure, not zero
  CHECK(recent_figures(lab.ledger(), cycle, plan) == "0.2 0.15 -");
  CHECK(recent_figures(lab.ledger(), cycle, plan, {}, 2) == "0.15 -");
  CHECK(parse_recent("0.2 -") == std::vector<std::optional<double>>{0.2, std::nullopt});
  CHECK(parse_recent("").empty());
}

TEST_CASE("series: figures to date are told apart by what each period added") {
  Lab lab;
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "answers", "2026-10-05", 10, 100, Counts::to_date),
                     share("visit", "answers", "2026-10-06", 40, 200, Counts::to_date),
                     share("visit", "answers", "2026-10-07", 41, 210, Counts::to_date),
                     share("visit", "control", "2026-10-05", 10, 100, Counts::to_date),
                     share("visit", "control", "2026-10-06", 12, 100, Counts::to_date)});
  const std::vector<Series> all = recorded_series(lab.ledger(), plan.id, plan);
  const Series& answers = of(all, "visit", "answers");
  CHECK(!answers.cumulative);
  CHECK(answers.periods[1].value == 0.3);  // 30 of 100
  CHECK(answers.periods[2].value == 0.1);  // 1 of 10
  const Series& control = of(all, "visit", "control");
  CHECK(control.cumulative);  // a cohort: nobody new on the second day
  CHECK(control.periods[1].value == 0.12);
}

TEST_CASE("series: what is no share of those who came new is drawn as it stands to date") {
  for (const auto& [then, of_then] : {std::pair{60.0, 101.0}, {45.0, 120.0}}) {
    CAPTURE(then);
    Lab lab;
    const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
    const Cycle cycle = lab.plan(plan);
    lab.record(cycle, {share("visit", "answers", "2026-10-05", 50, 100, Counts::to_date),
                       share("visit", "answers", "2026-10-06", then, of_then, Counts::to_date)});
    const Series series = of(recorded_series(lab.ledger(), plan.id, plan), "visit", "answers");
    CHECK(series.cumulative);
    CHECK(series.periods[1].value == then / of_then);
  }
}

TEST_CASE("series: one level of a segment, one location, one metric, a stretch of days") {
  Lab lab;
  Experiment plan =
      two_variants({goal("visit", "proportion", ">= +5%"), secondary("spend", "value")});
  plan.segments = {"type"};
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle,
             {share("visit", "answers", "2026-10-05", 10, 100, Counts::once, "type=price"),
              share("visit", "answers", "2026-10-05", 30, 100, Counts::once, "type=relationship"),
              row("spend", "answers", "2026-10-05", {{"value", 7}}, Counts::once, {}, "north"),
              row("spend", "answers", "2026-10-06", {{"value", 9}}, Counts::once, {}, "south")});
  SeriesRequest price;
  price.segment = "type=price";
  CHECK(of(recorded_series(lab.ledger(), plan.id, plan, price), "visit", "answers")
            .periods[0]
            .value == 0.1);
  SeriesRequest south;
  south.location = "south";
  const auto there = recorded_series(lab.ledger(), plan.id, plan, south);
  REQUIRE(there.size() == 1);
  CHECK(there[0].periods.size() == 1);
  CHECK(there[0].periods[0].value == 9);
  SeriesRequest late;
  late.first = day("2026-10-06");
  late.metrics = {"spend"};
  CHECK(recorded_series(lab.ledger(), plan.id, plan, late)[0].periods.size() == 1);
}

TEST_CASE("series: a correction counts, and not before it was known") {
  Lab lab;
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "answers", "2026-10-05", 10, 100)});
  const std::int64_t before = lab.ledger().last_operation()->id;
  lab.record(cycle, {share("visit", "answers", "2026-10-05", 50, 100)});
  CHECK(recorded_series(lab.ledger(), plan.id, plan)[0].periods[0].value == 0.5);
  CHECK(recorded_series(lab.ledger(), plan.id, plan, {}, before)[0].periods[0].value == 0.1);
}
