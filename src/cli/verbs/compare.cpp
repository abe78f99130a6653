// collab compare REF REF…: cycles, variants or experiments beside each other.
#include <algorithm>

#include "cli/context.hpp"
#include "collab/render/views.hpp"
#include "collab/review/review.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> references;
};

ExitCode run(Context& context, const Options& options) {
  if (options.references.size() < 2) {
    throw Error(ExitCode::usage, "argument-missing", "collab compare needs two or more REF",
                "collab compare EXP@1 EXP@2");
  }
  std::vector<Reference> references;
  for (const std::string& text : options.references) {
    if (std::ranges::count(options.references, text) > 1)
      throw Error(ExitCode::usage, "given-twice", text + " is given twice",
                  "each column is another cycle, variant or experiment");
    references.push_back(parse_reference(text));
  }
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  context.emit(view(compare(ledger, references, context.review_options())));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"REF", "EXP@1, EXP@2:variant, another EXP; the first is compared with",
                         Argument::Count::some, &o->references}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab compare answers@1 answers@2", "two cycles of one experiment"},
    {"collab compare answers@2:control answers@2:answers", "two variants"},
    {"collab compare answers@latest idea-hub@latest", "two experiments with a metric in common"},
};

}  // namespace

const Verb compare_verb{
    .name = "compare",
    .summary = "cycles, variants or experiments beside each other",
    .group = Group::look,
    .about =
        "Compares the metrics that all of them have, each with the first. Across cycles and "
        "experiments "
        "the units were not assigned by chance: such comparisons are observational.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
