#include "collab/review/cells.hpp"

#include <algorithm>
#include <set>

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

const Cell& at(const std::vector<Cell>& cells, int look, const char* metric, const char* variant,
               const char* segment = "") {
  const Cell* cell = find_cell(cells, look, metric, variant, segment);
  REQUIRE_MESSAGE(cell != nullptr, metric << " of " << variant << " " << segment << " at " << look);
  return *cell;
}

Experiment visits() {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  plan.segments = {"channel"};
  return plan;
}

}  // namespace

TEST_CASE("new rows add up, look by look") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  lab.record(cycle, {share("visit", "answers", "2026-10-05", 10, 100),
                     share("visit", "answers", "2026-10-18", 20, 100),
                     share("visit", "answers", "2026-10-19", 40, 100)});
  const std::vector<Cell> cells = lab.compute(cycle).cells;
  CHECK(at(cells, 1, "visit", "answers").moments.n == 200);
  CHECK(at(cells, 1, "visit", "answers").moments.sum[0] == Approx(30));
  CHECK(at(cells, 1, "visit", "answers").through == day("2026-10-18"));
  CHECK(at(cells, 1, "visit", "answers").periods == 2);
  CHECK(at(cells, 2, "visit", "answers").moments.sum[0] == Approx(70));
  CHECK(at(cells, 0, "visit", "answers").moments.n == 300);
  CHECK(find_cell(cells, 0, "visit", "control") == nullptr);
  CHECK_FALSE(at(cells, 0, "visit", "answers").unit_rows);
}

TEST_CASE("of to_date rows the latest up to the look counts") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  lab.record(cycle, {share("visit", "answers", "2026-10-18", 30, 200, Counts::to_date),
                     share("visit", "answers", "2026-10-05", 10, 100, Counts::to_date),
                     share("visit", "answers", "2026-11-01", 70, 300, Counts::to_date)});
  const std::vector<Cell> cells = lab.compute(cycle).cells;
  CHECK(at(cells, 1, "visit", "answers").moments.n == 200);
  CHECK(at(cells, 0, "visit", "answers").moments.n == 300);
  CHECK_FALSE(at(cells, 0, "visit", "answers").repeated);
}

TEST_CASE("repeated rows are marked: nothing may be concluded from them") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  lab.record(cycle, {share("visit", "answers", "2026-10-05", 10, 100, Counts::repeated),
                     share("visit", "answers", "2026-10-06", 12, 100, Counts::repeated)});
  const std::vector<Cell> cells = lab.compute(cycle).cells;
  CHECK(at(cells, 0, "visit", "answers").repeated);
  CHECK(at(cells, 0, "visit", "answers").moments.n == 100);
}

TEST_CASE("the total is the row without segment, else the sum over a segmentation") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  const auto segment = [](const char* level, double successes, double n, const char* period) {
    return share("visit", "answers", period, successes, n, Counts::once, level);
  };
  SUBCASE("only segments") {
    lab.record(cycle, {segment("channel=web", 1, 10, "2026-10-05"),
                       segment("channel=store", 2, 20, "2026-10-05"),
                       segment("channel=web", 4, 40, "2026-10-06")});
    const std::vector<Cell> cells = lab.compute(cycle).cells;
    CHECK(at(cells, 0, "visit", "answers").moments.n == 70);
    CHECK(at(cells, 0, "visit", "answers", "channel=web").moments.n == 50);
    CHECK(at(cells, 0, "visit", "answers", "channel=store").moments.n == 20);
  }
  SUBCASE("a total and segments: counted once") {
    lab.record(cycle,
               {segment("channel=web", 1, 10, "2026-10-05"),
                segment("channel=store", 2, 20, "2026-10-05"), segment("", 3, 30, "2026-10-05")});
    CHECK(at(lab.compute(cycle).cells, 0, "visit", "answers").moments.n == 30);
  }
  SUBCASE("two segmentations and a grid: one of them makes the total, the grid the levels") {
    lab.record(cycle, {segment("channel=web,type=price", 1, 10, "2026-10-05"),
                       segment("channel=web,type=bond", 2, 20, "2026-10-05"),
                       segment("channel=store,type=price", 3, 30, "2026-10-05")});
    const std::vector<Cell> cells = lab.compute(cycle).cells;
    CHECK(at(cells, 0, "visit", "answers").moments.n == 60);
    CHECK(at(cells, 0, "visit", "answers", "channel=web").moments.n == 30);
    CHECK(find_cell(cells, 0, "visit", "answers", "type=price") == nullptr);  // not declared
  }
  SUBCASE("locations add up") {
    Observation north = segment("", 1, 10, "2026-10-05"), south = segment("", 2, 20, "2026-10-05");
    north.location = "north";
    south.location = "south";
    lab.record(cycle, {north, south});
    CHECK(at(lab.compute(cycle).cells, 0, "visit", "answers").moments.n == 30);
  }
  SUBCASE("to_date: each store's latest figure") {
    std::vector<Observation> rows{share("visit", "answers", "2026-10-05", 1, 10, Counts::to_date),
                                  share("visit", "answers", "2026-10-06", 2, 20, Counts::to_date),
                                  share("visit", "answers", "2026-10-05", 5, 50, Counts::to_date)};
    rows[0].location = rows[1].location = "north";
    rows[2].location = "south";
    lab.record(cycle, rows);
    CHECK(at(lab.compute(cycle).cells, 0, "visit", "answers").moments.n == 70);
  }
}

