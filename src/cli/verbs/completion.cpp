// collab completion SHELL: what a shell needs to complete command lines.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/shell.hpp"
#include "cli/values.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string shell;
};

ExitCode run(Context& context, const Options& options) {
  std::vector<std::string> names;
  for (const Shell* shell : shells()) {
    names.emplace_back(shell->name);
    if (shell->name != options.shell) continue;
    context.emit(text_document("completion", "text", shell->script(command_line_of_verbs())));
    return ExitCode::ok;
  }
  throw Error(ExitCode::not_found, "no-such-shell",
              fmt::format("there is no completion for the shell '{}'", options.shell),
              did_you_mean(options.shell, names, "shells"));
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"SHELL", "bash, zsh or fish", Argument::Count::one, &o->shell}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"source <(collab completion bash)", "in ~/.bashrc, or ~/.zshrc with zsh"},
    {"collab completion fish > ~/.config/fish/completions/collab.fish", "once"},
};

}  // namespace

const Verb completion_verb{
    .name = "completion",
    .summary = "what a shell needs to complete command lines",
    .group = Group::set_up,
    .about =
        "Prints a script that completes verbs, flags, their values, and the ids of the project's "
        "experiments. The Debian package installs all three.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
