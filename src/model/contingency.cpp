#include "collab/model/contingency.hpp"

#include "collab/model/number.hpp"

#include <fmt/format.h>

namespace collab {

std::string_view name_of(ContingencyEvent::State state) {
  switch (state) {
    case ContingencyEvent::State::holds:
      return "holds";
    case ContingencyEvent::State::over:
      return "over";
    case ContingencyEvent::State::undone:
      return "undone";
  }
  return "";
}

std::string to_text(const Contingency& contingency) {
  const std::string periods = contingency.for_periods > 1
                                  ? fmt::format(" in {} periods in a row", contingency.for_periods)
                                  : "";
  const std::string whose =
      contingency.variant.empty() ? "" : fmt::format(" of {}", contingency.variant);
  if (contingency.condition == "stale") {
    return contingency.metric.empty()
               ? fmt::format("no data for {}", contingency.threshold)
               : fmt::format("no data of {} for {}", contingency.metric, contingency.threshold);
  }
  if (contingency.condition == "signal")
    return fmt::format("{}{}: {} signal{}", contingency.metric, whose,
                       contingency.threshold == "any" ? "any" : contingency.threshold, periods);
  if (contingency.condition == "verdict")
    return fmt::format("{}{}: verdict {}", contingency.metric, whose, contingency.threshold);
  return fmt::format("{}{} {} {}{}", contingency.metric, whose, contingency.condition,
                     contingency.threshold, periods);
}

std::optional<std::int64_t> parse_event(std::string_view text) {
  return parse_numbered("con_", text);
}

std::string duration_text(std::chrono::seconds duration) {
  using namespace std::chrono;
  if (duration < seconds{0}) return "-" + duration_text(-duration);
  const auto whole_days = duration_cast<days>(duration);
  const auto rest = duration - whole_days;
  const auto whole_hours = duration_cast<hours>(rest);
  const auto whole_minutes = duration_cast<minutes>(rest - whole_hours);
  if (whole_days.count() > 0)
    return whole_hours.count() > 0 ? fmt::format("{}d {}h", whole_days.count(), whole_hours.count())
                                   : fmt::format("{}d", whole_days.count());
  if (whole_hours.count() > 0)
    return whole_minutes.count() > 0
               ? fmt::format("{}h {}m", whole_hours.count(), whole_minutes.count())
               : fmt::format("{}h", whole_hours.count());
  if (whole_minutes.count() > 0) return fmt::format("{}m", whole_minutes.count());
  return fmt::format("{}s", duration.count());
}

}  // namespace collab
