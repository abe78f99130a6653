// collab review [EXP[@N]…|--all]: what the numbers mean.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "collab/review/review.hpp"

#include "cli/selection.hpp"
#include "cli/several.hpp"
#include "cli/values.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> references;
  bool all = false;
  std::string as_of;
  std::vector<std::string> by;
  std::optional<std::chrono::seconds> stale;
  bool explain = false;
  bool gate = false;
  std::vector<std::string> gate_on;
};

std::vector<Reference> chosen(Context& context, const Options& options) {
  if (options.all && !options.references.empty()) {
    throw Error(ExitCode::usage, "all-and-some", "--all and experiments contradict each other",
                "leave one of them out");
  }
  std::vector<Reference> references;
  for (const std::string& text : options.references) {
    references.push_back(parse_reference(experiment_named(context.project(), text)));
  }
  if (!references.empty()) return references;
  for (const Cycle& cycle : open_cycles(context.project())) {
    references.push_back({.experiment = cycle.experiment,
                          .which = Reference::Which::number,
                          .number = cycle.number});
  }
  if (references.empty()) {
    throw Error(ExitCode::not_found, "nothing-open", "no experiment has an open cycle",
                "collab plan; a closed cycle is reviewed by its name, EXP@N");
  }
  return references;
}

/// `type,channel`: segments of the program, each once.
std::string chosen_cut(const Project& project, const std::vector<std::string>& by) {
  std::vector<std::string> known, cut;
  for (const auto& [name, levels] : project.program().segments) known.push_back(name);
  for (const std::string& name : split_commas(by)) {
    if (std::ranges::find(known, name) == known.end())
      throw Error(ExitCode::usage, "unknown-segment",
                  fmt::format("'{}' is no segment of the program", name),
                  known.empty() ? "collab.yaml declares none under segments"
                                : did_you_mean(name, known, "segments"));
    if (std::ranges::find(cut, name) == cut.end()) cut.push_back(name);
  }
  if (!by.empty() && cut.empty())
    throw Error(ExitCode::usage, "bad-value", "--by names no segment",
                known.empty() ? "collab.yaml declares none under segments"
                              : fmt::format("segments: {}", fmt::join(known, ", ")));
  return fmt::format("{}", fmt::join(cut, ","));
}

ExitCode run(Context& context, const Options& options) {
  const std::optional<Gate> gate = chosen_gate(options.gate, options.gate_on);
  const std::vector<Reference> references = chosen(context, options);
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  ReviewOptions reading = context.review_options();
  reading.stale_after = options.stale;
  reading.by = chosen_cut(context.project(), options.by);
  if (!options.as_of.empty()) {
    reading.as_of = operation_named(ledger, options.as_of);
    reading.as_of_day = day_named(ledger, options.as_of, context.project().program().time_zone);
  }
  const auto several = for_each_of(references, true, [&](const Reference& reference) {
    if (reference.operation > 0) {
      throw Error(ExitCode::usage, "bad-reference",
                  fmt::format("op_{} is an operation, not a cycle", reference.operation),
                  fmt::format("collab show op_{}, or --as-of op_{}", reference.operation,
                              reference.operation));
    }
    const int cycle = cycle_number(ledger, reference);
    context.expect_data(reading, reference.experiment);
    return review(ledger, reference.experiment, cycle, reading);
  });
  Document answer = view(several.results, options.explain, gate.value_or(Gate{}));
  if (options.references.empty()) answer.subject = "all";
  add_failures(answer, several, references,
               [](const Reference& reference) { return reference.experiment; });
  if (several.results.empty())
    context.emit_checks(answer);
  else
    context.emit(answer, gate.has_value());
  ExitCode code = report_errors(context, several);
  if (gate) {
    for (const Review& one : several.results) code = worst(code, gate_code(one, *gate));
  }
  return code;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"EXP[@N]", "experiments or cycles of them; none: every open cycle",
                     Argument::Count::any, &o->references}},
      .options =
          {{"--all", "", "every open cycle", &o->all},
           {"--as-of", "OP|TIME", "what was known then: op_41, or 2026-11-21T08:00:00Z", &o->as_of},
           {"--by", "SEGMENT,...",
            "instead of the plan's segments, every combination of these segments' levels", &o->by},
           {"--stale", "DUR", "how late a feed may be (default: daily 36h, weekly 3d)", &o->stale},
           {"--explain", "", "also name the method behind every line", &o->explain},
           {"--gate", "",
            "exit 10 when a target is missed or a guardrail broke, 11 without fresh data",
            &o->gate},
           {"--gate-on", "WHAT",
            "the same, and for unclear (exit 11) or warn (exit 12); may be a list", &o->gate_on}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab review answers-in-two-hours", "the open cycle"},
    {"collab review answers-in-two-hours@1", "a closed one, as it was decided on"},
    {"collab review answers-in-two-hours --by type,channel", "does it hold for each of both?"},
    {"collab review --all --gate", "from a CI job: exit 10 for worse, 11 for no data"},
    {"collab review answers-in-two-hours --json | jq '.data.items[0].next.command'",
     "from a script"},
};

}  // namespace

const Verb review_verb{
    .name = "review",
    .summary = "what changed, whether it can be trusted, and what now",
    .group = Group::loop,
    .about =
        "Answers in this order: can the data be trusted, what changed and how sure is that, does "
        "it hold "
        "in the segments, what was predicted, how does it stand against earlier cycles, and what "
        "is the next command. Writes nothing.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
