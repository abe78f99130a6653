// collab correct EXP NAME=VALUE…: other numbers for rows that were recorded.
#include "cli/mending.hpp"
#include "cli/selection.hpp"
#include "cli/values.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment, variant, location, reason;
  std::vector<std::string> values, segments;
  std::string period;
  std::optional<double> n;
};

ExitCode run(Context& context, const Options& options) {
  if (options.experiment.find('@') != std::string::npos)
    throw Error(ExitCode::usage, "bad-reference", "correct takes an experiment without a cycle",
                "--period DAY says which cycle the row is of");
  return finish_mending(context, [&](Project& project, const MendReport* shown) {
    return correct(project,
                   {.experiment = experiment_named(project, options.experiment),
                    .variant = options.variant,
                    .values = split_pairs(options.values, "what is corrected"),
                    .period = single_period(options.period, project.clock().today),
                    .segments = split_pairs(options.segments, "--segment"),
                    .location = options.location,
                    .n = options.n,
                    .options = {.reason = options.reason}},
                   shown);
  });
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "the experiment", Argument::Count::one, &o->experiment},
                        {"NAME=VALUE", "the number as it should be, as record takes it",
                         Argument::Count::some, &o->values}},
          .options = {{"--variant", "V", "the variant that the numbers are of", &o->variant},
                      {"--period", "DAY", "the day they are of, or yesterday", &o->period},
                      {"--segment", "K=V", "the segment's level; may be repeated", &o->segments},
                      {"--location", "L", "the store or region", &o->location},
                      {"--n", "N", "how many units the number is of", &o->n},
                      {"-m,--message", "WHY", "the reason, kept with it", &o->reason}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab correct one-shop notes=32 --period 2026-11-20 -m 'typed 23 for 32'", "one number"},
    {"collab correct answers return_visit=869/28000 --variant answers --period yesterday -m 'bots "
     "taken out'",
     "a share as successes and number"},
};

}  // namespace

const Verb correct_verb{
    .name = "correct",
    .summary = "put recorded numbers right, and keep the old ones",
    .group = Group::mend,
    .about =
        "What stood is shown beside what will stand, and on a terminal collab asks before it "
        "writes. Looks that come out differently are judged anew, and both results are shown. A "
        "closed review stays as it was. A whole file is corrected with run or record "
        "--on-conflict correct.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
