#pragma once
// Help that belongs to no verb.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace collab {

struct Topic {
  std::string_view name;
  std::string_view summary;
  std::string (*text)(int width);
};
std::span<const Topic> topics();

using Slugs = std::vector<std::pair<std::string_view, std::string_view>>;
/// Errors of the command line, slug and meaning, sorted; the other layers list theirs.
const Slugs& command_line_faults();

}  // namespace collab
