// `program`: how well the program improves.
#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

Json portion_data(const Portion& portion) {
  return {{"count", portion.count}, {"of", portion.of}, {"share", estimate_data(portion.share)}};
}

std::string portion_text(const Portion& portion) {
  if (portion.of == 0) return "-";
  return fmt::format("{} of {}, {}", portion.count, portion.of,
                     interval(portion.share, in_percent(), false));
}

std::string days_text(const Estimate& days) {
  if (!days.value) return days.reason == "no-data" ? "-" : "[" + days.reason + "]";
  return interval(days, in_measure("d"), false);
}

Json owner_data(const PortfolioReport::Owner& owner) {
  return {{"owner", text_or_null(owner.name)},
          {"met", portion_data(owner.met)},
          {"met_shrunken", number(owner.shrunken)},
          {"predictions_inside", portion_data(owner.inside)}};
}

Json data_of(const PortfolioReport& report) {
  Json calibration = Json::array();
  for (const auto& bin : report.calibration) {
    Json item = portion_data(bin.inside);
    item["stated"] = number(bin.stated);
    calibration.push_back(std::move(item));
  }
  Json fidelity = Json::array(), owners = Json::array(), costs = Json::array();
  for (const auto& [feature, kept] : report.fidelity) {
    Json item = portion_data(kept);
    item["feature"] = feature;
    fidelity.push_back(std::move(item));
  }
  for (const auto& owner : report.owners) owners.push_back(owner_data(owner));
  for (const auto& cost : report.costs)
    costs.push_back({{"measure", text_or_null(cost.measure)},
                     {"sum", number(cost.sum)},
                     {"cycles", cost.cycles}});
  return {{"program", text_or_null(report.program)},
          {"today", to_string(report.today)},
          {"confidence", number(report.confidence)},
          {"experiments", report.experiments},
          {"open", report.open},
          {"closed", report.closed},
          {"cycle_days", estimate_data(report.cycle_days)},
          {"decision_days", estimate_data(report.decision_days)},
          {"weeks", number(report.weeks)},
          {"closed_per_quarter", estimate_data(report.per_quarter)},
          {"met", portion_data(report.met)},
          {"false_share_at_most", number(report.false_wins)},
          {"false_share_high", number(report.false_wins_high)},
          {"predictions",
           {{"inside", portion_data(report.inside)},
            {"stated_confidence", number(report.stated)},
            {"p_calibrated", number(report.p_calibrated)},
            {"calibration", std::move(calibration)},
            {"brier", number(report.brier)},
            {"skill", number(report.skill)},
            {"cycles_without", report.unpredicted}}},
          {"adapted_followed", portion_data(report.followed)},
          {"standards", {{"kept", portion_data(report.kept)}, {"overdue", report.unchecked}}},
          {"fidelity", std::move(fidelity)},
          {"owners", std::move(owners)},
          {"p_owners_equal", number(report.p_owners)},
          {"costs", std::move(costs)},
          {"notes", texts(report.notes)}};
}

Facts facts_of(const PortfolioReport& report) {
  Facts facts;
  facts.add("experiments",
            fmt::format("{}; cycles: {} closed, {} open", count(std::int64_t{report.experiments}),
                        count(std::int64_t{report.closed}), count(std::int64_t{report.open})));
  facts.add("from plan to decision", days_text(report.cycle_days));
  facts.add("from last day to decision", days_text(report.decision_days));
  facts.add("closed per 13 weeks",
            report.per_quarter.value
                ? fmt::format("{}: {} in {} weeks", interval(report.per_quarter, {}, false),
                              report.closed, figure(report.weeks, false))
                : "-");
  std::string met = portion_text(report.met);
  if (report.false_wins)
    met += fmt::format(
        "; at most {} of them by chance, if such a share of cycles is met ({} at its "
        "low end)",
        figure(*report.false_wins, in_percent()),
        report.false_wins_high ? figure(*report.false_wins_high, in_percent()) : "-");
  facts.add("every goal met", met);
  std::string inside = portion_text(report.inside);
  if (report.stated)
    inside += fmt::format("; said to be {} sure", figure(*report.stated, in_percent()));
  facts.add("came as predicted", inside);
  if (report.brier)
    facts.add("Brier score",
              fmt::format("{}{}", figure(*report.brier),
                          report.skill ? ", skill " + figure(*report.skill, true) : std::string{}));
  if (report.unpredicted > 0)
    facts.add("without a prediction", count(report.unpredicted, "closed cycle"));
  facts.add("adapted and tried again", portion_text(report.followed));
  std::string kept = portion_text(report.kept);
  if (report.unchecked > 0) kept += fmt::format("; {} to be checked", report.unchecked);
  facts.add("standards still kept", kept);
  for (const auto& cost : report.costs) {
    const Notation notation = in_measure(cost.measure);
    facts.add("cost", fmt::format("{} over {}, {} a cycle", figure(cost.sum, notation),
                                  count(cost.cycles, "closed cycle"),
                                  figure(cost.sum / cost.cycles, notation)));
  }
  return facts;
}

Table owners_table(const PortfolioReport& report) {
  Table table;
  table.columns = {{.title = "OWNER"},
                   {.title = "EVERY GOAL MET", .wrap = true},
                   {.title = "SHRUNKEN", .right = true, .priority = 1},
                   {.title = "AS PREDICTED", .priority = 2, .wrap = true}};
  for (const auto& owner : report.owners)
    table.rows.push_back({{owner.name.empty() ? "-" : owner.name},
                          {portion_text(owner.met)},
                          {owner.shrunken ? figure(*owner.shrunken, in_percent()) : "-"},
                          {portion_text(owner.inside)}});
  return table;
}

}  // namespace

Document view(const PortfolioReport& report) {
  Document answer = document("program", data_of(report));
  // The definition file is collab.program/1.
  answer.schema = "collab.portfolio/1";
  Page& page = answer.page;
  if (!report.program.empty()) page.push_back(Paragraph{report.program, Tone::strong});
  page.push_back(facts_of(report).take());
  if (report.closed > 0) {
    page.push_back(Heading{"By the method"});
    Table table;
    table.columns = {{.title = "FEATURE"}, {.title = "CYCLES", .wrap = true}};
    for (const auto& [feature, kept] : report.fidelity)
      table.rows.push_back({{feature}, {portion_text(kept)}});
    page.push_back(std::move(table));
  }
  if (report.owners.size() > 1) {
    page.push_back(Heading{"By owner"});
    page.push_back(owners_table(report));
  }
  for (const std::string& note : report.notes) page.push_back(Paragraph{note, Tone::dim, 2});
  add_next(page, report.closed > 0 ? "collab learnings" : "collab status");
  return answer;
}

}  // namespace collab
