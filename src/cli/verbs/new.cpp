// collab new EXP --template T: a definition to start from.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/values.hpp"
#include "collab/loop/set_up.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment;
  std::string template_name = "two-variants";
};

ExitCode run(Context& context, const Options& options) {
  context.emit(
      view(new_experiment(context.project(), options.experiment, options.template_name), "new"));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "its id, and the name of its file", Argument::Count::one,
                         &o->experiment}},
          .options = {{"--template", "T",
                       "two-variants (default), before-after, typed-by-hand or "
                       "unit-rows",
                       &o->template_name}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab new answers-in-two-hours", "two variants, figures of each night"},
    {"collab new one-shop --template typed-by-hand", "one variant, before and after"},
};

}  // namespace

const Verb new_verb{.name = "new",
                    .summary = "a definition to start from, with comments that explain it",
                    .group = Group::set_up,
                    .about =
                        "Writes experiments/EXP.yaml from a template. It is valid as it stands; "
                        "change its words and "
                        "numbers, check it with collab validate, seal it with collab plan.",
                    .examples = examples,
                    .syntax = syntax};

}  // namespace collab
