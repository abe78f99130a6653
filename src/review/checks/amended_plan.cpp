#include <fmt/format.h>
#include <fmt/ranges.h>

#include "collab/review/looks.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

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
  const EndedResults before = ended_results(context.plan, context.ended, context.stored);
  if (!before.said.empty())
    text += fmt::format(
        "; before that {}: who saw a result and then changed the plan has no error rate to promise",
        fmt::join(before.said, ", "));
  return TrustFinding{.check = "amended-plan",
                      .status = !before.failures.empty() ? TrustFinding::Status::failed
                                                         : TrustFinding::Status::warning,
                      .message = std::move(text),
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck amended_plan_check;
const TrustCheck amended_plan_check{7, find};

}  // namespace collab
