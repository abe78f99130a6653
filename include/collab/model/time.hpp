#pragma once
// Days, instants and durations. A Day is a civil date in the program's zone; an Instant is UTC.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace collab {

using Day = std::chrono::sys_days;
using Days = std::chrono::days;
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// `YYYY-MM-DD`, a date that exists in the years 1900 to 9999, nothing behind it; else nullopt.
std::optional<Day> parse_day(std::string_view text);
std::string to_string(Day day);

/// RFC 3339 with a zone (`2026-11-21T08:00:00Z`, `…T08:00:00.250-06:00`); else nullopt.
/// Fractions beyond milliseconds are cut.
std::optional<Instant> parse_instant(std::string_view text);
/// `2026-11-21T08:00:00Z`, with `.mmm` only when not zero.
std::string to_string(Instant instant);

/// Whole days: `28d`, `4w`. Positive and at most a century; else nullopt.
std::optional<Days> parse_days(std::string_view text);
/// `36h`, `90m`, `45s`, `2d`, `1w`. Positive and at most a century; else nullopt.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// What a command takes for the present: `now` may be set by --now, `wall` never is.
struct Clock {
  Instant now{};
  Instant wall{};
  Day today{};  ///< the date of `now` in the program's zone
};

}  // namespace collab
