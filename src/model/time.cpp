#include "collab/model/time.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace collab {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The fixed-width fields of dates and times, read from the front of a text.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  /// Exactly `width` digits in low..high.
  std::optional<int> number(std::size_t width, int low, int high) {
    if (rest_.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (!is_digit(rest_[i])) return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    if (value < low || value > high) return std::nullopt;
    return value;
  }
  bool skip(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

constexpr int first_year = 1900, last_year = 9999;

std::optional<Day> read_day(Fields& fields) {
  const auto year = fields.number(4, first_year, last_year);
  if (!year || !fields.skip("-")) return std::nullopt;
  const auto month = fields.number(2, 1, 12);
  if (!month || !fields.skip("-")) return std::nullopt;
  const auto day = fields.number(2, 1, 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

/// `Z`, or `+hh:mm`: how far the local time is ahead of UTC.
std::optional<minutes> read_offset(Fields& fields) {
  if (fields.skip("Zz")) return minutes{0};
  const bool behind = fields.front() == '-';
  if (!fields.skip("+-")) return std::nullopt;
  const auto hour = fields.number(2, 0, 23);
  if (!hour || !fields.skip(":")) return std::nullopt;
  const auto minute = fields.number(2, 0, 59);
  if (!minute) return std::nullopt;
  const minutes offset{*hour * 60 + *minute};
  return behind ? -offset : offset;
}

/// The digits of a fraction of a second, cut to milliseconds.
std::optional<milliseconds> read_fraction(Fields& fields) {
  int value = 0, digits = 0;
  while (is_digit(fields.front())) {
    if (digits < 3) value = value * 10 + (fields.front() - '0');
    ++digits;
    fields.skip("0123456789");
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) value *= 10;
  return milliseconds{value};
}

constexpr std::int64_t century = 36'525LL * 24 * 3600;

/// `36h` in seconds where `units` holds the letter; at most a century, so that no sum overflows.
std::optional<seconds> read_duration(std::string_view text, std::string_view units) {
  if (text.size() < 2 || text.size() > 11 || text.front() == '0') return std::nullopt;
  const char unit = text.back();
  if (units.find(unit) == std::string_view::npos) return std::nullopt;
  text.remove_suffix(1);
  std::int64_t count = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    count = count * 10 + (c - '0');
  }
  std::int64_t size = 1;
  if (unit == 'm') size = 60;
  if (unit == 'h') size = 3600;
  if (unit == 'd') size = 86'400;
  if (unit == 'w') size = 604'800;
  if (count > century / size) return std::nullopt;
  return seconds{count * size};
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  Fields fields(text);
  const auto day = read_day(fields);
  return fields.done() ? day : std::nullopt;
}

std::string to_string(Day day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Instant> parse_instant(std::string_view text) {
  Fields fields(text);
  const auto day = read_day(fields);
  if (!day || !fields.skip("Tt")) return std::nullopt;
  const auto hour = fields.number(2, 0, 23);
  if (!hour || !fields.skip(":")) return std::nullopt;
  const auto minute = fields.number(2, 0, 59);
  if (!minute || !fields.skip(":")) return std::nullopt;
  const auto second = fields.number(2, 0, 59);
  if (!second) return std::nullopt;
  milliseconds fraction{0};
  if (fields.skip(".")) {
    const auto digits = read_fraction(fields);
    if (!digits) return std::nullopt;
    fraction = *digits;
  }
  const auto offset = read_offset(fields);
  if (!offset || !fields.done()) return std::nullopt;
  const Instant instant =
      *day + std::chrono::hours{*hour} + minutes{*minute} + seconds{*second} + fraction - *offset;
  // An offset may carry the first and the last day beyond the years that have four digits.
  const std::chrono::year_month_day date{std::chrono::floor<Days>(instant)};
  const int year = static_cast<int>(date.year());
  if (year < first_year || year > last_year) return std::nullopt;
  return instant;
}

std::string to_string(Instant instant) {
  const Day day = std::chrono::floor<Days>(instant);
  const std::chrono::hh_mm_ss time{instant - day};
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", to_string(day), time.hours().count(),
                                 time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  return text + 'Z';
}

std::optional<Days> parse_days(std::string_view text) {
  const auto duration = read_duration(text, "dw");
  if (!duration) return std::nullopt;
  return std::chrono::duration_cast<Days>(*duration);
}

std::optional<seconds> parse_duration(std::string_view text) {
  return read_duration(text, "smhdw");
}

}  // namespace collab
