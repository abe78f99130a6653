#include "collab/model/standard.hpp"

#include "collab/model/number.hpp"

namespace collab {

std::optional<Day> Standard::due() const {
  if (checks.empty()) return check_on;
  return checks.back().kept ? checks.back().next : std::nullopt;
}

std::optional<std::int64_t> parse_standard(std::string_view name) {
  return parse_numbered("std_", name);
}

}  // namespace collab
