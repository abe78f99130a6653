// collab list [WHAT] --where …: experiments, cycles, metrics, observations.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/listings.hpp"
#include "cli/values.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string what = "experiments";
  std::vector<std::string> where;
};

ExitCode run(Context& context, const Options& options) {
  const std::vector<Condition> conditions = parse_conditions(options.where);
  Listing listing;
  std::string note;
  if (options.what == "experiments") {
    listing = list_experiments(context);
  } else if (options.what == "cycles") {
    listing = list_cycles(context);
  } else if (options.what == "metrics") {
    listing = list_metrics(context);
  } else if (options.what == "observations") {
    // An experiment that is asked for alone need not be looked for among all rows.
    std::string experiment;
    for (const Condition& condition : conditions) {
      if (condition.column == "experiment" && condition.equal) experiment = condition.value;
    }
    listing = list_observations(context, experiment);
    note = unit_rows_note(context, experiment, !listing.rows.empty());
  } else {
    throw Error(
        ExitCode::usage, "unknown-list", fmt::format("there is no list of '{}'", options.what),
        did_you_mean(options.what, {"experiments", "cycles", "metrics", "observations"}, "lists"));
  }
  const bool some = !listing.rows.empty();
  keep_where(listing, conditions);
  listing.empty_hint =
      some           ? fmt::format("no {} where {}", listing.of, fmt::join(options.where, " and "))
      : note.empty() ? fmt::format("no {} yet: {}", listing.of, listing.empty_hint)
                     : "no rows that could be listed";
  context.emit(view(listing, "list"));
  if (!note.empty()) context.note(note);
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"WHAT", "experiments (default), cycles, metrics or observations",
                         Argument::Count::optional, &o->what}},
          .options = {{"--where", "K=V",
                       "only rows whose column K is V (K!=V: is not); may be "
                       "repeated",
                       &o->where}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab list cycles --where state=due", "what waits for a decision"},
    {"collab list observations --where experiment=idea-hub -f csv", "the rows, for a spreadsheet"},
    {"collab list metrics --where role=guardrail", "what must not get worse"},
};

}  // namespace

const Verb list_verb{.name = "list",
                     .summary = "experiments, cycles, metrics or observations, filtered",
                     .group = Group::look,
                     .about =
                         "Lists what is there. --where names a column as --json spells it; several "
                         "must all hold. An "
                         "empty list is exit 0.",
                     .examples = examples,
                     .syntax = syntax};

}  // namespace collab
