#pragma once
// The registry's entries: one per file of kinds/.
#include "collab/statistics/metric_kind.hpp"

namespace collab {
#define ENTRY(name) extern const MetricKind name##_kind;
#include "metric_kinds.inc"
#undef ENTRY
}  // namespace collab
