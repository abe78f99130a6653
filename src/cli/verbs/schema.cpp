// collab schema [NAME]: the JSON Schemas of what is read and written.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/values.hpp"
#include "collab/definition/definition.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string name;
};

ExitCode run(Context& context, const Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, text] : schemas()) names.push_back(name);
  if (options.name.empty()) {
    context.emit(text_document("schema", "text", fmt::format("{}\n", fmt::join(names, "\n"))));
    return ExitCode::ok;
  }
  const std::string_view text = schema_text(options.name);
  if (text.empty()) {
    throw Error(ExitCode::not_found, "no-such-schema",
                fmt::format("there is no schema '{}'", options.name),
                did_you_mean(options.name, names, "schemas"));
  }
  context.emit(text_document("schema", "text", std::string{text}));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"NAME", "which one; none: their names", Argument::Count::optional, &o->name}},
      .options = {},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab schema", "the names"},
    {"collab schema experiment", "what a definition may say"},
    {"collab schema review", "what collab review --json writes"},
};

}  // namespace

const Verb schema_verb{
    .name = "schema",
    .summary = "the JSON Schema of a file or an output",
    .group = Group::set_up,
    .about =
        "Prints the schemas that definitions are checked with and that --json output keeps to.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
