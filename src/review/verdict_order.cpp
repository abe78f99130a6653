#include "review/verdict_order.hpp"

namespace collab {

Weighing weigh(const std::vector<Weighed>& metrics) {
  std::optional<std::size_t> weakest, open_guardrail;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const Weighed& each = metrics[i];
    if (each.goal) {
      if (!weakest ||
          place(weakest_first, each.verdict) < place(weakest_first, metrics[*weakest].verdict))
        weakest = i;
    } else if (each.verdict == Verdict::broken) {
      return {Verdict::broken, i};
    } else if (each.verdict != Verdict::ok && !open_guardrail) {
      open_guardrail = i;
    }
  }
  if (!weakest) return {};
  const Verdict verdict = metrics[*weakest].verdict;
  if (verdict == Verdict::met && open_guardrail) return {Verdict::unclear, open_guardrail};
  return {verdict, weakest};
}

}  // namespace collab
