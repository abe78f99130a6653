#include "review/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "review/trust.hpp"

namespace collab {
namespace {

/// The day up to which all of the feed's metrics have data of some variant.
std::optional<Day> through(const TrustContext& context, const std::vector<std::string>& metrics) {
  std::optional<Day> all;
  for (const Metric& metric : context.plan.metrics) {
    const bool wanted =
        metrics.empty() || std::find(metrics.begin(), metrics.end(), metric.id) != metrics.end();
    if (!wanted) continue;
    std::optional<Day> here;
    for (const Cell& cell : context.cells) {
      if (cell.look == 0 && cell.metric == metric.id && cell.segment.empty())
        here = here ? std::max(*here, cell.through) : cell.through;
    }
    if (metrics.empty()) {
      // Nobody says what is awaited: any data count.
      all = std::max(all, here);
    } else if (!here) {
      return std::nullopt;
    } else {
      all = all ? std::min(*all, *here) : here;
    }
  }
  return all;
}

std::optional<TrustFinding> find(const TrustContext& context) {
  TrustFinding finding{.check = "freshness", .message = {}, .p_value = {}};
  const std::optional<Day> latest = through(context, {});
  const std::string data = latest ? "data through " + to_string(*latest) : "no data yet";
  finding.message = data;
  if (context.cycle.decision) return finding;
  const std::vector<Expectation> expected = expected_of(context.cycle.experiment, context.options);
  if (expected.empty()) {
    finding.status = TrustFinding::Status::not_checkable;
    finding.message = data + "; the plan does not say how often to expect them (monitor.expect)";
    return finding;
  }
  for (const Expectation& each : expected) {
    const std::optional<Day> missing =
        stale_period(context.cycle.first, context.cycle.end(), through(context, each.metrics), each,
                     context.today, context.options);
    if (!missing) continue;
    finding.status = TrustFinding::Status::failed;
    finding.message =
        fmt::format("{}; {} data are awaited since {}{}{}", data, each.every, to_string(*missing),
                    each.metrics.empty() ? "" : " for ", fmt::join(each.metrics, ", "));
    break;
  }
  return finding;
}

}  // namespace

extern const TrustCheck freshness_check;
const TrustCheck freshness_check{2, find};

}  // namespace collab
