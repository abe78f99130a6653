// collab retract EXP: rows that should not have been recorded are taken back.
#include "cli/mending.hpp"
#include "cli/selection.hpp"
#include "cli/values.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment, variant, location, feed, batch, reason;
  std::vector<std::string> metrics, segments;
  std::string periods;
  bool total = false;
};

ExitCode run(Context& context, const Options& options) {
  const Reference cycle = parse_reference(options.experiment);
  return finish_mending(context, [&](Project& project, const MendReport* shown) {
    RetractRequest request{.cycle = cycle,
                           .periods = {},
                           .metrics = options.metrics,
                           .variant = options.variant,
                           .location = options.location,
                           .feed = options.feed,
                           .batch = options.batch,
                           .segments = split_pairs(options.segments, "--segment"),
                           .total = options.total,
                           .reason = options.reason};
    request.cycle.experiment = experiment_named(project, cycle.experiment);
    if (!options.periods.empty())
      request.periods = parse_periods(options.periods, project.clock().today);
    return retract(project, request, shown);
  });
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"EXP", "the experiment, or a cycle of it: EXP@2", Argument::Count::one,
                     &o->experiment},
                    {"METRIC", "rows of these metrics alone", Argument::Count::any, &o->metrics}},
      .options = {{"--period", "D|D..D", "rows of these days, or yesterday; else of the cycle",
                   &o->periods},
                  {"--variant", "V", "rows of this variant", &o->variant},
                  {"--segment", "K=V", "rows of this level; may be repeated", &o->segments},
                  {"--location", "L", "rows of this store or region", &o->location},
                  {"--total", "", "rows of no segment and no location alone", &o->total},
                  {"--feed", "ID", "what this feed delivered", &o->feed},
                  {"--batch", "NAME", "a batch that was recorded with --batch NAME", &o->batch},
                  {"-m,--message", "WHY", "the reason, kept with it", &o->reason}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab retract answers --feed members --period 2026-10-12 -m 'half a file'",
     "one night of a feed"},
    {"collab retract answers spend --variant control --period 2026-10-12..2026-10-18 -m 'in EUR'",
     "a metric of a variant"},
};

}  // namespace

const Verb retract_verb{
    .name = "retract",
    .summary = "take back rows that should not have been recorded",
    .group = Group::mend,
    .about =
        "Rows that fit all of what is given count no more, as if they had not come; they stay in "
        "the log, and what reviews said before can be seen with --as-of. Unit and event rows are "
        "taken back by the batch: a feed's rows of a period. The same rows from a file again stay "
        "taken back, until undo or --on-conflict correct.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
