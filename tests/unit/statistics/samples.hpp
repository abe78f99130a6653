#pragma once
// Made-up arms for every kind, through the kinds' own doors.
#include <algorithm>
#include <string>

#include "collab/statistics/metric_kind.hpp"

namespace collab::test {

inline Metric metric_of(const MetricKind& kind) {
  Metric metric;
  metric.id = "m";
  metric.kind = std::string(kind.shape.name);
  if (metric.kind == "score") metric.scale = Scale{.nps = true};
  return metric;
}

/// n units, or periods for a kind without unit rows. `lift` in 0..3 makes the values larger.
inline Moments sample(const MetricKind& kind, const Metric& metric, int n, int lift) {
  Moments moments;
  for (int i = 0; i < n; ++i) {
    const int spread = i * 7 % 10;  // 0..9, each as often
    if (kind.shape.unit_fields.empty()) {
      moments = moments + kind.from_statistics(metric, {{"value", 20.0 + spread + 2 * lift}});
      continue;
    }
    std::vector<double> fields;
    if (kind.shape.name == "proportion") fields = {spread < 3 + lift ? 1.0 : 0.0};
    if (kind.shape.name == "score") fields = {static_cast<double>(std::min(10, spread + lift))};
    if (kind.shape.unit_fields.size() == 2) {
      fields = {static_cast<double>(spread / 3 + lift * (i % 2)), 4.0 + i % 3};
    }
    if (fields.empty()) fields = {10.0 + spread + lift};
    const auto unit = kind.from_unit(metric, fields);
    moments.add({unit[0], unit[1], 0, 0});
  }
  return moments;
}

}  // namespace collab::test
