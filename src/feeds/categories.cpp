#include "feeds/categories.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/diagnostic.hpp"
#include "feeds/faults.hpp"

namespace collab {

Categories::Categories(const std::vector<std::string>& ours,
                       const std::map<std::string, std::string>& values)
    : ours_(ours) {
  const auto index_of = [&](const std::string& name) {
    const auto found = std::find(ours.begin(), ours.end(), name);
    return found == ours.end() ? unknown : static_cast<int>(found - ours.begin());
  };
  for (const auto& [theirs, name] : values) names_.emplace_back(theirs, index_of(name));
  for (const std::string& name : ours) {
    if (!values.contains(name)) names_.emplace_back(name, index_of(name));
  }
  std::sort(names_.begin(), names_.end());
}

int Categories::find(std::string_view text) const {
  const auto found = std::lower_bound(
      names_.begin(), names_.end(), text,
      [](const std::pair<std::string, int>& name, std::string_view t) { return name.first < t; });
  return found != names_.end() && found->first == text ? found->second : unknown;
}

std::string Categories::hint(std::string_view text, std::string_view key) const {
  std::vector<std::string> known;
  for (const auto& [name, index] : names_) known.push_back(name);
  const std::string near = nearest(text, known);
  std::string hint;
  if (!near.empty()) hint = fmt::format("did you mean '{}'? ", near);
  constexpr std::size_t most = 12;
  if (ours_.size() <= most) {
    hint += fmt::format("known: {}; ", fmt::join(ours_, ", "));
  }
  return hint + fmt::format(
                    "if it is another name for one of them, say so in the feed: "
                    "`values: {{{}: {{{}: …}}}}`",
                    key, shown(text));
}

}  // namespace collab
