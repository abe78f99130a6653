#include "feeds/local_days.hpp"

#include <chrono>

#include "collab/feeds/zone.hpp"

namespace collab {

std::int32_t LocalDays::look_up(std::int64_t microseconds) {
  const auto day_in_utc = std::chrono::floor<Days>(std::chrono::microseconds{microseconds}).count();
  auto& two = known_.at(static_cast<std::uint64_t>(day_in_utc) % known_.size());
  for (const Known& known : two)
    if (holds(known, microseconds)) return (latest_ = known).day;
  const Instant instant{
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::microseconds{microseconds})};
  const Day day = local_day(instant, zone_);
  const auto start = [&](Day of) {
    return std::chrono::microseconds(start_of(of, zone_).time_since_epoch()).count();
  };
  latest_ = {.begins = start(day),
             .ends = start(day + Days{1}),
             .day = static_cast<std::int32_t>(day.time_since_epoch().count())};
  two[1] = two[0];
  two[0] = latest_;
  return latest_.day;
}

}  // namespace collab
