#pragma once
// The program's time zone: which day it is there.
#include <string>
#include <string_view>

#include "collab/model/time.hpp"

namespace collab {

/// The civil date of `instant` in the IANA zone. throws Error(invalid, "unknown-time-zone").
Day local_day(Instant instant, const std::string& zone);
/// The instant at which `day` begins there (the first that exists, across a change of offset).
Instant start_of(Day day, const std::string& zone);
bool is_time_zone(const std::string& zone);
/// The machine's zone, else "UTC".
std::string machine_zone();

}  // namespace collab
