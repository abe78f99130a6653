#include "cli/listings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/board.hpp"
#include "cli/values.hpp"

namespace collab {
namespace {

template <typename T>
std::string text_or_empty(const std::optional<T>& value) {
  return value ? to_string(*value) : std::string{};
}

template <typename T>
std::string name_or_empty(const std::optional<T>& value) {
  return value ? std::string{name_of(*value)} : std::string{};
}

// All days there are: what is listed is not bound to one cycle.
constexpr Day first_day = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
constexpr Day last_day = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

const std::vector<Listing::Column> observation_columns = {{"experiment", "EXPERIMENT"},
                                                          {"metric", "METRIC"},
                                                          {"variant", "VARIANT"},
                                                          {"period", "PERIOD"},
                                                          {"statistics", "NUMBERS"},
                                                          {"segment", "SEGMENT"},
                                                          {"location", "LOCATION"},
                                                          {"cycle", "CYCLE", true},
                                                          {"counts", "COUNTS"},
                                                          {"feed", "FEED"},
                                                          {"late", "LATE"},
                                                          {"operation", "OPERATION"}};

constexpr std::size_t numbers_column = 4;

std::vector<std::string> cells_of(const Observation& row, const std::vector<Cycle>& cycles) {
  int number = row.cycle;
  for (const Cycle& cycle : cycles) {
    if (row.period && cycle.holds(*row.period)) number = cycle.number;
  }
  return {row.experiment,
          row.metric,
          row.variant,
          text_or_empty(row.period),
          to_text(row.statistics),
          row.segment,
          row.location,
          number > 0 ? std::to_string(number) : std::string{},
          std::string{name_of(row.counts)},
          row.feed,
          row.late ? "late" : "",
          fmt::format("op_{}", row.operation)};
}

// What is measured: the sealed plan once there is one, else the definition.
std::optional<Experiment> experiment_in_force(Project& project, const std::string& experiment,
                                              int& number) {
  number = 0;
  if (Ledger* ledger = project.ledger_if_there()) {
    const std::vector<Cycle> cycles = ledger->cycles(experiment);
    if (!cycles.empty()) {
      if (const std::optional<Plan> plan = ledger->plan_in_force(cycles.back().id)) {
        number = cycles.back().number;
        return plan->experiment();
      }
    }
  }
  return project.read(experiment).experiment;
}

std::vector<std::string> all_experiments(Project& project) {
  std::vector<std::string> names = project.defined();
  if (Ledger* ledger = project.ledger_if_there()) {
    for (const std::string& name : ledger->experiments()) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

Listing list_experiments(Context& context) {
  Listing listing{.of = "experiments",
                  .columns = {{"experiment", "EXPERIMENT"},
                              {"title", "TITLE"},
                              {"state", "STATE"},
                              {"cycle", "CYCLE", true},
                              {"first", "FIRST"},
                              {"last", "LAST"},
                              {"verdict", "VERDICT"},
                              {"owner", "OWNER"}},
                  .rows = {},
                  .empty_hint = "collab new EXP --template two-variants"};
  const auto add = [&](const StatusLine& line, const std::string& state) {
    const bool planned = line.cycle > 0;
    listing.rows.push_back(
        {line.experiment, line.title, state, planned ? std::to_string(line.cycle) : "",
         planned ? to_string(line.first) : "", planned ? to_string(line.last) : "",
         name_or_empty(line.verdict), line.owner});
  };
  const StatusBoard board = status_board(context);
  for (const StatusLine& line : board.lines) add(line, name_or_empty(line.state));
  for (const StatusLine& line : board.archived) add(line, "archived");
  return listing;
}

Listing list_cycles(Context& context) {
  Project& project = context.project();
  Listing listing{.of = "cycles",
                  .columns = {{"experiment", "EXPERIMENT"},
                              {"cycle", "CYCLE", true},
                              {"state", "STATE"},
                              {"first", "FIRST"},
                              {"last", "LAST"},
                              {"decision", "DECISION"},
                              {"variant", "VARIANT"},
                              {"decided_on", "DECIDED"},
                              {"actor", "BY"},
                              {"reason", "REASON"}},
                  .rows = {},
                  .empty_hint = "collab plan"};
  Ledger* ledger = project.ledger_if_there();
  if (ledger == nullptr) return listing;
  const Ledger::Snapshot snapshot(*ledger);
  for (const std::string& experiment : ledger->experiments()) {
    for (const Cycle& cycle : ledger->cycles(experiment)) {
      std::vector<std::string> row{experiment, std::to_string(cycle.number),
                                   std::string{name_of(cycle.state(project.clock().today))},
                                   to_string(cycle.first), to_string(cycle.end())};
      if (const std::optional<Decision>& decision = cycle.decision) {
        row.insert(row.end(), {std::string{name_of(decision->kind)}, decision->variant,
                               to_string(decision->day), decision->actor, decision->reason});
      }
      row.resize(listing.columns.size());
      listing.rows.push_back(row);
    }
  }
  return listing;
}

Listing list_metrics(Context& context) {
  Project& project = context.project();
  Listing listing{.of = "metrics",
                  .columns = {{"experiment", "EXPERIMENT"},
                              {"cycle", "CYCLE", true},
                              {"metric", "METRIC"},
                              {"kind", "KIND"},
                              {"role", "ROLE"},
                              {"better", "BETTER"},
                              {"target", "TARGET"},
                              {"measure", "MEASURE"}},
                  .rows = {},
                  .empty_hint = "collab new EXP --template two-variants"};
  for (const std::string& name : all_experiments(project)) {
    int number = 0;
    const std::optional<Experiment> experiment = experiment_in_force(project, name, number);
    if (!experiment) continue;
    for (const Metric& metric : experiment->metrics) {
      const std::optional<Target>& target = metric.target ? metric.target : metric.limit;
      listing.rows.push_back({name, number > 0 ? std::to_string(number) : "", metric.id,
                              metric.kind, std::string{name_of(metric.role)},
                              metric.higher_is_better ? "higher" : "lower",
                              target ? target->text() : "", metric.measure});
    }
  }
  return listing;
}

Listing list_observations(Context& context, const std::string& experiment) {
  Listing listing{.of = "observations",
                  .columns = observation_columns,
                  .rows = {},
                  .empty_hint = "collab run, or collab record EXP NAME=VALUE"};
  Ledger* ledger = context.project().ledger_if_there();
  if (ledger == nullptr) return listing;
  const Ledger::Snapshot snapshot(*ledger);
  for (const std::string& name : ledger->experiments()) {
    if (!experiment.empty() && name != experiment) continue;
    const std::vector<Cycle> cycles = ledger->cycles(name);
    const auto add = [&](const std::vector<Observation>& rows) {
      for (const Observation& row : rows) listing.rows.push_back(cells_of(row, cycles));
    };
    // Rows of a period first, then those of whole cycles.
    add(ledger->observations(name, first_day, last_day, 0));
    for (const Cycle& cycle : cycles) {
      add(ledger->observations(name, last_day, first_day, cycle.number));
    }
  }
  return listing;
}

std::string unit_rows_note(Context& context, const std::string& experiment, bool others) {
  Ledger* ledger = context.project().ledger_if_there();
  if (ledger == nullptr) return {};
  const Ledger::Snapshot snapshot(*ledger);
  std::int64_t rows = 0, batches = 0;
  const auto add = [&](const std::vector<Batch>& found) {
    for (const Batch& batch : found) {
      if (batch.grain == Grain::summary) continue;
      rows += batch.rows;
      ++batches;
    }
  };
  for (const std::string& name : ledger->experiments()) {
    if (!experiment.empty() && name != experiment) continue;
    add(ledger->batches(name, first_day, last_day, 0));
    for (const Cycle& cycle : ledger->cycles(name))
      add(ledger->batches(name, last_day, first_day, cycle.number));
  }
  if (batches == 0) return {};
  return fmt::format(
      "{} unit rows in {} {} are recorded{}; they are kept by pseudonym and not listed", rows,
      batches, batches == 1 ? "batch" : "batches", others ? ", too" : "");
}

Listing list_operations(Ledger&, const std::vector<Operation>& operations) {
  Listing listing{.of = "operations",
                  .columns = {{"operation", "OPERATION"},
                              {"at", "AT"},
                              {"verb", "VERB"},
                              {"actor", "BY"},
                              {"reason", "REASON"},
                              {"command", "COMMAND"},
                              {"digest", "DIGEST"}},
                  .rows = {},
                  .empty_hint = "nothing was recorded yet"};
  for (const Operation& operation : operations) {
    listing.rows.push_back({fmt::format("op_{}", operation.id), to_string(operation.now),
                            operation.verb, operation.actor, operation.reason, operation.command,
                            operation.digest});
  }
  return listing;
}

Listing list_revisions(Ledger& ledger, const std::vector<Operation>& operations) {
  Listing listing{.of = "observations",
                  .columns = observation_columns,
                  .rows = {},
                  .empty_hint = "these operations wrote no observations"};
  for (const Operation& operation : operations) {
    for (const Observation& row : ledger.observations_of_operation(operation.id)) {
      listing.rows.push_back(cells_of(row, ledger.cycles(row.experiment)));
    }
    // Unit and event rows are shown by the batch: no verb shows a unit's own.
    for (const Batch& batch : ledger.batches_of_operation(operation.id)) {
      if (batch.grain == Grain::summary) continue;
      Observation row{.operation = batch.operation,
                      .experiment = batch.experiment,
                      .period = batch.period,
                      .cycle = batch.cycle,
                      .counts = batch.counts,
                      .late = batch.late,
                      .feed = batch.feed};
      listing.rows.push_back(cells_of(row, ledger.cycles(row.experiment)));
      if (!batch.digest.empty())
        listing.rows.back()[numbers_column] = fmt::format(
            "{} {} row{}", batch.rows, name_of(batch.grain), batch.rows == 1 ? "" : "s");
    }
  }
  return listing;
}

std::vector<Condition> parse_conditions(const std::vector<std::string>& texts) {
  std::vector<Condition> conditions;
  for (const std::string& text : texts) {
    auto [column, value] = split_pair(text, "--where");
    const bool equal = column.back() != '!';
    if (!equal) column.pop_back();
    conditions.push_back({.column = column, .value = value, .equal = equal});
  }
  return conditions;
}

void keep_where(Listing& listing, const std::vector<Condition>& conditions) {
  for (const Condition& condition : conditions) {
    std::vector<std::string> keys;
    for (const Listing::Column& column : listing.columns) keys.push_back(column.key);
    const auto found = std::find(keys.begin(), keys.end(), condition.column);
    if (found == keys.end()) {
      throw Error(ExitCode::usage, "unknown-column",
                  fmt::format("{} have no '{}'", listing.of, condition.column),
                  did_you_mean(condition.column, keys, "columns"));
    }
    const auto at = static_cast<std::size_t>(found - keys.begin());
    std::erase_if(listing.rows, [&](const std::vector<std::string>& row) {
      return (row[at] == condition.value) != condition.equal;
    });
  }
}

}  // namespace collab
