// collab init [DIR] [--sample]: a project's first files.
#include "cli/context.hpp"
#include "collab/loop/set_up.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string folder;
  bool sample = false;
};

ExitCode run(Context& context, const Options& options) {
  std::filesystem::path folder = context.request().project;
  if (folder.empty()) folder = ".";
  if (!options.folder.empty()) folder /= options.folder;
  context.emit(view(init(folder, options.sample, context.request()), "init"));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"DIR", "the project's folder; made if it is not there (default: this one)",
                         Argument::Count::optional, &o->folder}},
          .options = {{"--sample", "", "with a small sample experiment and its data", &o->sample}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab init --sample try", "a project to try a whole cycle on"},
    {"collab init", "make this folder a project"},
};

}  // namespace

const Verb init_verb{.name = "init",
                     .summary = "a project's first files, with --sample also an experiment",
                     .group = Group::set_up,
                     .about =
                         "Writes collab.yaml, experiments/ and .collab/ with the schemas for your "
                         "editor. Files that are "
                         "there are kept. The ledger comes with the first plan.",
                     .examples = examples,
                     .syntax = syntax};

}  // namespace collab
