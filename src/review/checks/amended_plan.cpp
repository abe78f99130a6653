#include <fmt/format.h>

#include <algorithm>

#include "collab/review/looks.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

bool is_failure(Verdict verdict) {
  return verdict == Verdict::missed || verdict == Verdict::worse || verdict == Verdict::broken;
}

/// `look 1 said worse of visit of answers`: what was judged by the plan before; the last result of
/// each metric and variant. hides_a_failure: one of them failed, and nothing was judged of it
/// since.
std::string ended_results(const TrustContext& context, bool& hides_a_failure) {
  std::string text;
  for (const Metric& metric : context.plan.metrics) {
    for (const Variant& variant : context.plan.variants) {
      const auto of_it = [&](const StoredLook& look) {
        return look.metric == metric.id && look.variant == variant.id;
      };
      int last = 0;
      for (const StoredLook& look : context.ended) last = std::max(last, look.look);
      const auto before = standing(context.ended, metric.id, variant.id, last);
      if (!before) continue;
      text += fmt::format("{}{} said {} of {} of {}", text.empty() ? "" : ", ",
                          before->look > 0 ? fmt::format("look {}", before->look) : "a night",
                          name_of(before->verdict), metric.id, variant.id);
      hides_a_failure = hides_a_failure || (is_failure(before->verdict) &&
                                            std::ranges::none_of(context.stored, of_it));
    }
  }
  return text;
}

std::optional<TrustFinding> find(const TrustContext& context) {
  std::string text;
  for (const Plan& plan : context.plans) {
    if (plan.version == 0) continue;
    const int day = context.cycle.day_of_cycle(plan.day);
    text +=
        fmt::format("{}amended {}: {}", text.empty() ? "" : "; ",
                    day > 0 ? fmt::format("on day {}", day) : "before the first day", plan.reason);
  }
  if (text.empty()) return std::nullopt;
  bool hides_a_failure = false;
  const std::string before = ended_results(context, hides_a_failure);
  if (!before.empty())
    text += fmt::format(
        "; before that {}: who saw a result and then changed the plan has no error rate to promise",
        before);
  return TrustFinding{
      .check = "amended-plan",
      .status = hides_a_failure ? TrustFinding::Status::failed : TrustFinding::Status::warning,
      .message = std::move(text),
      .p_value = {}};
}

}  // namespace

extern const TrustCheck amended_plan_check;
const TrustCheck amended_plan_check{6, find};

}  // namespace collab
