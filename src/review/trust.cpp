#include "review/trust.hpp"

#include <algorithm>

#include "collab/review/looks.hpp"

namespace collab {

#define ENTRY(name) extern const TrustCheck name##_check;
#include "trust_checks.inc"
#undef ENTRY

int last_due(const TrustContext& context) {
  int last = 0;
  for (const LookState& look : look_states(context.cycle, context.plan, context.today, {})) {
    if (look.due) last = look.number;
  }
  return last;
}

int look_shown(const TrustContext& context) {
  const int last = last_due(context);
  const int looks = static_cast<int>(look_days(context.plan.looks, context.plan.cycle).size());
  return last == looks || context.cycle.decision ? last : 0;
}

std::vector<TrustFinding> trust(const TrustContext& context) {
  static const std::vector<const TrustCheck*> checks = [] {
    std::vector<const TrustCheck*> all{
#define ENTRY(name) &name##_check,
#include "trust_checks.inc"
#undef ENTRY
    };
    std::stable_sort(all.begin(), all.end(),
                     [](const auto* a, const auto* b) { return a->place < b->place; });
    return all;
  }();
  std::vector<TrustFinding> findings;
  for (const TrustCheck* check : checks) {
    if (std::optional<TrustFinding> found = check->find(context))
      findings.push_back(std::move(*found));
  }
  return findings;
}

}  // namespace collab
