#include "cli/mending.hpp"

#include "collab/render/views.hpp"

namespace collab {

ExitCode finish_mending(Context& context, const std::function<MendReport(Project&)>& mend) {
  if (context.asks()) {
    Request look = context.request();
    look.dry_run = true;
    Project project(look);
    const MendReport report = mend(project);
    if (!report.rows.empty() || !report.batches.empty()) context.ask(view(report), "Write this?");
  }
  context.emit(view(mend(context.project())));
  return ExitCode::ok;
}

}  // namespace collab
