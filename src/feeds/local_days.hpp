#pragma once
// The days of instants in a time zone, remembered: rows of a feed are of few days.
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace collab {

class LocalDays {
 public:
  /// zone: a name of the IANA database
  explicit LocalDays(std::string zone) : zone_(std::move(zone)) {}

  /// Days since 1970. microseconds: since 1970, UTC
  std::int32_t of(std::int64_t microseconds) {
    return holds(latest_, microseconds) ? latest_.day : look_up(microseconds);
  }

 private:
  struct Known {
    std::int64_t begins = 0, ends = 0;  ///< microseconds since 1970
    std::int32_t day = 0;
  };
  static bool holds(const Known& known, std::int64_t microseconds) {
    return microseconds >= known.begins && microseconds < known.ends;
  }
  std::int32_t look_up(std::int64_t microseconds);

  std::string zone_;
  Known latest_;
  /// By the day in UTC; two of them, since a local day ends within it.
  std::array<std::array<Known, 2>, 64> known_{};
};

}  // namespace collab
