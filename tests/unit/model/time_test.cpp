#include "collab/model/time.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

using namespace std::chrono_literals;

std::string day_round_trip(std::string_view text) {
  const auto day = parse_day(text);
  return day ? to_string(*day) : "none";
}

std::string instant_round_trip(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? to_string(*instant) : "none";
}

TEST_CASE("a day is read and written as YYYY-MM-DD") {
  for (const char* text : {"2026-11-21", "2024-02-29", "2000-02-29", "1900-01-01", "9999-12-31"}) {
    CHECK(day_round_trip(text) == text);
  }
  CHECK(*parse_day("1970-01-02") == Day{} + Days{1});
}

TEST_CASE("days that do not exist or are written otherwise are refused") {
  for (const char* text : {"",
                           "2026-02-29",
                           "1900-02-29",
                           "2026-04-31",
                           "2026-00-10",
                           "2026-13-01",
                           "2026-01-00",
                           "2026-1-1",
                           "2026-01-1",
                           "2026-01-011",
                           "2026-01-01 ",
                           " 2026-01-01",
                           "2026/01/01",
                           "20260101",
                           "1899-12-31",
                           "0000-01-01",
                           "10000-01-01",
                           "-026-01-01",
                           "+026-01-01",
                           "2026-01-01T00:00:00Z",
                           "２０２６-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}

TEST_CASE("an instant is read with its zone and written in UTC") {
  CHECK(instant_round_trip("2026-11-21T08:00:00Z") == "2026-11-21T08:00:00Z");
  CHECK(instant_round_trip("2026-11-21t08:00:00z") == "2026-11-21T08:00:00Z");
  CHECK(instant_round_trip("2026-11-21T08:00:00.250-06:00") == "2026-11-21T14:00:00.250Z");
  CHECK(instant_round_trip("2026-01-01T00:30:00+05:45") == "2025-12-31T18:45:00Z");
  CHECK(instant_round_trip("2026-01-01T00:00:00-00:00") == "2026-01-01T00:00:00Z");
  CHECK(instant_round_trip("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("fractions of a second beyond milliseconds are cut, shorter ones filled") {
  CHECK(instant_round_trip("2026-01-01T00:00:00.1Z") == "2026-01-01T00:00:00.100Z");
  CHECK(instant_round_trip("2026-01-01T00:00:00.9999999999Z") == "2026-01-01T00:00:00.999Z");
  CHECK(instant_round_trip("2026-01-01T00:00:00.000Z") == "2026-01-01T00:00:00Z");
}

TEST_CASE("instants outside RFC 3339 are refused") {
  for (const char* text :
       {"", "2026-11-21", "2026-11-21T08:00:00", "2026-11-21 08:00:00Z", "2026-11-21T08:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z", "2026-12-31T23:59:60Z",
        "2026-11-21T08:00:00.Z", "2026-11-21T08:00:00,5Z", "2026-11-21T08:00:00+0600",
        "2026-11-21T08:00:00+06", "2026-11-21T08:00:00+24:00", "2026-11-21T08:00:00+06:60",
        "2026-11-21T08:00:00Zjunk", "2026-11-21T8:00:00Z", "2026-02-30T08:00:00Z",
        "9999-12-31T23:59:59-01:00", "1900-01-01T00:00:00+00:01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text));
  }
}

TEST_CASE("whole days are written in days or weeks") {
  CHECK(parse_days("28d") == Days{28});
  CHECK(parse_days("4w") == Days{28});
  CHECK(parse_days("36525d") == Days{36525});
  for (const char* text : {"", "d", "28", "0d", "-1d", "+1d", "1.5d", "28 d", "28D", "36h", "028d",
                           "36526d", "99999999999999999999d"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_days(text));
  }
}

TEST_CASE("a duration is written in seconds, minutes, hours, days or weeks") {
  CHECK(parse_duration("45s") == 45s);
  CHECK(parse_duration("90m") == 90min);
  CHECK(parse_duration("36h") == 36h);
  CHECK(parse_duration("2d") == 48h);
  CHECK(parse_duration("1w") == 168h);
  for (const char* text : {"", "h", "36", "0s", "-1h", "1h30m", "1y", "36 h", "9999999999w"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

}  // namespace
}  // namespace collab
