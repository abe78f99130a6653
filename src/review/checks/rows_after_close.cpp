#include <fmt/format.h>

#include "review/trust.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  const std::int64_t rows = context.holdings.after_close;
  if (!context.cycle.decision || rows == 0) return std::nullopt;
  return TrustFinding{
      .check = "rows-after-close",
      .status = TrustFinding::Status::warning,
      .message = fmt::format(
          "{} row{} came, or changed, after the decision; these figures are as they were then",
          rows, rows == 1 ? "" : "s"),
      .p_value = {}};
}

}  // namespace

extern const TrustCheck rows_after_close_check;
const TrustCheck rows_after_close_check{6, find};

}  // namespace collab
