#include <fmt/format.h>

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
  return TrustFinding{.check = "amended-plan",
                      .status = TrustFinding::Status::warning,
                      .message = std::move(text),
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck amended_plan_check;
const TrustCheck amended_plan_check{6, find};

}  // namespace collab
