#pragma once
// Plan: seals a definition as a cycle (product.md, section 3).
#include <optional>
#include <string>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

struct PlanRequest {
  std::string experiment;
  bool amend = false;
  std::string reason;         ///< -m, needed to amend
  std::optional<Day> starts;  ///< of a next cycle
};

/// Seals cycle 1, the next cycle after a closed one, or an amendment of the open one.
/// throws Error(conflict, "plan-changed") when sealed parts differ and amend is not set,
///        Error(invalid, "nothing-to-adapt") after `adapt` with an unchanged file,
PlanReport plan(Project& project, const PlanRequest& request);

}  // namespace collab
