#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>

#include "collab/feeds/zone.hpp"
#include "collab/model/error.hpp"

using namespace collab;

namespace {
Instant at(std::string_view text) { return parse_instant(text).value(); }
Day day(std::string_view text) { return parse_day(text).value(); }
}  // namespace

TEST_CASE("zone: the day it is there") {
  CHECK(local_day(at("2026-11-21T05:59:59Z"), "America/Chicago") == day("2026-11-20"));
  CHECK(local_day(at("2026-11-21T06:00:00Z"), "America/Chicago") == day("2026-11-21"));
  CHECK(local_day(at("2026-07-01T04:59:59.999Z"), "America/Chicago") == day("2026-06-30"));
  CHECK(local_day(at("2026-07-01T05:00:00Z"), "America/Chicago") == day("2026-07-01"));
  CHECK(local_day(at("2026-07-01T12:00:00Z"), "Pacific/Kiritimati") == day("2026-07-02"));
  CHECK(local_day(at("1969-12-31T23:59:59.500Z"), "UTC") == day("1969-12-31"));
}

TEST_CASE("zone: a day begins at midnight, or where the clocks skip it, right behind") {
  CHECK(start_of(day("2026-11-21"), "America/Chicago") == at("2026-11-21T06:00:00Z"));
  CHECK(start_of(day("2026-07-01"), "Europe/Berlin") == at("2026-06-30T22:00:00Z"));
  // Beirut went from 00:00 to 01:00 on 27 March 2022.
  CHECK(start_of(day("2022-03-27"), "Asia/Beirut") == at("2022-03-26T22:00:00Z"));
  CHECK(local_day(at("2022-03-26T22:00:00Z"), "Asia/Beirut") == day("2022-03-27"));
  CHECK(local_day(at("2022-03-26T21:59:59Z"), "Asia/Beirut") == day("2022-03-26"));
  // Havana's midnight comes twice on 1 November 2026 (01:00 becomes 00:00): the first one counts.
  CHECK(start_of(day("2026-11-01"), "America/Havana") == at("2026-11-01T04:00:00Z"));
}

TEST_CASE("zone: every day of a year begins when the one before ends") {
  for (const char* zone : {"America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "UTC"}) {
    for (Day d = day("2026-01-01"); d < day("2027-01-01"); d += Days{1}) {
      const Instant start = start_of(d, zone);
      REQUIRE(local_day(start, zone) == d);
      REQUIRE(local_day(start - std::chrono::milliseconds{1}, zone) == d - Days{1});
    }
  }
}

TEST_CASE("zone: names") {
  CHECK(is_time_zone("America/Chicago"));
  CHECK(is_time_zone("UTC"));
  CHECK_FALSE(is_time_zone("America/Chicgo"));
  CHECK_FALSE(is_time_zone(""));
  CHECK_FALSE(is_time_zone("../etc/passwd"));
  CHECK(is_time_zone(machine_zone()));
  CHECK_THROWS_AS(local_day(Instant{}, "Mars/Olympus"), Error);
}

TEST_CASE("zone: machine_zone follows TZ") {
  const char* before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TZ", ":Europe/Berlin", 1);
  CHECK(machine_zone() == "Europe/Berlin");
  setenv("TZ", "nowhere", 1);
  CHECK(machine_zone() == "UTC");
  if (before == nullptr) {
    unsetenv("TZ");
  } else {
    setenv("TZ", kept.c_str(), 1);
  }
}
