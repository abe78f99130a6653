#include "cli/sheets.hpp"

#include <fmt/format.h>

#include "cli/listings.hpp"
#include "collab/review/learning.hpp"

namespace collab {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

Sheet::Section section(std::string key, std::string heading, Entries entries) {
  std::erase_if(entries, [](const auto& entry) { return entry.second.empty(); });
  return {.key = std::move(key),
          .heading = std::move(heading),
          .entries = std::move(entries),
          .listing = {},
          .text = {}};
}

Sheet::Section table(std::string key, std::string heading, Listing listing) {
  return {.key = std::move(key),
          .heading = std::move(heading),
          .entries = {},
          .listing = std::move(listing),
          .text = {}};
}

Sheet::Section verbatim(std::string key, std::string heading, std::string text) {
  return {.key = std::move(key),
          .heading = std::move(heading),
          .entries = {},
          .listing = {},
          .text = std::move(text)};
}

Listing variants_of(const Experiment& experiment) {
  Listing listing{.of = "variants",
                  .columns = {{"variant", "VARIANT"}, {"share", "SHARE"}, {"does", "DOES"}},
                  .rows = {},
                  .empty_hint = {}};
  for (const Variant& variant : experiment.variants) {
    listing.rows.push_back({variant.id, variant.share_text, variant.does});
  }
  return listing;
}

Listing looks_of(const Ledger& ledger, const Cycle& cycle) {
  Listing listing{.of = "looks",
                  .columns = {{"look", "LOOK", true},
                              {"metric", "METRIC"},
                              {"variant", "VARIANT"},
                              {"verdict", "VERDICT"},
                              {"reason", "REASON"},
                              {"operation", "OPERATION"}},
                  .rows = {},
                  .empty_hint = "no look was judged yet"};
  for (const StoredLook& look : ledger.looks(cycle.id)) {
    listing.rows.push_back({std::to_string(look.look), look.metric, look.variant,
                            std::string{name_of(look.verdict)}, look.reason,
                            fmt::format("op_{}", look.operation)});
  }
  return listing;
}

Listing seals_of(const std::vector<Plan>& plans) {
  Listing listing{.of = "plans",
                  .columns = {{"version", "VERSION", true},
                              {"sealed_on", "SEALED"},
                              {"actor", "BY"},
                              {"reason", "REASON"},
                              {"retrospective", "NOTE"},
                              {"sha256", "PLAN"},
                              {"operation", "OPERATION"}},
                  .rows = {},
                  .empty_hint = {}};
  for (const Plan& plan : plans) {
    listing.rows.push_back({std::to_string(plan.version), to_string(plan.day), plan.actor,
                            plan.reason, plan.retrospective ? "retrospective" : "", plan.sha256,
                            fmt::format("op_{}", plan.operation)});
  }
  return listing;
}

Entries decision_entries(const Decision& decision) {
  return {{"decision", std::string{name_of(decision.kind)}},
          {"variant", decision.variant},
          {"reason", decision.reason},
          {"decided_on", to_string(decision.day)},
          {"actor", decision.actor},
          {"early", decision.early ? "yes" : ""},
          {"operation", fmt::format("op_{}", decision.operation)}};
}

}  // namespace

Sheet experiment_sheet(Context& context, const std::string& experiment) {
  Project& project = context.project();
  Sheet sheet{.of = "experiment", .title = experiment, .sections = {}};
  Ledger* ledger = project.ledger_if_there();
  const bool planned = ledger != nullptr && !ledger->cycles(experiment).empty();
  std::error_code fault;
  if (std::filesystem::exists(project.definition_path(experiment), fault) || !planned) {
    const ExperimentFile file = project.definition(experiment);
    const Experiment& e = *file.experiment;
    sheet.title = fmt::format("{}: {}", experiment, e.title);
    sheet.sections.push_back(section("definition", "",
                                     {{"file", project.shown(file.path)},
                                      {"owner", e.owner},
                                      {"touch_point", e.touch_point},
                                      {"tags", fmt::format("{}", fmt::join(e.tags, ", "))},
                                      {"problem", e.problem},
                                      {"hypothesis", e.hypothesis},
                                      {"baseline", to_string(e.baseline)},
                                      {"unit", e.unit},
                                      {"control", e.control}}));
    sheet.sections.push_back(table("variants", "Variants", variants_of(e)));
  }
  Listing metrics = list_metrics(context);
  keep_where(metrics, {{.column = "experiment", .value = experiment}});
  sheet.sections.push_back(table("metrics", "Metrics", std::move(metrics)));
  Listing cycles = list_cycles(context);
  keep_where(cycles, {{.column = "experiment", .value = experiment}});
  cycles.empty_hint = fmt::format("none yet: collab plan {}", experiment);
  sheet.sections.push_back(table("cycles", "Cycles", std::move(cycles)));
  return sheet;
}

