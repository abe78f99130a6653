#pragma once
// Metric kinds: how rows become moments, and moments become levels and effects. A kind is one file
// in src/statistics/kinds/.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "collab/model/effect.hpp"
#include "collab/model/metric.hpp"
#include "collab/model/moments.hpp"
#include "collab/model/observation.hpp"
#include "collab/statistics/certainty.hpp"

namespace collab {

struct MetricKind {
  KindShape shape;

  /// The moments that a summary row's statistics stand for, in the metric's unit of measure.
  /// throws Error(invalid, slug) for statistics that cannot be: "count-negative",
  /// "successes-above-n",
  ///        "not-whole", "sd-negative", "missing-statistic", "unknown-statistic", ...
  Moments (*from_statistics)(const Metric& metric, const Statistics& statistics);

  /// What a unit's recorded fields contribute to the columns of Moments, e.g. nps 10 -> +100.
  /// fields: by shape.unit_fields, in the metric's measure.
  /// throws Error(invalid, slug): a proportion that is not 0 or 1, a level off the scale, ...
  std::array<double, 2> (*from_unit)(const Metric& metric, std::span<const double> fields);

  /// The variant's own value with an interval as certain as asked.
  Estimate (*level)(const Metric& metric, const Moments& moments, const Certainty& certainty);

  /// Treatment against control, two-sided intervals as certain as asked.
  Effect (*effect)(const Metric& metric, const Moments& control, const Moments& treatment,
                   const Certainty& certainty);
};

/// Can a row with these statistics be kept exactly, and computed with? Counts, sums and values lie
/// below 2^53 in size, sums of squares and products below its square.
/// throws Error(invalid, "too-large")
void check_recordable(const Statistics& statistics);

/// The value that level() gives, without its interval: nothing is searched for, so that long series
/// are cheap. nullopt where there is none.
std::optional<double> point_value(const MetricKind& kind, const Moments& moments);

std::span<const MetricKind* const> metric_kinds();
/// nullptr when there is none of that name.
const MetricKind* find_metric_kind(std::string_view name);
/// The shapes of all kinds, for the definition layer.
std::vector<KindShape> kind_shapes();

}  // namespace collab
