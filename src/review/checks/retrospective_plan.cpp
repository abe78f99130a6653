#include <fmt/format.h>

#include "review/trust.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  if (context.plans.empty() || !context.plans.front().retrospective) return std::nullopt;
  return TrustFinding{.check = "retrospective-plan",
                      .status = TrustFinding::Status::warning,
                      .message = fmt::format("sealed on {}, after its data began",
                                             to_string(context.plans.front().day)),
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck retrospective_plan_check;
const TrustCheck retrospective_plan_check{8, find};

}  // namespace collab
