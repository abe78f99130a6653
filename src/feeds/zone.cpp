// Time zones as the C library reads them: it opens the one file of the zone that is asked for,
// where libraries that list the whole database take milliseconds of every command.
#include "collab/feeds/zone.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>

#include "collab/model/error.hpp"

namespace collab {
namespace {

using Seconds = std::chrono::seconds;

std::filesystem::path database() {
  const char* set = std::getenv("TZDIR");
  return set != nullptr && *set != 0 ? set : "/usr/share/zoneinfo";
}

/// The C library takes any name, and counts by UTC where there is no such file.
void require_zone(const std::string& name) {
  if (!is_time_zone(name))
    throw Error(ExitCode::invalid, "unknown-time-zone",
                fmt::format("'{}' is not a time zone", name),
                "a name of the IANA database: America/Chicago, Europe/Berlin, UTC");
}

void set_variable(const std::optional<std::string>& value) {
  if (value)
    setenv("TZ", value->c_str(), 1);
  else
    unsetenv("TZ");
}

/// The zone's offset at a time. The C library knows one zone at a time, and reads TZ when it is
/// told to: it is told when another zone is asked for, and TZ is put back.
Seconds read_offset(Seconds time, const std::string& zone) {
  static std::mutex one_at_a_time;
  static std::string current;
  const std::lock_guard lock(one_at_a_time);
  if (current != zone) {
    require_zone(zone);
    const char* set = std::getenv("TZ");
    const std::optional<std::string> before =
        set != nullptr ? std::optional<std::string>(set) : std::nullopt;
    set_variable(":" + zone);
    tzset();
    set_variable(before);
    current = zone;
  }
  const time_t value = time.count();
  tm parts{};
  if (localtime_r(&value, &parts) == nullptr)
    throw Error(ExitCode::invalid, "bad-time", fmt::format("{} s lies beyond all years", value));
  return Seconds{parts.tm_gmtoff};
}

/// Offsets of quarters of an hour that have one throughout: rows of a feed are of few of them.
class Offsets {
 public:
  Seconds at(Seconds time, const std::string& zone) {
    if (zone_ != zone) {
      known_.fill({});
      zone_ = zone;
    }
    constexpr Seconds length{900};
    const Seconds::rep quarter =
        time.count() / length.count() - (time.count() % length.count() < 0 ? 1 : 0);
    Known& known = known_.at(static_cast<std::size_t>(quarter) % known_.size());
    if (known.quarter == quarter) return known.offset;
    const Seconds first = length * quarter;
    const Seconds offset = read_offset(first, zone);
    if (read_offset(first + length - Seconds{1}, zone) != offset) return read_offset(time, zone);
    known = {quarter, offset};
    return offset;
  }

 private:
  struct Known {
    Seconds::rep quarter = INT64_MIN;
    Seconds offset{};
  };
  std::string zone_;
  std::array<Known, 1024> known_{};
};

}  // namespace

Day local_day(Instant instant, const std::string& zone) {
  thread_local Offsets offsets;
  const Seconds time = std::chrono::floor<Seconds>(instant.time_since_epoch());
  return std::chrono::floor<Days>(instant + offsets.at(time, zone));
}

Instant start_of(Day day, const std::string& zone) {
  // Zones lie within 15 hours of UTC, and days follow one another: the first second that is of this
  // day or of a later one. A midnight that the clocks skip begins the day at the change itself.
  const std::chrono::sys_seconds midnight = day;
  std::chrono::sys_seconds before = midnight - std::chrono::hours{26};
  std::chrono::sys_seconds from = midnight + std::chrono::hours{26};
  while (from - before > Seconds{1}) {
    const std::chrono::sys_seconds middle = before + (from - before) / 2;
    (local_day(middle, zone) < day ? before : from) = middle;
  }
  return from;
}

bool is_time_zone(const std::string& zone) {
  constexpr std::string_view of_names =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
  if (zone.empty() || zone.front() == '/' || zone.find_first_not_of(of_names) != std::string::npos)
    return false;
  std::ifstream file(database() / zone, std::ios::binary);
  std::array<char, 4> magic{};
  file.read(magic.data(), magic.size());
  return file && std::string_view(magic.data(), magic.size()) == "TZif";
}

std::string machine_zone() {
  // TZ goes before the machine's setting, as for every other program.
  if (const char* set = std::getenv("TZ"); set != nullptr && *set != 0) {
    const std::string name(*set == ':' ? set + 1 : set);
    return is_time_zone(name) ? name : "UTC";
  }
  std::error_code none;
  const std::string file = std::filesystem::read_symlink("/etc/localtime", none).string();
  constexpr std::string_view folder = "zoneinfo/";
  if (const std::size_t at = file.find(folder); at != std::string::npos) {
    const std::string name = file.substr(at + folder.size());
    if (is_time_zone(name)) return name;
  }
  std::ifstream named("/etc/timezone");
  std::string name;
  return named >> name && is_time_zone(name) ? name : "UTC";
}

}  // namespace collab
