#pragma once
// Help, laid out from the table of verbs.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/verb.hpp"

namespace collab {

/// All verbs by group, and the topics.
std::string overview(int width);
std::string help_for(const Verb& verb, int width);
std::string help_for_global_flags(int width);

/// Two columns, the second wrapped: what every list in help looks like.
std::string two_columns(const std::vector<std::pair<std::string, std::string>>& lines, int width);
/// `text` broken at blanks into lines of at most `width` columns.
std::string wrapped(std::string_view text, int width);

}  // namespace collab
