#include <fmt/format.h>

#include <set>

#include "review/trust.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  std::set<std::string> metrics;
  for (const Cell& cell : context.cells) {
    if (cell.look == 0 && cell.repeated && !cell.metric.empty()) metrics.insert(cell.metric);
  }
  if (metrics.empty()) return std::nullopt;
  return TrustFinding{
      .check = "repeated-units",
      .status = TrustFinding::Status::warning,
      .message = fmt::format("{}: the same units come again each period, so there is no verdict; "
                             "send unit rows, or cycle-to-date figures with counts: to_date",
                             fmt::join(metrics, ", ")),
      .p_value = {}};
}

}  // namespace

extern const TrustCheck repeated_units_check;
const TrustCheck repeated_units_check{9, find};

}  // namespace collab
