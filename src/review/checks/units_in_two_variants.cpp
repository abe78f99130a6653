#include <fmt/format.h>

#include "collab/review/alpha.hpp"
#include "review/trust.hpp"
#include "review/trusted.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  if (context.holdings.units == 0 || context.plan.variants.size() < 2) return std::nullopt;
  TrustFinding finding{.check = "units-in-two-variants", .message = {}, .p_value = {}};
  const std::int64_t both = context.holdings.in_two_variants;
  const double share = share_in_two_variants(context.holdings);
  if (share > two_variants_limit)
    finding.status = TrustFinding::Status::failed;
  else if (both > 0)
    finding.status = TrustFinding::Status::warning;
  finding.message = both == 0
                        ? std::string("no unit was seen in two variants")
                        : fmt::format("{} of {} units ({}) were seen in two variants and left out",
                                      both, context.holdings.units, percent(share));
  return finding;
}

}  // namespace

extern const TrustCheck units_in_two_variants_check;
const TrustCheck units_in_two_variants_check{3, find};

}  // namespace collab
