#include "review/trust.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  if (!context.holdings.exposure_unknown) return std::nullopt;
  return TrustFinding{
      .check = "exposure-unknown",
      .status = TrustFinding::Status::warning,
      .message =
          "nothing says which units could have acted, so those that did stand in, and no "
          "verdict is better than unclear; send rows with metric exposure, or name the feed "
          "that has them: exposures: FEED",
      .p_value = {}};
}

}  // namespace

extern const TrustCheck exposure_unknown_check;
const TrustCheck exposure_unknown_check{4, find};

}  // namespace collab
