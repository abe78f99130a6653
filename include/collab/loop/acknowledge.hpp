#pragma once
// ack: somebody took note of a contingency that came true.
#include <string>
#include <vector>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

/// names: `con_3`, or an experiment for all of its open ones. What was acknowledged before stays as
/// it was and is `unchanged`.
/// throws  Error(not_found, "no-such-contingency" | "no-such-experiment")
AckReport acknowledge(Project& project, const std::vector<std::string>& names,
                      const std::string& reason);

}  // namespace collab
