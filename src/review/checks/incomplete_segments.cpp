#include <fmt/format.h>

#include <map>
#include <tuple>

#include "review/trust.hpp"

namespace collab {
namespace {

double size_of(const Moments& moments) { return moments.n > 0 ? moments.n : moments.sum[1]; }

/// Rows by segment that are in no total: a period lacks a level, so that nobody knows its total.
std::optional<TrustFinding> find(const TrustContext& context) {
  const int look = look_shown(context);
  std::map<std::pair<std::string, std::string>, double> totals;
  std::map<std::tuple<std::string, std::string, std::string>, double> parts;
  for (const Cell& cell : context.cells) {
    if (cell.look != look || cell.metric.empty() || cell.basis != Basis::unit || cell.unit_rows)
      continue;
    const auto set = parse_segment_set(cell.segment);
    if (set.empty()) totals[{cell.metric, cell.variant}] = size_of(cell.moments);
    if (set.size() == 1)
      parts[{cell.metric, cell.variant, set.front().first}] += size_of(cell.moments);
  }
  std::string text;
  for (const auto& [key, whole] : parts) {
    const auto& [metric, variant, segment] = key;
    const auto found = totals.find({metric, variant});
    const double total = found == totals.end() ? 0 : found->second;
    if (!(whole > total * (1 + 1e-9))) continue;
    text += fmt::format("{}{} of {} by {} has {:.0f}, its total {:.0f}", text.empty() ? "" : "; ",
                        metric, variant, segment, whole, total);
  }
  if (text.empty()) return std::nullopt;
  return TrustFinding{.check = "incomplete-segments",
                      .status = TrustFinding::Status::warning,
                      .message = text +
                                 ": periods that lack a level are in no total; record the missing "
                                 "rows (zeros too), or a row for the total",
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck incomplete_segments_check;
const TrustCheck incomplete_segments_check{15, find};

}  // namespace collab
