#pragma once
// A column of names: what a feed calls them, and which of ours each is.
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace collab {

class Categories {
 public:
  static constexpr int unknown = -1;
  Categories() = default;
  /// values: the feed's names for some of `ours`; the others go by their own.
  Categories(const std::vector<std::string>& ours,
             const std::map<std::string, std::string>& values);

  /// Index into `ours`, or unknown.
  int find(std::string_view text) const;
  /// The feed's names, sorted, and what each stands for.
  const std::vector<std::pair<std::string, int>>& names() const { return names_; }
  /// What to do about a name that is not known; key: the `values:` key of the feed.
  std::string hint(std::string_view text, std::string_view key) const;

 private:
  std::vector<std::pair<std::string, int>> names_;  // sorted
  std::vector<std::string> ours_;
};

}  // namespace collab