Sheet cycle_sheet(Context& context, const std::string& experiment, int number) {
  Ledger& ledger = context.ledger();
  const Cycle cycle = ledger.cycle(experiment, number).value();
  const std::vector<Plan> plans = ledger.plans(cycle.id);
  const Holdings holdings = ledger.holdings(cycle.id);
  const std::string title = plans.empty() ? "" : ": " + plans.back().title;
  Sheet sheet{
      .of = "cycle", .title = fmt::format("{}@{}{}", experiment, number, title), .sections = {}};
  sheet.sections.push_back(
      section("cycle", "",
              {{"state", std::string{name_of(cycle.state(context.project().clock().today))}},
               {"first", to_string(cycle.first)},
               {"last", to_string(cycle.end())},
               {"observations", std::to_string(holdings.observations)},
               {"units", holdings.units > 0 ? std::to_string(holdings.units) : ""},
               {"late", holdings.late > 0 ? std::to_string(holdings.late) : ""}}));
  if (cycle.decision) {
    sheet.sections.push_back(section("decision", "Decision", decision_entries(*cycle.decision)));
  }
  if (const std::optional<Standard> standard = ledger.standard(cycle.id)) {
    Entries entries{{"id", fmt::format("std_{}", standard->id)},
                    {"becomes", standard->becomes},
                    {"where", standard->place},
                    {"check_on", standard->due() ? to_string(*standard->due()) : "lapsed"}};
    for (const StandardCheck& check : standard->checks)
      entries.emplace_back((check.kept ? "kept_" : "lapsed_") + to_string(check.day), check.reason);
    sheet.sections.push_back(section("standard", "Standard", std::move(entries)));
  }
  sheet.sections.push_back(table("plans", "Sealed", seals_of(plans)));
  sheet.sections.push_back(table("looks", "Looks", looks_of(ledger, cycle)));
  if (!plans.empty()) {
    sheet.sections.push_back(verbatim("yaml", "Plan", plans.back().yaml));
  }
  return sheet;
}

Sheet operation_sheet(Ledger& ledger, const Operation& operation) {
  Sheet sheet{.of = "operation", .title = fmt::format("op_{}", operation.id), .sections = {}};
  sheet.sections.push_back(
      section("operation", "",
              {{"verb", operation.verb},
               {"command", operation.command},
               {"actor", operation.actor},
               {"reason", operation.reason},
               {"at", to_string(operation.now)},
               {"wall", operation.wall == operation.now ? "" : to_string(operation.wall)},
               {"origin", operation.origin},
               {"sequence", std::to_string(operation.sequence)},
               {"digest", operation.digest},
               {"previous", operation.previous}}));
  Listing batches{.of = "batches",
                  .columns = {{"experiment", "EXPERIMENT"},
                              {"feed", "FEED"},
                              {"period", "PERIOD"},
                              {"rows", "ROWS", true},
                              {"source", "SOURCE"},
                              {"reason", "REASON"}},
                  .rows = {},
                  .empty_hint = {}};
  for (const Batch& batch : ledger.batches_of_operation(operation.id)) {
    batches.rows.push_back({batch.experiment, batch.feed,
                            batch.period ? to_string(*batch.period) : "",
                            std::to_string(batch.rows), batch.source, batch.reason});
  }
  sheet.sections.push_back(table("batches", "Batches", std::move(batches)));
  Listing observations = list_revisions(ledger, {operation});
  observations.empty_hint.clear();
  sheet.sections.push_back(table("observations", "Observations", std::move(observations)));
  return sheet;
}

}  // namespace collab
