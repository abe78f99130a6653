#include <fmt/format.h>

#include <set>

#include "collab/review/cells.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

std::optional<TrustFinding> find(const TrustContext& context) {
  std::set<std::string> metrics;
  for (const Cell& cell : context.cells) {
    const Metric* metric = context.plan.metric(cell.metric);
    if (cell.look != 0 || cell.unit_rows || metric == nullptr || metric->kind != "rate") continue;
    // Stores are compared, and their spread is what it is.
    if (context.plan.by_cluster() &&
        find_cell(context.cells, 0, cell.metric, cell.variant, {}, Basis::cluster) != nullptr)
      continue;
    metrics.insert(cell.metric);
  }
  if (metrics.empty()) return std::nullopt;
  return TrustFinding{.check = "assumes-independent-exposures",
                      .status = TrustFinding::Status::warning,
                      .message = fmt::format("{}: from summary rows, so exposures are taken to be "
                                             "independent; unit rows would show",
                                             fmt::join(metrics, ", ")),
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck independent_exposures_check;
const TrustCheck independent_exposures_check{10, find};

}  // namespace collab