TEST_CASE("the order of recording leaves no trace") {
  std::vector<Observation> rows;
  for (int i = 0; i < 12; ++i) {
    const std::string period = to_string(day("2026-10-05") + Days{i});
    for (const char* level : {"channel=web", "channel=store", "channel=both"}) {
      rows.push_back(row("spend", i % 2 == 0 ? "answers" : "control", period.c_str(),
                         {{"n", 10 + i}, {"mean", 41.1 + 0.37 * i}, {"sd", 18.3 + 0.11 * i}},
                         Counts::once, level));
    }
  }
  Experiment plan = visits();
  plan.metrics.push_back(secondary("spend", "mean"));
  std::optional<std::vector<Cell>> first;
  for (int turn = 0; turn < 5; ++turn) {
    Lab lab;
    const Cycle cycle = lab.plan(plan);
    std::rotate(rows.begin(), rows.begin() + 7, rows.end());
    lab.record(cycle, {rows.begin(), rows.begin() + 11});
    lab.record(cycle, {rows.begin() + 11, rows.end()});
    const std::vector<Cell> cells = lab.compute(cycle).cells;
    CHECK(cells == lab.ledger().cells(cycle.id));
    if (!first) first = cells;
    CHECK(cells == *first);
  }
}

TEST_CASE("rows outside the cycle's days are not in its cells; whole-cycle rows are") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  lab.record(cycle, {share("visit", "answers", "2026-10-04", 1, 10),
                     share("visit", "answers", "2026-11-02", 1, 10),
                     share("visit", "answers", nullptr, 2, 20)});
  const CycleCells held = lab.compute(cycle);
  CHECK(at(held.cells, 0, "visit", "answers").moments.n == 20);
  CHECK(find_cell(held.cells, 1, "visit", "answers") == nullptr);  // dated to the last day
  CHECK(held.holdings.observations == 1);
}

TEST_CASE("a cycle without rows has no cells") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  CHECK(lab.compute(cycle).cells.empty());
}

TEST_CASE("a closed cycle stays as it was; what came later is counted") {
  Lab lab;
  const Cycle open = lab.plan(visits());
  lab.record(open, {share("visit", "answers", "2026-10-05", 10, 100)});
  const Cycle closed = lab.decide(open, DecisionKind::extend, "2026-11-02");
  lab.record(closed, {share("visit", "answers", "2026-10-06", 10, 100)});
  const CycleCells held = lab.compute(closed);
  CHECK(at(held.cells, 0, "visit", "answers").moments.n == 100);
  CHECK(held.holdings.after_close == 1);
  const CycleCells all = compute_cells(lab.ledger(), *lab.ledger().cycle("answers", 1), visits(),
                                       lab.ledger().last_operation()->id);
  CHECK(at(all.cells, 0, "visit", "answers").moments.n == 200);
}

