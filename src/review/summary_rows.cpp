#include "review/summary_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab {
namespace {

/// How many combinations of levels make a segmentation complete, by what was declared when a row
/// was recorded.
class Required {
 public:
  explicit Required(const std::vector<DeclaredLevels>& declared) : declared_(declared) {}

  /// 0 where one of the segments was never declared: not known.
  std::size_t combinations(const std::vector<std::pair<std::string, std::string>>& levels,
                           std::int64_t operation) const {
    std::size_t product = levels.empty() ? 0 : 1;
    for (const auto& [name, level] : levels) {
      std::size_t known = 0;
      for (const DeclaredLevels& each : declared_)
        if (each.segment == name && each.operation <= operation) known = each.levels.size();
      product *= known;
    }
    return product;
  }

 private:
  const std::vector<DeclaredLevels>& declared_;
};

}  // namespace

std::vector<SummaryRow> summary_rows(const std::vector<Observation>& observations,
                                     const Experiment& plan,
                                     const std::vector<DeclaredLevels>& declared,
                                     OtherKind* other_kind) {
  std::vector<SummaryRow> rows;
  const Required required(declared);
  for (const Observation& each : observations) {
    const Metric* metric = plan.metric(each.metric);
    const MetricKind* kind = metric == nullptr ? nullptr : find_metric_kind(metric->kind);
    if (kind == nullptr || !plan.has_variant(each.variant)) continue;
    SummaryRow row{
        .metric = each.metric,
        .variant = each.variant,
        .levels = parse_segment_set(each.segment),
        .location = each.location,
        .period = each.period,
        .dated = each.dated,
        .counts = each.counts,
        .complete = required.combinations(parse_segment_set(each.segment), each.operation),
        .part = {}};
    try {
      row.part.moments = kind->from_statistics(*metric, each.statistics);
    } catch (const Error& error) {
      const std::string place = fmt::format("{}{} (op_{}) is {}", each.variant,
                                            each.period ? " on " + to_string(*each.period) : "",
                                            each.operation, to_text(each.statistics));
      if (other_kind == nullptr)
        throw Error(ExitCode::invalid, "other-kind-recorded",
                    fmt::format("{} of {}, which is no {}: {}", each.metric, place, metric->kind,
                                error.faults().front().message),
                    "record it as the plan has it: --on-conflict correct -m WHY");
      other_kind->emplace(each.metric, place);
      continue;
    }
    row.part.units = find(each.statistics, "units");
    rows.push_back(std::move(row));
  }
  // Doubles do not add up the same in every order, so the order is fixed here.
  std::sort(rows.begin(), rows.end(), [](const SummaryRow& a, const SummaryRow& b) {
    return std::tie(a.metric, a.variant, a.dated, a.period, a.levels, a.location) <
           std::tie(b.metric, b.variant, b.dated, b.period, b.levels, b.location);
  });
  return rows;
}

}  // namespace collab
