#pragma once
// Results as checks that passed or did not: for JUnit, and for the annotations of a CI job. They
// say the same as --gate, so that a report is green exactly when the gate is.
#include <vector>

#include "collab/model/report.hpp"
#include "collab/render/document.hpp"
#include "collab/review/gate.hpp"

namespace collab {

/// A check for each goal and guardrail of each variant, and for each trust check.
CheckSuite suite_of(const Review& review, const Gate& gate);
/// A check for each feed that was visited (typed rows count as one): error when something of it is
/// stale, in conflict or invalid; skipped while all of it is awaited.
CheckSuite suite_of(const RecordReport& report);
/// Whether the experiment's data are fresh; skipped where nothing is awaited.
CheckSuite suite_of(const StatusLine& line);
/// A check for each file.
CheckSuite suite_of(const ValidateReport& report);

/// The suite of that name; made at the end where there is none.
CheckSuite& suite_named(std::vector<CheckSuite>& suites, const std::string& name);

}  // namespace collab
