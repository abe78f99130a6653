#pragma once
// Every slug that statistics gives as a reason or a fault, in one place, for help and documents.
#include <string_view>
#include <utility>
#include <vector>

namespace collab {

/// Why a value, a bound, a limit or a verdict is missing. Slug and meaning, sorted.
const std::vector<std::pair<std::string_view, std::string_view>>& statistics_reasons();

/// Faults of statistics and unit values that cannot be (Error from MetricKind, draw_chart and
/// watch). Slug and meaning, sorted.
const std::vector<std::pair<std::string_view, std::string_view>>& statistics_faults();

}  // namespace collab
