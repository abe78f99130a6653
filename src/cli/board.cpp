#include "cli/board.hpp"

#include <fmt/format.h>

#include "cli/selection.hpp"
#include "collab/review/review.hpp"

namespace collab {

StatusBoard status_board(Context& context, std::optional<std::chrono::seconds> stale_after) {
  Project& project = context.project();
  if (Ledger* ledger = project.ledger_if_there()) {
    ReviewOptions options = context.review_options();
    options.stale_after = stale_after;
    const Ledger::Snapshot snapshot(*ledger);
    return status(*ledger, project.program().name, project.defined(), options);
  }
  StatusBoard board{.program = project.program().name, .lines = {}, .archived = {}};
  for (const std::string& experiment : project.defined()) {
    StatusLine line;
    line.experiment = experiment;
    line.next_command = fmt::format("collab plan {}", experiment);
    board.lines.push_back(line);
  }
  return board;
}

}  // namespace collab
