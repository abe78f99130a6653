#pragma once
// What correct, retract and undo have in common: on a terminal they show, ask, and only then write.
#include <functional>

#include "cli/context.hpp"
#include "collab/loop/mend.hpp"

namespace collab {

/// Shows what `mend` would change and asks, unless --yes, --no-input or --dry-run was given or
/// nobody is at a terminal; then does it. throws Error(failure, "not-confirmed")
ExitCode finish_mending(Context& context,
                        const std::function<MendReport(Project&, const MendReport*)>& mend);

}  // namespace collab
