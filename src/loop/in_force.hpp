#pragma once
// What a recording goes by: the sealed plan for what was agreed, the file for how data arrive.
#include <optional>
#include <string>
#include <vector>

#include "collab/loop/project.hpp"

namespace collab {

struct InForce {
  Experiment experiment;      ///< sealed parts of the latest plan, feeds of the file
  std::vector<Cycle> cycles;  ///< all of them, by number; empty before the first plan
  std::string note;           ///< the file's sealed parts differ from the plan; empty when not

  const Cycle* latest() const { return cycles.empty() ? nullptr : &cycles.back(); }
  /// The cycle whose days hold `day`; nullptr between cycles.
  const Cycle* holding(Day day) const;
};

/// throws as Project::definition() does
InForce in_force(Project& project, const std::string& experiment);

}  // namespace collab
