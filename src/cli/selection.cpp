#include "cli/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/values.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/loop/record.hpp"
#include "collab/review/planning.hpp"

namespace collab {

std::string experiment_named(Project& project, const std::string& text) {
  const std::filesystem::path path{text};
  const bool is_file = text.find('/') != std::string::npos || path.extension() == ".yaml" ||
                       path.extension() == ".yml";
  if (!is_file) return text;
  std::error_code fault;
  const std::string experiment = path.stem().string();
  if (!std::filesystem::exists(path, fault)) {
    throw Error(ExitCode::not_found, "no-such-file", fmt::format("there is no file '{}'", text));
  }
  if (!std::filesystem::equivalent(path, project.definition_path(experiment), fault)) {
    throw Error(ExitCode::usage, "not-in-project",
                fmt::format("'{}' is not a definition of this project", text),
                fmt::format("definitions are {}",
                            project.shown(project.root() / "experiments" / "<id>.yaml")));
  }
  return experiment;
}

std::vector<Cycle> open_cycles(Project& project) {
  std::vector<Cycle> open;
  if (Ledger* ledger = project.ledger_if_there()) {
    for (const Cycle& cycle : ledger->latest_cycles()) {
      if (!cycle.decision) open.push_back(cycle);
    }
  }
  return open;
}

std::vector<std::string> experiments_to_plan(Project& project) {
  std::set<std::string> left_alone;
  if (Ledger* ledger = project.ledger_if_there()) {
    for (const Cycle& cycle : ledger->latest_cycles()) {
      const bool again = cycle.decision && (cycle.decision->kind == DecisionKind::extend ||
                                            cycle.decision->kind == DecisionKind::adapt);
      if (!again) left_alone.insert(cycle.experiment);
    }
    for (const auto& [experiment, operation] : ledger->archived()) left_alone.insert(experiment);
  }
  std::vector<std::string> experiments;
  for (const std::string& experiment : project.defined()) {
    if (!left_alone.contains(experiment)) experiments.push_back(experiment);
  }
  return experiments;
}

PowerReport planned_power(Project& project, const std::string& experiment) {
  const Experiment agreed = *project.definition(experiment).experiment;
  const Ledger* ledger = project.ledger_if_there();
  return plan_power(agreed, ledger ? planning_history(*ledger, agreed) : PlanningHistory{});
}

std::optional<Gate> chosen_gate(bool gate, const std::vector<std::string>& gate_on_words) {
  const std::vector<std::string> words = split_commas(gate_on_words);
  const std::vector<std::string> known{"missed", "unclear", "warn"};
  for (const std::string& word : words) {
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      throw Error(ExitCode::usage, "bad-value", fmt::format("--gate-on cannot be '{}'", word),
                  did_you_mean(word, known, "choices"));
    }
  }
  if (!gate && words.empty()) return std::nullopt;
  return gate_on(words);
}

std::optional<Day> single_period(const std::string& text, Day today) {
  if (text.empty()) return std::nullopt;
  const PeriodRange range = parse_periods(text, today);
  if (range.first != range.last)
    throw Error(ExitCode::usage, "bad-period",
                fmt::format("--period is '{}', and one day is meant", text));
  return range.first;
}

Operation operation_by_id(Ledger& ledger, std::int64_t id) {
  if (std::optional<Operation> operation = ledger.operation(id)) return *operation;
  const std::optional<Operation> last = ledger.last_operation();
  throw Error(ExitCode::not_found, "no-such-operation",
              fmt::format("there is no operation op_{}", id),
              last ? fmt::format("the last one is op_{}; collab log lists them", last->id)
                   : "nothing was recorded yet");
}

Day day_named(Ledger& ledger, const std::string& text, const std::string& time_zone) {
  const std::optional<Instant> time = parse_instant(text);
  return local_day(time ? *time : operation_by_id(ledger, operation_named(ledger, text)).now,
                   time_zone);
}

std::int64_t operation_named(Ledger& ledger, const std::string& text) {
  if (const std::optional<Instant> time = parse_instant(text)) {
    const std::optional<Operation> operation = ledger.operation_at(*time);
    if (!operation) {
      throw Error(ExitCode::not_found, "no-such-operation",
                  fmt::format("nothing was recorded by {}", text));
    }
    return operation->id;
  }
  if (text.starts_with("op_")) {
    const Reference reference = parse_reference(text);
    if (reference.operation > 0) return operation_by_id(ledger, reference.operation).id;
  }
  throw Error(ExitCode::usage, "bad-value",
              fmt::format("'{}' is neither an operation (op_41) nor a time "
                          "(2026-11-21T08:00:00Z)",
                          text));
}

}  // namespace collab
