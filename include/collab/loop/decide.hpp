#pragma once
// Act: closes a cycle with a decision, and may open the next one.
#include <optional>
#include <string>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

struct DecideRequest {
  Reference cycle;
  DecisionKind kind = DecisionKind::extend;
  std::string reason;
  std::string variant;
  bool early = false;
  bool next = false;
  std::optional<Day> starts;
  std::string standard;  ///< with adopt: what is done from now on; else what the variant does
  std::string place;     ///< with adopt: where
  std::optional<Day> check_on;  ///< with adopt: when to see whether it is; else half a year on
};

/// throws Error(usage, ...) for --next with adopt or abandon and for adopt without --variant where
///        several treatments ran; Error(conflict, "already-decided"); Error(invalid, "too-early")
///        for abandon before at_least; Error(invalid, "nothing-to-adapt") with --next
DecideReport decide(Project& project, const DecideRequest& request);

}  // namespace collab
