// A real trial of 64,000 consumers, one row each. Reference numbers: counts and sums as counted
// from the file by those who shared it (shared/data/README.md), effects as plain differences.
#include <doctest/doctest.h>

#include "collab/review/cells.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::Shop;

namespace {

constexpr std::string_view definition = R"(schema: collab.experiment/1
id: e-mail
title: An e-mail about what people like brings them back
owner: ana@shop.example
touch_point: newsletter
evaluate:
  problem: Consumers who bought within a year get no invitation.
  hypothesis: An e-mail brings more of them back.
  baseline: control
  metrics:
    - {id: visit, kind: proportion, role: goal, better: higher, target: ">= +3pp"}
    - {id: conversion, kind: proportion, role: secondary, better: higher}
    - {id: spend, kind: mean, measure: USD, role: secondary, better: higher, covariate: history}
experiment:
  unit: consumer
  variants:
    none: {share: 33.3%, does: Nothing is sent}
    mens: {share: 33.3%, does: One e-mail with men's goods}
    womens: {share: 33.4%, does: One e-mail with women's goods}
  control: none
  starts: 2008-03-03
  cycle: 14d
  feeds:
    - id: trial
      file: data/hillstrom.csv
      rows: unit
      counts: new
      columns: {unit: $row, variant: treatment, visit: visit, conversion: conversion, spend: spend, history: history, channel: channel, newbie: newbie}
      values:
        variant: {No E-Mail: none, Mens E-Mail: mens, Womens E-Mail: womens}
        channel: {Phone: phone, Web: web, Multichannel: both}
        newbie: {"0": known, "1": fresh}
monitor:
  looks: end
  segments: [channel, newbie]
repeat:
  cycles: {at_least: 1, at_most: 3}
)";

}  // namespace

TEST_CASE("Hillstrom's e-mail trial: every count and sum of the file, and its effects") {
  const auto data = std::filesystem::path(COLLAB_SOURCE) / ".." / "shared" / "data/hillstrom.csv";
  if (!std::filesystem::exists(data)) {
    MESSAGE("skipped: shared/data/hillstrom.csv is not there");
    return;
  }
  const Shop shop(definition);
  shop.write("collab.yaml", R"(schema: collab.program/1
program: E-mail
time_zone: America/New_York
currency: USD
touch_points: {newsletter: The newsletter}
segments: {channel: [phone, web, both], newbie: [known, fresh]}
)");
  std::filesystem::create_directories(shop.root() / "data");
  std::filesystem::copy_file(data, shop.root() / "data/hillstrom.csv");
  shop.plan("2008-03-03", "e-mail");
  const RecordReport report = shop.run("2008-03-17", "e-mail");
  CHECK(report.code == ExitCode::ok);
  CHECK(report.tally.recorded == 64000);
  CHECK(report.tally.rejected == 0);

  Project project = shop.at("2008-03-17");
  const Ledger& ledger = project.ledger();
  const Cycle cycle = ledger.cycle("e-mail", 1).value();
  const std::vector<Cell> cells = ledger.cells(cycle.id);
  struct Fact {
    std::string_view variant, metric;
    double n, sum;
  };
  const std::vector<Fact> facts{
      {"none", "visit", 21306, 2262},       {"none", "conversion", 21306, 122},
      {"none", "spend", 21306, 13908.33},   {"mens", "visit", 21307, 3894},
      {"mens", "conversion", 21307, 267},   {"mens", "spend", 21307, 30311.69},
      {"womens", "visit", 21387, 3238},     {"womens", "conversion", 21387, 189},
      {"womens", "spend", 21387, 23038.11},
  };
  for (const Fact& fact : facts) {
    CAPTURE(fact.variant);
    CAPTURE(fact.metric);
    const Cell* cell = find_cell(cells, 0, fact.metric, fact.variant);
    REQUIRE(cell);
    CHECK(cell->unit_rows);
    CHECK(cell->moments.n == fact.n);
    CHECK(cell->moments.sum[0] == fact.sum);  // exact: sums are integers until the end
  }
  for (const std::string segment : {"channel", "newbie"}) {
    double visits = 0;
    for (const Cell& cell : cells)
      if (cell.look == 0 && cell.metric == "visit" && cell.segment.starts_with(segment + "="))
        visits += cell.moments.sum[0];
    CHECK(visits == 2262 + 3894 + 3238);
  }
  CHECK(ledger.holdings(cycle.id).units == 64000);

  const Review review = shop.review("2008-03-17", "e-mail");
  const Outcome& spend = test::outcome(review, "spend", "mens");
  const Outcome& visit = test::outcome(review, "visit", "mens");
  // What the file itself says, and beside it what history, the covariate, makes of it.
  CHECK(spend.effect.method == "welch-covariate");
  const auto plain = std::ranges::find(spend.alternatives, "without-covariate", &OtherWay::name);
  REQUIRE(plain != spend.alternatives.end());
  CHECK(std::abs(plain->effect.absolute.value.value() - 0.7698) < 0.00005);
  CHECK(std::abs(spend.effect.absolute.value.value() - 0.7698) < 0.005);
  CHECK(plain->variance_ratio.value() < 1);
  CHECK(spend.reading.value().chance_better > 0.99);
  CHECK(std::abs(visit.effect.absolute.value.value() - 0.0766) < 0.00005);
  CHECK(visit.verdict == Verdict::met);
  // Weighed by the levels of a segment: differences of the file's means by channel, added up.
  const auto by_channel = std::ranges::find(visit.alternatives, "post-stratified", &OtherWay::name);
  REQUIRE(by_channel != visit.alternatives.end());
  CHECK(by_channel->by == "channel");
  CHECK(by_channel->effect.absolute.value.value() ==
        doctest::Approx(0.07647791238501873).epsilon(1e-12));
  CHECK(by_channel->effect.standard_error.value() ==
        doctest::Approx(0.0033819459304345).epsilon(1e-12));
  CHECK(test::finding(review, "sample-ratio")->status == TrustFinding::Status::ok);

  // Nightly jobs run again and again.
  const std::string before = shop.content();
  std::filesystem::last_write_time(shop.root() / "data/hillstrom.csv",
                                   std::filesystem::file_time_type::clock::now());
  const RecordReport again = shop.run("2008-03-18", "e-mail");
  CHECK(again.code == ExitCode::ok);
  CHECK(again.tally.unchanged == 64000);
  CHECK(shop.content() == before);
}
