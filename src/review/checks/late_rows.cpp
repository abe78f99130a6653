#include <fmt/format.h>

#include "review/trust.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  if (context.holdings.observations == 0) return std::nullopt;
  TrustFinding finding{.check = "late-rows", .message = "no row came late", .p_value = {}};
  if (const std::int64_t late = context.holdings.late; late > 0) {
    finding.status = TrustFinding::Status::warning;
    finding.message = fmt::format(
        "{} row{} came after the look that should have had {}; only a correction changes what is "
        "stored",
        late, late == 1 ? "" : "s", late == 1 ? "it" : "them");
  }
  return finding;
}

}  // namespace

extern const TrustCheck late_rows_check;
const TrustCheck late_rows_check{5, find};

}  // namespace collab
