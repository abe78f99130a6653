#pragma once
// What a file of rules/ provides, and the registry's entries.
#include <span>
#include <string_view>

#include "collab/model/chart.hpp"

namespace collab {

struct RuleSet {
  std::string_view name;
  std::string_view summary;
  /// chart  drawn; its findings are not read
  RuleFindings (*judge)(const Chart& chart);
};

#define ENTRY(name) extern const RuleSet name##_rules;
#include "rule_sets.inc"
#undef ENTRY

std::span<const RuleSet* const> rule_sets();
/// nullptr when there is none of that name.
const RuleSet* find_rule_set(std::string_view name);

/// Adds a mark on one point: the signal before it is continued where it is of the same rule and
/// direction and ends at the point `before`.
/// before  the point that counts as the neighbour, gaps left out
void mark(std::vector<Signal>& signals, std::string_view rule, std::size_t before,
          std::size_t point, int direction);

/// Why no zones of sigma can be asked of any phase, else empty: "no-order", "no-limits",
/// "no-sigma", "no-data", "too-few-periods", "no-variance".
std::string_view without_zones(const Chart& chart);

}  // namespace collab
