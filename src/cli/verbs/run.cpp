// collab run [EXP…|--all]: records what the experiments' feeds deliver.
#include "cli/recording.hpp"
#include "cli/selection.hpp"
#include "cli/several.hpp"
#include "collab/render/checks.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> experiments;
  bool all = false;
  std::string period;
  std::optional<std::chrono::seconds> stale;
  bool keep_going = false;
  bool gate = false;
  std::vector<std::string> gate_on;
  RecordingFlags recording;
};

std::vector<std::string> chosen(Context& context, const Options& options) {
  if (options.all && !options.experiments.empty()) {
    throw Error(ExitCode::usage, "all-and-some", "--all and experiments contradict each other",
                "leave one of them out");
  }
  if (!options.experiments.empty()) return options.experiments;
  std::vector<std::string> names;
  for (const Cycle& cycle : open_cycles(context.project())) names.push_back(cycle.experiment);
  if (names.empty()) {
    throw Error(ExitCode::not_found, "nothing-open", "no experiment has an open cycle",
                "collab plan");
  }
  return names;
}

bool is_stale(const RecordReport& report) {
  for (const BatchReport& batch : report.batches) {
    if (batch.outcome == BatchReport::Outcome::stale) return true;
  }
  return false;
}

/// What the gate is about: the cycles that were run, as they stand now.
std::vector<Review> reviews_of(Context& context, const std::vector<RecordReport>& reports,
                               const Options& options) {
  std::vector<Review> reviews;
  Ledger* ledger = context.project().ledger_if_there();
  if (ledger == nullptr) return reviews;
  const Ledger::Snapshot snapshot(*ledger);
  ReviewOptions reading = context.review_options();
  reading.stale_after = options.stale;
  for (const RecordReport& report : reports) {
    if (report.cycle == 0) continue;
    context.expect_data(reading, report.experiment);
    reviews.push_back(review(*ledger, report.experiment, report.cycle, reading));
  }
  return reviews;
}

ExitCode run(Context& context, const Options& options) {
  const std::optional<Gate> gate = chosen_gate(options.gate, options.gate_on);
  Project& project = context.project();
  RunRequest request{.experiment = {}, .periods = {}, .stale_after = options.stale, .options = {}};
  request.options = record_options(options.recording, context);
  if (!options.period.empty()) {
    request.periods = parse_periods(options.period, project.clock().today);
  }
  bool stop = false;
  const std::vector<std::string> names = chosen(context, options);
  const auto several = for_each_of(names, options.keep_going, [&](const std::string& name) {
    RecordReport report{};
    if (stop) return report;
    request.experiment = experiment_named(project, name);
    request.named = !options.experiments.empty();
    report = run(project, request);
    stop = !options.keep_going && report.code != ExitCode::ok;
    return report;
  });
  std::vector<RecordReport> reports;
  ExitCode code = several.code;
  for (const RecordReport& report : several.results) {
    if (report.experiment.empty()) continue;  // not reached
    reports.push_back(report);
    if (gate && is_stale(report)) code = worst(code, ExitCode::gate_stale);
  }
  Document answer = view(reports, "run");
  if (options.experiments.empty()) answer.subject = "all";
  add_failures(answer, several, names, [](const std::string& name) { return name; });
  if (gate) {
    const std::vector<Review> reviews = reviews_of(context, reports, options);
    add_checks(answer, reviews, *gate);
    for (const Review& one : reviews) code = worst(code, gate_code(one, *gate));
  }
  code = finish_recording(context, reports, answer, code, gate.has_value());
  report_errors(context, several);
  return code;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  Syntax syntax{
      .arguments = {{"EXP", "experiments; none: every one with an open cycle", Argument::Count::any,
                     &o->experiments}},
      .options =
          {{"--all", "", "every experiment with an open cycle", &o->all},
           {"--period", "DAY",
            "only this day, DAY..DAY, or yesterday (default: all up to "
            "yesterday)",
            &o->period},
           {"--stale", "DUR", "how late a feed may be (default: daily 36h, weekly 3d)", &o->stale},
           {"--keep-going", "", "go on with the other experiments after a failure", &o->keep_going},
           {"--gate", "",
            "exit 10 when a target is missed or a guardrail broke, 11 without "
            "fresh data",
            &o->gate},
           {"--gate-on", "WHAT",
            "the same, and for unclear (exit 11) or warn (exit 12); may be a list", &o->gate_on}},
      .run = [o](Context& context) { return run(context, *o); }};
  for (const Option& option : recording_options(o->recording)) syntax.options.push_back(option);
  return syntax;
}

constexpr Example examples[] = {
    {"collab run --all --keep-going --gate", "nightly, from a CI job; safe to repeat"},
    {"collab run answers-in-two-hours", "one experiment, every period up to yesterday"},
    {"collab run idea-hub --period 2026-11-01..2026-11-07", "one week, late or again"},
    {"collab run idea-hub --on-conflict correct -m 'feed was rebuilt'", "accept changed numbers"},
};

}  // namespace

const Verb run_verb{
    .name = "run",
    .summary = "record what the feeds deliver",
    .group = Group::loop,
    .about =
        "Reads the declared feeds of open cycles and records every period up to yesterday. What is "
        "recorded already is unchanged; what is not there yet is awaited; other numbers than "
        "the recorded ones are a conflict (exit 5) and are not written.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
