// Late rows are read by the plan of the cycle that holds their period, whatever the latest says.
#include <doctest/doctest.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::day;
using collab::test::decision;
using collab::test::members;
using collab::test::nightly;
using collab::test::refused;
using collab::test::Shop;
using collab::test::slugs;

namespace {

/// Cycle 1 of `nightly` with its first night; then the metrics are changed and cycle 2 is sealed.
Shop adapted(std::string_view from, std::string_view to, std::string_view column,
             std::string_view new_column) {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02");
  shop.run("2026-03-03", "nightly");
  shop.replace("experiments/nightly.yaml", from, to);
  shop.replace("experiments/nightly.yaml", column, new_column);
  shop.decide("2026-03-08", decision("nightly", DecisionKind::adapt, true));
  return shop;
}

Shop without_complaints() {
  return adapted(
      "    - {id: complaints, kind: rate, role: guardrail, better: lower, limit: \"<= +10%\"}\n",
      "", ", complaints: {events: complaints, exposure: orders}", "");
}

Shop with_mean_visits() {
  return adapted("{id: visit, kind: proportion", "{id: visit, kind: mean",
                 "visit: {successes: visits, n: members, units: members}",
                 "visit: {mean: mean_visits, sd: sd_visits, n: members}");
}

Statistics statistics_of(const Shop& shop, const char* metric, const char* date) {
  Project project = shop.at("2026-03-12");
  for (const Observation& one : project.ledger().observations("nightly", day(date), day(date), 0))
    if (one.metric == metric && one.variant == "answers") return one.statistics;
  return {};
}

}  // namespace

TEST_CASE("a late night of a cycle that still had the metric brings it") {
  const Shop shop = without_complaints();
  shop.night("2026-03-04", 100, 110, 17);
  const PeriodRange that_night{.first = day("2026-03-04"), .last = day("2026-03-04")};
  const RecordReport late =
      shop.run("2026-03-12", RunRequest{.experiment = "nightly", .periods = that_night});
  CHECK(late.code == ExitCode::ok);
  CHECK(late.tally.recorded == 4);
  CHECK(late.tally.late == 4);
  CHECK(statistics_of(shop, "complaints", "2026-03-04") ==
        Statistics{{"events", 17}, {"exposure", 500}});
  // A night of the cycle in force does not have it any more.
  shop.night("2026-03-10", 100, 110, 17);
  CHECK(shop.run("2026-03-12", "nightly").tally.recorded == 2);
  CHECK(statistics_of(shop, "complaints", "2026-03-10").empty());
}

TEST_CASE("a late night of a cycle that measured another kind is stored as that kind") {
  const Shop shop = with_mean_visits();
  shop.night("2026-03-04", 100, 123);
  const RecordReport late = shop.record(
      "2026-03-12",
      FileRequest{.experiment = "nightly", .file = "data/night-2026-03-04.csv", .feed = "nights"});
  CHECK(late.code == ExitCode::ok);
  CHECK(late.tally.late == 4);
  CHECK(statistics_of(shop, "visit", "2026-03-04") ==
        Statistics{{"n", 1000}, {"successes", 123}, {"units", 1000}});
  // The same again is unchanged, and so is the night that was in time.
  for (const char* date : {"2026-03-02", "2026-03-04"})
    CHECK(shop.record("2026-03-12", FileRequest{.experiment = "nightly",
                                                .file = fmt::format("data/night-{}.csv", date),
                                                .feed = "nights"})
              .tally.unchanged == 4);
}

TEST_CASE("what is typed for an earlier cycle is that cycle's kind") {
  const Shop shop = with_mean_visits();
  const auto typed = [&](std::string_view period, std::string_view name, std::string_view value) {
    return shop.record("2026-03-12", TypedRow{.experiment = "nightly",
                                              .variant = "answers",
                                              .values = {{std::string(name), std::string(value)}},
                                              .period = day(period)});
  };
  CHECK(typed("2026-03-05", "visit", "9/100").tally.late == 1);
  CHECK(refused([&] { typed("2026-03-10", "visit", "9/100"); }) == "3 bad-value");
}

TEST_CASE("one file with rows of both cycles: each row by its own plan") {
  Shop shop(members);
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv", "member,group,day,spend\na,control,2026-03-02,41.2\n");
  CHECK(shop.run("2026-03-03", "members").tally.recorded == 1);
  shop.replace("experiments/members.yaml", "kind: mean", "kind: proportion");
  shop.decide("2026-03-08", decision("members", DecisionKind::adapt, true));
  const std::string both =
      "member,group,day,spend\na,control,2026-03-02,41.2\nb,status,2026-03-03,7.5\n"
      "c,control,2026-03-09,1\nd,status,2026-03-09,0\n";
  shop.write("data/members.csv", both);
  const RecordReport report = shop.run("2026-03-11", "members");
  CHECK(report.code == ExitCode::ok);
  CHECK(report.tally.unchanged == 1);
  CHECK(report.tally.recorded == 3);
  CHECK(report.tally.late == 1);
  Project project = shop.at("2026-03-11");
  const Cycle second = project.ledger().cycle("members", 2).value();
  const std::vector<Cell> cells = project.ledger().cells(second.id, 0);
  CHECK(std::ranges::any_of(cells, [](const Cell& cell) {
    return cell.metric == "spend" && cell.variant == "control" && cell.moments.sum[0] == 1;
  }));

  // A fault is told once, with its line, however often the file is read.
  shop.write("data/members.csv", both + "e,control,2026-03-10,0.5\nf,control,2026-03-32,1\n");
  const RecordReport faulty = shop.run("2026-03-11", "members");
  CHECK(faulty.code == ExitCode::invalid);
  CHECK(faulty.tally.rejected == 2);
  REQUIRE(faulty.faults.size() == 2);
  for (const Diagnostic& fault : faulty.faults) CHECK((fault.at.line == 6 || fault.at.line == 7));
}
