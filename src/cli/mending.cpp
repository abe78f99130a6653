#include "cli/mending.hpp"

#include "collab/render/views.hpp"

namespace collab {

ExitCode finish_mending(Context& context,
                        const std::function<MendReport(Project&, const MendReport*)>& mend) {
  if (context.asks()) {
    Request look = context.request();
    look.dry_run = true;
    Project project(look);
    MendReport shown = mend(project, nullptr);
    if (!shown.rows.empty() || !shown.batches.empty()) {
      shown.next_command.clear();
      context.ask(view(shown), "Write this?");
      context.emit(view(mend(context.project(), &shown)));
      return ExitCode::ok;
    }
  }
  context.emit(view(mend(context.project(), nullptr)));
  return ExitCode::ok;
}

}  // namespace collab
