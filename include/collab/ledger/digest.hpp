#pragma once
#include <span>
#include <string>
#include <string_view>

namespace collab {

/// SHA-256, lower-case hex.
std::string sha256(std::string_view text);

}  // namespace collab
