#pragma once
// The column titles of a review's tables: with one treatment they bear its name and the control's.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace collab {

struct Titles {
  std::string base, arm, size;
  bool one_variant = false;
  bool named = false;  ///< `arm` is the variant's name, so that a column of names is idle
};

/// A variant's name as a column title, where it is short enough for one.
std::string title_or(const std::string& name, std::string otherwise);

/// What all share; empty when they differ.
template <typename Items, typename Name>
std::string common(const Items& items, Name name) {
  std::set<std::string> names;
  for (const auto& item : items) names.insert(name(item));
  return names.size() == 1 ? *names.begin() : std::string{};
}

/// items: outcomes, or outcomes of segments
template <typename Items>
Titles titles_of(const Items& items) {
  Titles titles;
  titles.base = title_or(common(items, [](const auto& o) { return o.base.name; }), "BASELINE");
  const std::string variant = common(items, [](const auto& o) { return o.variant; });
  titles.one_variant = !variant.empty();
  titles.arm = title_or(variant, "VALUE");
  if (titles.arm == titles.base) titles.arm = "VALUE";
  titles.named = titles.one_variant && titles.arm != "VALUE";
  const bool units = std::all_of(items.begin(), items.end(), [](const auto& o) {
    return o.arm.n_of.empty() || o.arm.n_of == "units";
  });
  titles.size = units ? "UNITS" : "N";
  return titles;
}

}  // namespace collab
