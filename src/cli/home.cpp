#include "cli/home.hpp"

#include "cli/board.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

constexpr const char* welcome =
    R"(collab init --sample DIR   a project with a sample experiment to try everything on
collab init DIR            an empty project

One cycle:  collab plan     seal what is measured, against what, and when it is judged
            collab run      record what the feeds deliver; collab record for numbers by hand
            collab review   what changed, whether it can be trusted, what now
            collab decide   adopt, adapt, extend or abandon; the next cycle begins

collab help                every verb
collab help VERB           one verb, with examples
)";

ExitCode run(Context& context) {
  if (context.request().project.empty() && !find_project(std::filesystem::current_path())) {
    context.emit(text_document("help", "text", welcome));
    return ExitCode::ok;
  }
  context.emit(view(status_board(context)));
  return ExitCode::ok;
}

}  // namespace

Syntax home_syntax() { return {.arguments = {}, .options = {}, .run = run}; }

}  // namespace collab