TEST_CASE("distinct units of summary rows need every variant's") {
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  const auto with_units = [](const char* variant, double units) {
    return row("visit", variant, "2026-10-05", {{"n", units}, {"successes", 1}, {"units", units}});
  };
  SUBCASE("given") {
    lab.record(cycle, {with_units("answers", 100), with_units("control", 90)});
    CHECK(at(lab.compute(cycle).cells, 0, "", "control").moments.n == 90);
  }
  SUBCASE("one is missing") {
    lab.record(cycle, {with_units("answers", 100), share("visit", "control", "2026-10-05", 1, 90)});
    CHECK(find_cell(lab.compute(cycle).cells, 0, "", "answers") == nullptr);
  }
}

TEST_CASE("a pre-period has the rows before the cycle") {
  Lab lab;
  const Cycle cycle = lab.plan(one_variant({goal("visit", "proportion", ">= +5%")}, "last 7d"));
  lab.record(
      cycle,
      {share("visit", "shop", "2026-09-27", 1, 1000), share("visit", "shop", "2026-09-28", 1, 10),
       share("visit", "shop", "2026-10-04", 2, 20), share("visit", "shop", "2026-10-05", 4, 40)});
  const Experiment plan = lab.ledger().plan_in_force(cycle.id)->experiment();
  const std::vector<Cell> cells = baseline_cells(lab.ledger(), cycle, plan, Days{7}).cells;
  CHECK(at(cells, 0, "visit", "shop").moments.n == 30);
}

TEST_CASE("5,000 levels of a segment: each cell is found, and the review shows each level") {
  constexpr int levels = 5000;
  Lab lab;
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.segments = {"shop"};
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows;
  const auto level_name = [](int level) { return fmt::format("s{}", level); };
  for (int level = 0; level < levels; ++level) {
    const std::string segment = segment_set({{"shop", level_name(level)}});
    rows.push_back(
        share("visit", "control", "2026-10-10", 100 + level % 7, 1000, Counts::once, segment));
    rows.push_back(
        share("visit", "answers", "2026-10-10", 150 + level % 7, 1000, Counts::once, segment));
  }
  lab.record(cycle, rows);
  const std::vector<Cell> cells = lab.ledger().cells(cycle.id, 0);
  for (int level = 0; level < levels; ++level) {
    const std::string segment = segment_set({{"shop", level_name(level)}});
    for (const char* variant : {"control", "answers"}) {
      const Cell* cell = find_cell(cells, 0, "visit", variant, segment);
      REQUIRE(cell != nullptr);
      const double base = std::string_view(variant) == "answers" ? 150 : 100;
      CHECK(cell->moments.sum[0] == base + level % 7);
    }
  }
  CHECK(find_cell(cells, 0, "visit", "answers", "shop=s5000") == nullptr);
  CHECK(find_cell(cells, 0, "visit", "answers", "shop=") == nullptr);

  const Review review = lab.review(cycle, "2026-11-02");
  REQUIRE(review.segments.size() == levels);
  std::set<std::string> seen;
  for (const SegmentOutcome& each : review.segments) {
    seen.insert(each.level);
    const int level = std::stoi(each.level.substr(1));
    CHECK(each.arm.level.value.value() == doctest::Approx((150 + level % 7) / 1000.0));
  }
  CHECK(seen.size() == levels);
}

TEST_CASE("a total that its segments contradict is named") {
  const auto part = [](const char* segment, double n) {
    Observation each = share("visit", "answers", "2026-10-05", 1, n, Counts::once, segment);
    each.experiment = "answers";
    return each;
  };
  const std::vector<std::pair<std::string, std::vector<std::string>>> levels{
      {"channel", {"web", "store"}}};
  std::vector<Observation> rows{part("", 30), part("channel=web", 10), part("channel=store", 20)};
  rows.front().statistics = {{"n", 30}, {"successes", 2}};
  CHECK_FALSE(unequal_totals(rows, levels));
  rows[1].statistics[0].second = 11;
  CHECK(unequal_totals(rows, levels).value() ==
        "visit of answers on 2026-10-05: n is 30 in total but 31 summed over channel");
  rows[1].statistics[0].second = 9;
  CHECK(unequal_totals(rows, levels).has_value());
  SUBCASE("an incomplete segmentation may be below its total") {
    rows.pop_back();
    CHECK_FALSE(unequal_totals(rows, levels));
    CHECK_FALSE(unequal_totals(rows));
  }
  SUBCASE("but never above") {
    rows[1].statistics[0].second = 31;
    CHECK(unequal_totals(rows).has_value());
  }
}
