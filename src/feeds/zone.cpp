#include "collab/feeds/zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

#include "collab/model/error.hpp"

namespace collab {
namespace {

const date::time_zone& zone_of(const std::string& name) {
  try {
    return *date::locate_zone(name);
  } catch (const std::runtime_error&) {
    throw Error(ExitCode::invalid, "unknown-time-zone",
                fmt::format("'{}' is not a time zone", name),
                "a name of the IANA database: America/Chicago, Europe/Berlin, UTC");
  }
}

/// The offset between two changes: rows of one feed seldom leave it.
struct Stretch {
  std::string zone;
  std::chrono::sys_seconds begin{}, end{};
  std::chrono::seconds offset{};
};

}  // namespace

Day local_day(Instant instant, const std::string& zone) {
  thread_local Stretch known;
  if (known.zone != zone || instant < known.begin || instant >= known.end) {
    const date::sys_info info =
        zone_of(zone).get_info(std::chrono::floor<std::chrono::seconds>(instant));
    known = {zone, info.begin, info.end, info.offset};
  }
  return std::chrono::floor<Days>(instant + known.offset);
}

Instant start_of(Day day, const std::string& zone) {
  const date::local_seconds midnight(std::chrono::seconds(day.time_since_epoch()));
  const date::local_info info = zone_of(zone).get_info(midnight);
  // A midnight that the clocks skip: the day begins at the change itself.
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return std::chrono::sys_seconds(midnight.time_since_epoch() - info.first.offset);
}

bool is_time_zone(const std::string& zone) {
  try {
    return date::locate_zone(zone) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string machine_zone() {
  // TZ goes before the machine's setting, as for every other program.
  if (const char* set = std::getenv("TZ"); set != nullptr && *set != 0) {
    const std::string name(*set == ':' ? set + 1 : set);
    return is_time_zone(name) ? name : "UTC";
  }
  try {
    return date::current_zone()->name();
  } catch (const std::runtime_error&) {
    return "UTC";
  }
}

}  // namespace collab
