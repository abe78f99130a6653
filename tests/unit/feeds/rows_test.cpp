// What mapped columns mean, whatever the format.
#include <doctest/doctest.h>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;
using namespace std::chrono_literals;

TEST_CASE("rows: $row makes the row's number the unit") {
  Mapping mapping = unit_mapping();
  mapping.unit = "$row";
  const auto read = read_text("group,x\ncontrol,1\ncontrol,2\n", mapping);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].unit == "1");
  CHECK(read.rows[1].unit == "2");
}

TEST_CASE("rows: a feed's own names go by values, ours by themselves") {
  Mapping mapping = unit_mapping();
  mapping.values["variant"] = {{"A", "control"}, {"B", "answers"}, {"", "control"}};
  mapping.values["spend"] = {{"yes", "1"}, {"no", "0"}};
  const auto read =
      read_text("id,group,x\nu1,B,yes\nu2,A,no\nu3,answers,3\nu4,,4\nu5,C,5\n", mapping);
  REQUIRE(read.rows.size() == 4);
  CHECK(read.rows[0].variant == 1);
  CHECK(read.rows[0].numbers[0].real == 1);
  CHECK(read.rows[1].variant == 0);
  CHECK(read.rows[1].numbers[0].real == 0);
  CHECK(read.rows[2].variant == 1);
  CHECK(read.rows[3].variant == 0);
  REQUIRE(read.faults.size() == 1);
  CHECK(read.faults[0].message == "'C' is not a variant");
  CHECK(read.faults[0].hint.find("values: {variant: {C: …}}") != std::string::npos);
}

TEST_CASE("rows: one variant needs no column") {
  Mapping mapping = unit_mapping();
  mapping.variant.clear();
  mapping.variants = {"evening-call"};
  mapping.fixed_variant = "evening-call";
  CHECK(read_text("id,x\nu1,1\n", mapping).rows.at(0).variant == 0);
}

TEST_CASE("rows: segment levels; an empty one counts in the total only") {
  Mapping mapping = unit_mapping();
  mapping.segments = {{"channel", "via"}, {"shopper_type", "type"}};
  mapping.levels = {{"web", "store"}, {"price", "relationship"}};
  mapping.values["channel"] = {{"W", "web"}};
  const auto read = read_text(
      "id,group,x,via,type\nu1,control,1,W,price\nu2,control,1,store,\nu3,control,1,Web,price\n",
      mapping);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].levels == std::vector<int>{0, 0});
  CHECK(read.rows[1].levels == std::vector<int>{1, -1});
  REQUIRE(read.faults.size() == 1);
  CHECK(brief(read.faults[0]) == "4:14 unknown-level");
  CHECK(read.faults[0].hint.find("did you mean 'web'?") != std::string::npos);
}

TEST_CASE("rows: locations") {
  Mapping mapping = summary_mapping();
  mapping.location = "store";
  mapping.location_ids = {"S1", "S2"};
  const auto read = read_text("group,n,store\ncontrol,1,S2\ncontrol,2,\ncontrol,3,S9\n", mapping);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].location == "S2");
  CHECK(read.rows[1].location.empty());
  CHECK(brief(read.faults.at(0)) == "4:11 unknown-location");
  mapping.location_ids.clear();
  CHECK(read_text("group,n,store\ncontrol,1,S2\n", mapping).faults.at(0).slug ==
        "unknown-location");
}

TEST_CASE("rows: periods are dates or the feed's own names") {
  Mapping mapping = summary_mapping();
  mapping.period = "week";
  mapping.periods = {{"1", std::chrono::sys_days{2026y / 1 / 5}}};
  const auto read = read_text(
      "group,n,week\ncontrol,1,1\ncontrol,2,2026-02-28\ncontrol,3,2026-02-29\ncontrol,4,\n",
      mapping);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].period == std::chrono::sys_days{2026y / 1 / 5});
  CHECK(read.rows[1].period == std::chrono::sys_days{2026y / 2 / 28});
  REQUIRE(read.faults.size() == 2);
  CHECK(brief(read.faults[0]) == "4:11 bad-period");
  CHECK(read.faults[0].hint.find("periods:") != std::string::npos);
  CHECK(read.faults[1].message == "no period in 'week'");
}

