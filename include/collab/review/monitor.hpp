#pragma once
// Monitor: of each recorded series whether it is noise or news.
#include <string>
#include <vector>

#include "collab/model/monitor.hpp"
#include "collab/review/review.hpp"

namespace collab {

/// Periods that a person leaves out of the limits, and why.
struct ExcludedPeriods {
  Day first{}, last{};
  std::string reason;  ///< not empty
};

struct MonitorRequest {
  std::string experiment;
  std::string metric;    ///< empty: all of the plan's
  std::string variant;   ///< empty: all
  std::string segment;   ///< one level `k=v`; empty: the total
  std::string location;  ///< empty: all
  std::string chart;     ///< kind of chart; empty: what suits the metric
  std::vector<std::string> rules{"nhs"};
  std::vector<ExcludedPeriods> excluded{};
  std::optional<std::size_t> limits_from{};  ///< the first so many periods of a phase; absent: 28
};

/// Of the experiment's latest cycle that has begun. With options.as_of what was said then, and what
/// has changed since. throws  Error(not_found, "no-such-experiment" | "no-such-metric" |
/// "no-such-variant" |
///         "no-such-segment" | "no-such-period" | "no-cycle"); Error(usage, "bad-level" |
///         "chart-does-not-fit" | "unknown-chart" | "unknown-rules")
MonitorReport monitor(const Ledger& ledger, const MonitorRequest& request,
                      const ReviewOptions& options);

}  // namespace collab
