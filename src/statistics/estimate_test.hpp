#pragma once
// Intervals, tests and posteriors of an effect that can be asked for at any level.
#include <optional>

#include "collab/model/estimate.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/strata.hpp"

namespace collab {

/// Two arms by their metric kind, or by values whose variances are known.
struct ArmComparison {
  const char* method = "";  ///< of `arms`
  double units = 0;         ///< of both arms
  const MetricKind* kind = nullptr;
  Metric metric{};
  Moments control{}, treatment{};
  std::optional<double> slope{};  ///< of the covariate, where it is given
  std::optional<StratifiedArms> arms{};
  std::optional<double> baseline{};  ///< the control's value
  bool too_few = false;
};

EstimateResult test_of(const ArmComparison& comparison, const EstimateRequest& request);
EstimateResult posterior_of(const ArmComparison& comparison, const EstimateRequest& request);

}  // namespace collab
