// collab learnings [TEXT]: what closed cycles taught.
#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/values.hpp"
#include "collab/model/diagnostic.hpp"
#include "collab/render/views.hpp"
#include "collab/review/learning.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> words;
  std::string experiment, tag, metric, owner, touch_point, decision;
};

/// Why nothing was found: a name that no closed cycle bears, with the one that may be meant.
std::vector<std::string> unknown_names(const Ledger& ledger, const Options& options) {
  std::vector<std::string> experiments, tags, metrics, owners, touch_points;
  for (const Learning& each : learnings(ledger, {}).learnings) {
    experiments.push_back(each.experiment);
    owners.push_back(each.owner);
    touch_points.push_back(each.touch_point);
    tags.insert(tags.end(), each.tags.begin(), each.tags.end());
    metrics.insert(metrics.end(), each.metrics.begin(), each.metrics.end());
  }
  std::vector<std::string> notes;
  const auto look = [&](std::string_view what, const std::string& name,
                        const std::vector<std::string>& known) {
    if (name.empty() || std::ranges::find(known, name) != known.end()) return;
    const std::string near = nearest(name, known);
    notes.push_back(fmt::format("no closed cycle has the {} '{}'{}", what, name,
                                near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  };
  look("experiment", options.experiment, experiments);
  look("tag", options.tag, tags);
  look("metric", options.metric, metrics);
  look("owner", options.owner, owners);
  look("touch point", options.touch_point, touch_points);
  return notes;
}

ExitCode run(Context& context, const Options& options) {
  LearningFilter filter{.words = fmt::format("{}", fmt::join(options.words, " ")),
                        .experiment = options.experiment,
                        .tag = options.tag,
                        .metric = options.metric,
                        .owner = options.owner,
                        .touch_point = options.touch_point,
                        .decision = std::nullopt};
  if (!options.decision.empty()) {
    filter.decision = parse_decision(options.decision);
    if (!filter.decision)
      throw Error(
          ExitCode::usage, "unknown-decision",
          fmt::format("'{}' is not a decision", options.decision),
          did_you_mean(options.decision, {"adopt", "adapt", "extend", "abandon"}, "decisions"));
  }
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  LearningsReport report = learnings(ledger, filter);
  for (const auto& [name, value] : {std::pair{"experiment", &options.experiment},
                                    {"tag", &options.tag},
                                    {"metric", &options.metric},
                                    {"owner", &options.owner},
                                    {"touch_point", &options.touch_point},
                                    {"decision", &options.decision}})
    if (!value->empty()) report.conditions.push_back(fmt::format("{}={}", name, *value));
  const bool none = report.learnings.empty();
  context.emit(view(report));
  if (none)
    for (const std::string& note : unknown_names(ledger, options)) context.note(note);
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"TEXT", "words, all of them; \"a phrase\"; deliver* for a beginning",
                     Argument::Count::any, &o->words}},
      .options = {{"--experiment", "EXP", "cycles of this experiment", &o->experiment},
                  {"--tag", "TAG", "experiments that bear the tag", &o->tag},
                  {"--metric", "ID", "with this metric; says what they show together", &o->metric},
                  {"--decision", "KIND", "adopt, adapt, extend or abandon", &o->decision},
                  {"--owner", "NAME", "experiments of this owner", &o->owner},
                  {"--touch-point", "ID", "experiments at this touch point", &o->touch_point}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab learnings delivery", "every closed cycle with the word, the best fitting first"},
    {"collab learnings --metric return_visit --tag service",
     "what cycles with a metric show together"},
    {"collab learnings --decision abandon --json", "what did not work, for a script"},
};

}  // namespace

const Verb learnings_verb{
    .name = "learnings",
    .summary = "search what closed cycles taught",
    .group = Group::look,
    .about =
        "Searches closed cycles by words, tag, metric, decision: what was tried, predicted, found, "
        "decided and learned. With --metric their effects are pooled (collab-methods(7)).",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
