// collab program: how well the program improves.
#include <fstream>
#include <sstream>

#include "cli/context.hpp"
#include "collab/render/views.hpp"
#include "collab/review/portfolio.hpp"

namespace collab {
namespace {

/// What a cycle costs, by experiment. Only definitions that speak of cost are parsed; one with
/// faults states none.
std::map<std::string, std::string> costs_of(const Project& project) {
  std::map<std::string, std::string> costs;
  for (const std::string& id : project.defined()) {
    std::ifstream file(project.definition_path(id));
    std::stringstream text;
    text << file.rdbuf();
    if (text.view().find("cost:") == std::string_view::npos) continue;
    const ExperimentFile definition = project.read(id);
    if (definition.experiment && !definition.experiment->cost.empty())
      costs[id] = definition.experiment->cost;
  }
  return costs;
}

ExitCode run(Context& context) {
  Project& project = context.project();
  const std::map<std::string, std::string> costs = costs_of(project);
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  context.emit(view(portfolio(ledger, project.program().name, costs, project.clock().today)));
  return ExitCode::ok;
}

Syntax syntax() {
  return {.arguments = {}, .options = {}, .run = [](Context& context) { return run(context); }};
}

constexpr Example examples[] = {
    {"collab program", "cycle time, goals met, predictions, follow-through"},
    {"collab program --json", "the same with intervals, for a dashboard"},
};

}  // namespace

const Verb program_verb{
    .name = "program",
    .summary = "how well the program improves, over every experiment",
    .group = Group::look,
    .about =
        "Measures of the portfolio: how long cycles take (open ones censored), how many close, how "
        "often goals are met and at most how many of those by chance, whether predictions held, "
        "whether what was adapted was tried again, and how well cycles keep to the method.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
