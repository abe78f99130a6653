#pragma once
// How sure an interval is to be, and against what kind of looking.
#include <optional>

namespace collab {

struct Certainty {
  /// Two-sided: each end of an interval has half of it. 0 < alpha < 1.
  double alpha = 0.05;
  /// Absent: one look, or one of the planned looks at the level that spending leaves it. Else the
  /// interval is always-valid, and this says how far the data have come: 1 = all that were planned
  /// (day of the cycle over its days; units over planned units). > 0; beyond 1 when they go on.
  std::optional<double> progress{};

  /// A fixed look of level 1 - alpha converts: kinds are asked for it most often.
  Certainty(double level_alpha, std::optional<double> how_far = {})  // NOLINT(*-explicit-*)
      : alpha(level_alpha), progress(how_far) {}
};

}  // namespace collab
