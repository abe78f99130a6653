#pragma once
// Intervals, tests and posteriors of an effect that can be asked for at any level.
#include <optional>
#include <utility>

#include "collab/model/estimate.hpp"
#include "collab/statistics/arm_value.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab {

/// Two arms by their metric kind, or by values whose variances are known.
struct ArmComparison {
  const char* method = "";  ///< of `values`
  double units = 0;         ///< of both arms
  const MetricKind* kind = nullptr;
  Metric metric{};
  Moments control{}, treatment{};
  std::optional<std::pair<ArmValue, ArmValue>> values{};
  std::optional<double> baseline{};  ///< the control's value
  bool too_few = false;
};

EstimateResult test_of(const ArmComparison& comparison, const EstimateRequest& request);
EstimateResult posterior_of(const ArmComparison& comparison, const EstimateRequest& request);

}  // namespace collab
