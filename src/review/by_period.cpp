#include "review/by_period.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/cluster.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab {
namespace {

bool agree(double sum, double whole) {
  return std::abs(sum - whole) <= 1e-9 * std::max(std::abs(sum), std::abs(whole));
}

}  // namespace

std::optional<Moments> period_moments(const Metric& metric, const Cell& cell,
                                      const Series& series) {
  const MetricKind& kind = *find_metric_kind(metric.kind);
  if (series.cumulative || metric.kind == "quantile" || metric.kind == "value") return std::nullopt;
  Moments periods;
  double events = 0, size = 0;
  for (const SeriesPeriod& period : series.periods) {
    if (!(period.size > 0)) continue;
    periods.add({period.events, period.size});
    events += period.events;
    size += period.size;
  }
  const double whole = kind.shape.unit_fields.size() == 2 ? cell.moments.sum[1] : cell.moments.n;
  if (!agree(events, cell.moments.sum[0]) || !agree(size, whole)) return std::nullopt;
  return periods;
}

void judge_by_period(Comparison& comparison, const Metric& metric, const Moments& before,
                     const Moments& after, const Certainty& certainty) {
  if (!comparison.missing.empty() || !comparison.refused.empty()) return;
  Effect effect = period_effect(metric, before, after, certainty);
  if (!effect.judged) return;
  comparison.effect = std::move(effect);
  comparison.arm.level = period_level(after, certainty);
  comparison.base.level = period_level(before, certainty);
}

}  // namespace collab
