#pragma once
// What a recording goes by: the sealed plan for what was agreed, the file for how data arrive.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collab/loop/project.hpp"

namespace collab {

struct InForce {
  Experiment experiment;      ///< sealed parts of the latest plan, feeds of the file
  std::vector<Cycle> cycles;  ///< all of them, by number; empty before the first plan
  std::string note;           ///< the file's sealed parts differ from the plan; empty when not
  /// What rows of an earlier cycle are read by, where its plan reads them otherwise than the
  /// latest: other metrics, kinds, variants or counts. By cycle.
  std::map<int, Experiment> earlier;

  const Cycle* latest() const { return cycles.empty() ? nullptr : &cycles.back(); }
  /// The cycle whose days hold `day`; nullptr between cycles.
  const Cycle* holding(Day day) const;
  /// What the rows of a cycle are read by; 0 and cycles to come: the latest plan.
  const Experiment& of(int cycle) const;
  /// What rows of that day are read by; of no period: those of the latest cycle.
  const Experiment& by(const std::optional<Day>& period) const;
};

/// throws as Project::definition() does
InForce in_force(Project& project, const std::string& experiment);

}  // namespace collab
