// collab version
#include "cli/context.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

ExitCode run(Context& context) {
  context.emit(text_document("version", "version", "collab " COLLAB_VERSION "\n"));
  return ExitCode::ok;
}

Syntax syntax() { return {.arguments = {}, .options = {}, .run = run}; }

constexpr Example examples[] = {{"collab version", "which collab this is"}};

}  // namespace

const Verb version_verb{.name = "version",
                        .summary = "the program's version",
                        .group = Group::set_up,
                        .about = "Prints the program's version.",
                        .examples = examples,
                        .syntax = syntax};

}  // namespace collab
