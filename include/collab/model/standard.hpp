#pragma once
// What an adopted cycle made the standard, and whether it still is when somebody looks.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/time.hpp"

namespace collab {

/// Somebody looked.
struct StandardCheck {
  bool kept = true;  ///< else it has lapsed
  std::string reason;
  Day day{};
  std::optional<Day> next;  ///< when to look again; absent: no more
  std::string actor;
};

struct Standard {
  std::int64_t id = 0;  ///< std_3; 0: not stored
  std::string experiment;
  int cycle = 0;
  std::string variant;
  std::string becomes;                ///< what is done from now on
  std::string place;                  ///< where; may be empty
  Day since{};                        ///< of the decision
  Day check_on{};                     ///< the first check
  std::vector<StandardCheck> checks;  ///< in time order

  /// When somebody is to look; absent: lapsed, or to be looked at no more.
  std::optional<Day> due() const;
};

/// From the decision to the first check: half a year.
inline constexpr Days standard_check_after{182};

/// `std_3` as 3; nullopt when it is no such name.
std::optional<std::int64_t> parse_standard(std::string_view name);

}  // namespace collab
