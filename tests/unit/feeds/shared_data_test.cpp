// Real files, where they are there: the figures of shared/data/README.md, counted from the files.
#include <doctest/doctest.h>

#include <array>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

namespace {
std::filesystem::path shared(const char* name) {
  return std::filesystem::path(COLLAB_SOURCE) / "../shared/data" / name;
}
}  // namespace

TEST_CASE("shared data: hillstrom.csv as a unit feed") {
  if (!std::filesystem::exists(shared("hillstrom.csv"))) {
    MESSAGE("skipped: hillstrom.csv is not there");
    return;
  }
  Mapping mapping;
  mapping.rows = Grain::unit;
  mapping.unit = "$row";
  mapping.variant = "treatment";
  mapping.variants = {"none", "mens", "womens"};
  mapping.values["variant"] = {
      {"No E-Mail", "none"}, {"Mens E-Mail", "mens"}, {"Womens E-Mail", "womens"}};
  mapping.numbers = {{"visit", "value", "visit"},
                     {"conversion", "value", "conversion"},
                     {"spend", "value", "spend"},
                     {"history", "", "history"}};
  mapping.segments = {{"channel", "channel"}};
  mapping.levels = {{"Phone", "Web", "Multichannel"}};
  std::array<std::array<std::int64_t, 4>, 3> sums{};
  const ReadResult read =
      read_feed({shared("hillstrom.csv"), "hillstrom.csv", "", 0}, mapping, [&](const Row& row) {
        auto& sum = sums.at(static_cast<std::size_t>(row.variant));
        ++sum[0];
        for (std::size_t i = 0; i < 3; ++i) sum[i + 1] += row.numbers[i].exact.millionths;
      });
  CHECK(read.rows == 64'000);
  CHECK(read.fault_count == 0);
  const std::int64_t one = 1'000'000;
  CHECK(sums[0] == std::array<std::int64_t, 4>{21'306, 2'262 * one, 122 * one, 13'908'330'000});
  CHECK(sums[1] == std::array<std::int64_t, 4>{21'307, 3'894 * one, 267 * one, 30'311'690'000});
  CHECK(sums[2] == std::array<std::int64_t, 4>{21'387, 3'238 * one, 189 * one, 23'038'110'000});
}

TEST_CASE(
    "shared data: store_promotions.csv is refused until its feed says how numbers are written") {
  if (!std::filesystem::exists(shared("store_promotions.csv"))) {
    MESSAGE("skipped: store_promotions.csv is not there");
    return;
  }
  Mapping mapping;
  mapping.rows = Grain::unit;
  mapping.unit = "LocationID";
  mapping.variant = "Promotion";
  mapping.period = "week";
  mapping.variants = {"1", "2", "3"};
  mapping.numbers = {{"sales", "value", "Gross Sales"}};
  for (int week = 1; week <= 4; ++week) {
    mapping.periods[std::to_string(week)] = parse_day("2026-01-05").value() + Days{7 * (week - 1)};
  }
  const Source source{shared("store_promotions.csv"), "store_promotions.csv", "", 0};
  const Outcome refused = read_file(source, mapping);
  CHECK(refused.rows.empty());
  CHECK(refused.result.fault_count == 548);
  CHECK(brief(refused.faults.at(0)) == "2:19 thousands");
  CHECK(refused.faults.at(0).hint ==
        "say in the feed how its numbers are written: `thousands: \",\"`");
  mapping.number_format.thousands = ',';
  const Outcome read = read_file(source, mapping);
  CHECK(read.faults.empty());
  CHECK(read.rows.size() == 548);
  CHECK(read.rows.at(1).period == parse_day("2026-01-12"));
  CHECK(read.rows.at(0).numbers.at(0).exact.millionths == 337'300'000'000);
}
