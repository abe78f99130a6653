#pragma once
// Errors of the loop by slug, for `collab help errors`.
#include <string_view>
#include <utility>
#include <vector>

namespace collab {

/// Slug and meaning with exit code, sorted by slug.
const std::vector<std::pair<std::string_view, std::string_view>>& loop_faults();

}  // namespace collab
