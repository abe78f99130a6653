#pragma once
// Can the data be trusted? A check is one file in checks/.
#include <optional>
#include <vector>

#include "collab/review/review.hpp"

namespace collab {

struct TrustContext {
  const Cycle& cycle;
  const Experiment& plan;
  const std::vector<Plan>& plans;  ///< the cycle's sealings
  const std::vector<Cell>& cells;
  const Holdings& holdings;
  Day today{};
  const ReviewOptions& options;
  /// Stored results of looks: those that stand, and those that an amendment ended.
  const std::vector<StoredLook>& stored;
  const std::vector<StoredLook>& ended;
};

/// The latest look that is due; 0 = none.
int last_due(const TrustContext& context);
/// The look whose figures a review shows: the last one when it is due, else 0, all that is
/// recorded.
int look_shown(const TrustContext& context);

struct TrustCheck {
  int place = 0;  ///< where it stands in the review
  /// nullopt: has nothing to say here.
  std::optional<TrustFinding> (*find)(const TrustContext& context);
};

/// All checks' findings, by place.
std::vector<TrustFinding> trust(const TrustContext& context);

}  // namespace collab
