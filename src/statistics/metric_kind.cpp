#include "collab/statistics/metric_kind.hpp"

#include "statistics/kinds.hpp"

namespace collab {

std::span<const MetricKind* const> metric_kinds() {
  static const MetricKind* const all[] = {
#define ENTRY(name) &name##_kind,
#include "metric_kinds.inc"
#undef ENTRY
  };
  return all;
}

const MetricKind* find_metric_kind(std::string_view name) {
  for (const MetricKind* kind : metric_kinds()) {
    if (kind->shape.name == name) return kind;
  }
  return nullptr;
}

std::optional<double> point_value(const MetricKind& kind, const Moments& moments) {
  const bool ratio = kind.shape.unit_fields.size() == 2;
  const double below = ratio ? moments.sum[1] : moments.n;
  if (!(below > 0)) return std::nullopt;
  return moments.sum[0] / below;
}

std::vector<KindShape> kind_shapes() {
  std::vector<KindShape> shapes;
  for (const MetricKind* kind : metric_kinds()) shapes.push_back(kind->shape);
  return shapes;
}

}  // namespace collab
