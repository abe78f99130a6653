#pragma once
// Targets that may not mean what their author had in mind.
#include <string>
#include <vector>

#include "collab/model/experiment.hpp"

namespace collab {

/// A goal or guardrail whose target is a level while its prediction is a change: `>= 5%` is easily
/// written for `>= +5%`. A sentence each, in the plan's order.
std::vector<std::string> target_warnings(const Experiment& plan);

}  // namespace collab
