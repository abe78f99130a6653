#pragma once
// Where everything stands: what `status` and `collab` alone show.
#include "cli/context.hpp"
#include "collab/model/report.hpp"

namespace collab {

/// Every experiment that is defined or planned; works before anything was planned.
StatusBoard status_board(Context& context, std::optional<std::chrono::seconds> stale_after = {});

}  // namespace collab
