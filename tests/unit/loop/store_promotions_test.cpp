// A fast-food chain's trial of three promotions in 137 stores, four weeks: a store is the unit, a
// week the cycle, and amounts are written 337,300.00. Sums are counted from the file by hand.
#include <doctest/doctest.h>

#include <array>
#include <sstream>

#include "collab/review/cells.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::decision;
using collab::test::Shop;

namespace {

constexpr std::string_view definition = R"(schema: collab.experiment/1
id: promotions
title: Which promotion sells most
owner: ana@shop.example
evaluate:
  problem: Three promotions, and nobody knows which one works.
  hypothesis: The first one sells more.
  baseline: control
  metrics:
    - {id: sales, kind: mean, measure: USD, role: goal, better: higher, target: ">= +5%"}
experiment:
  unit: store
  variants:
    first: {share: 31.4%, does: Promotion 1}
    second: {share: 34.3%, does: Promotion 2}
    third: {share: 34.3%, does: Promotion 3}
  control: second
  starts: 2026-01-05
  cycle: 7d
  feeds:
    - id: tills
      file: data/sales.csv
      rows: unit
      counts: new
      columns: {unit: LocationID, variant: Promotion, period: week, sales: Gross Sales}
      values: {variant: {"1": first, "2": second, "3": third}}
      periods: {1: 2026-01-05, 2: 2026-01-12, 3: 2026-01-19, 4: 2026-01-26}
      period_grain: week
monitor:
  looks: end
  expect: weekly
repeat:
  cycles: {at_least: 2, at_most: 6}
)";

/// The file as it stands after some weeks.
std::string until_week(const std::filesystem::path& data, int week) {
  std::ifstream file(data);
  std::string line, text;
  std::getline(file, line);
  text = line + "\n";
  while (std::getline(file, line)) {
    // MarketID,MarketSize,LocationID,AgeOfStore,Promotion,week,"Gross Sales"
    std::istringstream fields(line);
    std::string field;
    for (int i = 0; i < 6; ++i) std::getline(fields, field, ',');
    if (std::stoi(field) <= week) text += line + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE(
    "store promotions: refused until the feed says how numbers are written, then four cycles") {
  const auto data =
      std::filesystem::path(COLLAB_SOURCE) / ".." / "shared" / "data/store_promotions.csv";
  if (!std::filesystem::exists(data)) {
    MESSAGE("skipped: shared/data/store_promotions.csv is not there");
    return;
  }
  const Shop shop(definition);
  shop.write("data/sales.csv", until_week(data, 1));
  shop.plan("2026-01-05", "promotions");
  const std::string planned = shop.content();

  const RecordReport refused = shop.run("2026-01-12", "promotions");
  CHECK(refused.code == ExitCode::invalid);
  REQUIRE_FALSE(refused.faults.empty());
  const Diagnostic& fault = refused.faults.front();
  CHECK(fault.slug == "thousands");
  CHECK(fault.at.file.ends_with("data/sales.csv"));
  CHECK(fault.at.line == 2);
  CHECK(fault.at.column > 1);
  CHECK_MESSAGE(fault.hint.find("thousands: \",\"") != std::string::npos, fault.hint);
  CHECK(shop.content() == planned);

  // How numbers are written is no part of the seal: no amendment is asked for.
  shop.replace("experiments/promotions.yaml", "period_grain: week",
               "period_grain: week\n      thousands: \",\"");
  struct Week {
    std::string morning_after, next;
    std::array<double, 3> sums;
  };
  const std::vector<Week> weeks{
      {"2026-01-12", "2026-01-12", {25045100, 22433200, 26214800}},
      {"2026-01-19", "2026-01-19", {24479700, 22363800, 26296100}},
      {"2026-01-26", "2026-01-26", {25273200, 22429400, 25557600}},
      {"2026-02-02", "", {25132300, 21752900, 26016700}},
  };
  const std::array<std::string_view, 3> variants{"first", "second", "third"};
  const std::array<double, 3> stores{43, 47, 47};
  for (int number = 1; number <= 4; ++number) {
    CAPTURE(number);
    const Week& week = weeks[static_cast<std::size_t>(number - 1)];
    shop.write("data/sales.csv", until_week(data, number));
    const RecordReport report = shop.run(week.morning_after, "promotions");
    CHECK(report.code == ExitCode::ok);
    CHECK(report.tally.recorded == 137);
    CHECK(report.tally.unchanged == 137 * (number - 1));
    CHECK(report.tally.between == 0);
    CHECK(report.looks.size() == 2);  // the cycle's end is a look: both promotions are judged

    const std::string before = shop.content();
    const RecordReport again = shop.run(week.morning_after, "promotions");
    CHECK(again.code == ExitCode::ok);
    CHECK(again.tally.recorded == 0);
    CHECK(again.tally.unchanged == 137 * number);
    CHECK(shop.content() == before);

    Project project = shop.at(week.morning_after);
    const Cycle cycle = project.ledger().cycle("promotions", number).value();
    const std::vector<Cell> cells = project.ledger().cells(cycle.id, 1);
    for (std::size_t i = 0; i < variants.size(); ++i) {
      const Cell* cell = find_cell(cells, 1, "sales", variants[i]);
      REQUIRE(cell);
      CHECK(cell->moments.n == stores[i]);
      CHECK(cell->moments.sum[0] == week.sums[i]);
    }
    if (week.next.empty()) continue;
    DecideRequest extend = decision("promotions", DecisionKind::extend, true);
    extend.starts = test::day(week.next);
    const DecideReport decided = shop.decide(week.morning_after, extend);
    CHECK(decided.next->cycle == number + 1);
    CHECK(decided.next->first == test::day(week.next));
  }
  const Review last = shop.review("2026-02-02", "promotions", 4);
  CHECK(last.past.size() == 3);
  CHECK(test::outcome(last, "sales", "third").effect.absolute.value.value() ==
        doctest::Approx(26016700.0 / 47 - 21752900.0 / 47));
}
