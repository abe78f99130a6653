#pragma once
// Text that people type.
#include <string_view>

namespace collab {

/// Nothing but blanks and line ends, or nothing at all: a reason that gives none.
constexpr bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

}  // namespace collab
