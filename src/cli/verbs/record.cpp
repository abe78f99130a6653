// collab record EXP NAME=VALUE… | --from FILE: rows typed by hand, or of one file.
#include <fmt/format.h>

#include "cli/recording.hpp"
#include "cli/selection.hpp"
#include "cli/values.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment;
  std::vector<std::string> values;
  std::string variant, period, location, from, feed, rows, counts, input, batch;
  std::vector<std::string> segments, map;
  std::optional<double> n;
  RecordingFlags recording;
};

void refuse(bool given, std::string_view flag, std::string_view form) {
  if (!given) return;
  throw Error(ExitCode::usage, "wrong-form", fmt::format("{} does not go with {}", flag, form),
              "collab record --help shows both forms");
}

RecordReport by_hand(Context& context, Project& project, const Options& options) {
  constexpr std::string_view form = "NAME=VALUE; it needs --from FILE";
  refuse(!options.feed.empty(), "--feed", form);
  refuse(!options.rows.empty(), "--rows", form);
  refuse(!options.counts.empty(), "--counts", form);
  refuse(!options.map.empty(), "--map", form);
  refuse(!options.input.empty(), "--input", form);
  refuse(!options.batch.empty(), "--batch", form);
  if (options.values.empty()) {
    throw Error(ExitCode::usage, "argument-missing",
                "collab record needs NAME=VALUE… or --from FILE",
                fmt::format("collab record {} METRIC=VALUE --variant V", options.experiment));
  }
  return record_typed(project, {.experiment = experiment_named(project, options.experiment),
                                .variant = options.variant,
                                .values = split_pairs(options.values, "what is recorded"),
                                .period = single_period(options.period, project.clock().today),
                                .segments = split_pairs(options.segments, "--segment"),
                                .location = options.location,
                                .n = options.n,
                                .options = record_options(options.recording, context)});
}

RecordReport from_file(Context& context, Project& project, const Options& options) {
  constexpr std::string_view form = "--from FILE, whose rows say it themselves";
  refuse(!options.values.empty(), "NAME=VALUE", "--from FILE");
  refuse(!options.variant.empty(), "--variant", form);
  refuse(!options.segments.empty(), "--segment", form);
  refuse(!options.location.empty(), "--location", form);
  refuse(options.n.has_value(), "--n", form);
  return record_file(project, {.experiment = experiment_named(project, options.experiment),
                               .file = options.from,
                               .feed = options.feed,
                               .rows = parse_grain(options.rows),
                               .counts = parse_counts(options.counts),
                               .map = split_pairs(options.map, "--map"),
                               .format = options.input,
                               .period = single_period(options.period, project.clock().today),
                               .batch = options.batch,
                               .options = record_options(options.recording, context)});
}

ExitCode run(Context& context, const Options& options) {
  Project& project = context.project();
  const RecordReport report = options.from.empty() ? by_hand(context, project, options)
                                                   : from_file(context, project, options);
  return finish_recording(context, {report}, view(std::vector{report}, "record"));
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  Syntax syntax{
      .arguments = {{"EXP", "the experiment", Argument::Count::one, &o->experiment},
                    {"NAME=VALUE",
                     "a metric's number: visits=42, rate=3.4% with --n, "
                     "rate=896/28000, spend.mean=41.2",
                     Argument::Count::any, &o->values}},
      .options = {{"--variant", "V", "the variant that the numbers are of", &o->variant},
                  {"--period", "DAY", "the day they are of, or yesterday", &o->period},
                  {"--segment", "K=V", "the segment's level; may be repeated", &o->segments},
                  {"--location", "L", "the store or region", &o->location},
                  {"--n", "N", "how many units the number is of", &o->n},
                  {"--from", "FILE", "record the rows of FILE, - for standard input", &o->from},
                  {"--feed", "ID", "read FILE as this declared feed", &o->feed},
                  {"--rows",
                   "GRAIN",
                   "without --feed: summary, unit or event",
                   &o->rows,
                   {"summary", "unit", "event"}},
                  {"--counts",
                   "HOW",
                   "without --feed: new, to_date or repeated (collab help words)",
                   &o->counts,
                   {"new", "to_date", "repeated"}},
                  {"--map", "COL=FIELD", "without --feed: what a column is; may be repeated",
                   &o->map},
                  {"--input",
                   "FORMAT",
                   "csv or ndjson (default: by the file's ending)",
                   &o->input,
                   {"csv", "ndjson"}},
                  {"--batch", "NAME", "a further batch of the same period", &o->batch}},
      .run = [o](Context& context) { return run(context, *o); }};
  for (const Option& option : recording_options(o->recording)) syntax.options.push_back(option);
  return syntax;
}

constexpr Example examples[] = {
    {"collab record one-shop notes=23 --period 2026-11-20", "one variant, typed by hand"},
    {"collab record answers return_visit=896/28000 --variant answers --period yesterday",
     "a proportion as successes and number"},
    {"collab record answers spend.mean=41.2 spend.sd=18 --n 240 --variant control",
     "a mean with its standard deviation"},
    {"collab record answers --from members.csv --feed members --period yesterday",
     "a file, as a declared feed"},
    {"zcat visits.csv.gz | collab record answers --from - --rows unit --counts new --map id=unit "
     "--map arm=variant --map came=return_visit",
     "a pipe, with its columns named here"},
};

}  // namespace

const Verb record_verb{
    .name = "record",
    .summary = "record numbers typed by hand, or the rows of one file",
    .group = Group::loop,
    .about =
        "Recording the same numbers again changes nothing. Other numbers for the same metric, "
        "variant "
        "and period are a conflict (exit 5): both are shown and nothing is written, unless "
        "--on-conflict says what to do.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