TEST_CASE("rows: numbers as a feed writes them") {
  const auto first_fault = [](const std::string& number, NumberFormat format = {}) {
    Mapping mapping = summary_mapping();
    mapping.number_format = format;
    const auto read = read_text("group,n\ncontrol,\"" + number + "\"\n", mapping);
    return read.faults.empty() ? Diagnostic{} : read.faults[0];
  };
  CHECK(first_fault("-1.5e3").slug.empty());
  CHECK(first_fault("337,300.00").slug == "thousands");
  CHECK(first_fault("337,300.00").hint ==
        "say in the feed how its numbers are written: `thousands: \",\"`");
  CHECK(first_fault("337,300.00").at.column == 10);
  CHECK(first_fault("337,300.00", {'.', ','}).slug.empty());
  CHECK(first_fault("1,5").hint == "say in the feed how its numbers are written: `decimal: \",\"`");
  CHECK(first_fault("1.234,5").hint.find("`decimal: \",\"` and `thousands: \".\"`") !=
        std::string::npos);
  CHECK(first_fault("3.4%").hint == "write a fraction: 0.034 for 3.4 %");
  CHECK(first_fault(" 3").hint.find("blanks") != std::string::npos);
  CHECK(first_fault("nan").slug == "bad-value");
  CHECK(first_fault("1e400").slug == "too-large");
  CHECK(first_fault("1e15").slug.empty());  // summary figures may be sums of squares
}

TEST_CASE("rows: an empty number is missing") {
  const auto read = read_text("id,group,x\nu1,control,\nu2,control,\"\"\n", unit_mapping());
  REQUIRE(read.rows.size() == 2);
  CHECK_FALSE(read.rows[0].numbers[0].present);
  CHECK_FALSE(read.rows[1].numbers[0].present);
}

TEST_CASE("rows: every fault of a row is reported, and never the unit's id") {
  const auto read = read_text("id,group,x\njane-4711,maybe,lots\n", unit_mapping());
  REQUIRE(read.faults.size() == 2);
  for (const Diagnostic& fault : read.faults) {
    CHECK(to_text(fault).find("jane") == std::string::npos);
  }
}

TEST_CASE("rows: hostile text does not reach the terminal") {
  const auto read =
      read_text("id,group,x\nu,control,\"\x1b[2J" + std::string(100, 'z') + "\"\n", unit_mapping());
  REQUIRE(read.faults.size() == 1);
  CHECK(read.faults[0].message.find('\x1b') == std::string::npos);
  CHECK(read.faults[0].message.size() < 80);
}

TEST_CASE(
    "rows: one that the sink refuses gets file and line, is kept for the rejects, and the "
    "reading goes on") {
  const Scratch scratch;
  const auto path =
      scratch.write("rows.csv", "id,group,x\nu1,control,1\nu2,control,2\nu3,control,3\n");
  int taken = 0;
  const ReadResult result = read_feed(
      {.path = path, .shown_as = "rows.csv"}, unit_mapping(),
      [&](const Row& row) {
        if (row.unit == "u2")
          throw Error(ExitCode::invalid,
                      {Diagnostic{.slug = "twice", .message = "again", .at = {.column = 4}}});
        ++taken;
      },
      true);
  CHECK(taken == 2);
  CHECK(result.rows == 2);
  CHECK(result.fault_count == 1);
  REQUIRE(result.faults.size() == 1);
  CHECK(result.faults[0].at.file == "rows.csv");
  CHECK(result.faults[0].at.line == 3);
  CHECK(result.faults[0].at.column == 4);
  CHECK(result.faults[0].excerpt.empty());  // it would show who
  REQUIRE(result.rejected.size() == 1);
  CHECK(result.rejected[0].text == "u2,control,2");
  // What is not about the row ends the reading.
  CHECK_THROWS_AS(read_feed({.path = path}, unit_mapping(),
                            [](const Row&) { throw Error(ExitCode::conflict, "other-key", "x"); }),
                  Error);
}
