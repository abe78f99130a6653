#pragma once
// ack: somebody took note of a contingency that came true, or looked whether a standard is kept.
#include <optional>
#include <string>
#include <vector>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

struct AckRequest {
  /// `con_3`; `std_2`; or an experiment for all of its contingencies that are open.
  std::vector<std::string> names;
  std::string reason;
  bool lapsed = false;          ///< a standard is not kept any more
  std::optional<Day> check_on;  ///< when to look at a kept standard again; else half a year on
};

/// What was acknowledged before, or said of a standard the same day, stays as it was and is
/// `unchanged`.
/// throws  Error(not_found, "no-such-contingency" | "no-such-standard" | "no-such-experiment");
///         Error(usage, "standard-unused") for lapsed or check_on without a standard;
///         Error(usage, "reason-missing") for a standard without what was seen
AckReport acknowledge(Project& project, const AckRequest& request);

}  // namespace collab
