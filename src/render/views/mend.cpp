// `correct`, `retract`, `undo`: what stood, and what stands now.
#include <fmt/format.h>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/figures.hpp"
#include "render/page.hpp"
#include "render/views/contingencies.hpp"

namespace collab {
namespace {

Json statistics_data(const Statistics& statistics) {
  if (statistics.empty()) return nullptr;
  Json out = Json::object();
  for (const auto& [name, value] : statistics) out[name] = number(value);
  return out;
}

Json row_data(const MendReport::Row& row) {
  const Observation& was = row.was;
  return {{"metric", was.metric},
          {"variant", was.variant},
          {"period", day_or_null(was.period)},
          {"cycle", count_or_null(was.cycle)},
          {"segment", text_or_null(was.segment)},
          {"location", text_or_null(was.location)},
          {"feed", text_or_null(was.feed)},
          {"batch", nullptr},
          {"was", statistics_data(was.statistics)},
          {"now", statistics_data(row.now.statistics)},
          {"recorded", text_or_null(row.recorded)}};
}

Json rows_data(std::int64_t rows) { return rows == 0 ? Json(nullptr) : Json{{"rows", rows}}; }

/// Unit or event rows: of every metric and variant.
Json batch_data(const MendReport::UnitRows& batch) {
  return {{"metric", nullptr},
          {"variant", nullptr},
          {"period", day_or_null(batch.period)},
          {"cycle", count_or_null(batch.period ? 0 : batch.cycle)},
          {"segment", nullptr},
          {"location", nullptr},
          {"feed", batch.feed},
          {"batch", text_or_null(batch.name)},
          {"was", rows_data(batch.was)},
          {"now", rows_data(batch.now)},
          {"recorded", text_or_null(batch.recorded)}};
}

std::string rows_text(std::int64_t rows) {
  return rows == 0 ? std::string("retracted") : count(rows, "row");
}

std::string span_of(const std::optional<Day>& period) {
  return period ? to_string(*period) : "cycle";
}

Table changes(const MendReport& report) {
  Table table;
  table.columns = {{.title = "WHAT", .wrap = true},
                   {.title = "PERIOD"},
                   {.title = "WAS", .wrap = true},
                   {.title = "NOW", .wrap = true},
                   {.title = "RECORDED BY", .priority = 2, .wrap = true}};
  for (const MendReport::Row& row : report.rows) {
    std::string what = row.was.metric + " of " + row.was.variant;
    if (!row.was.segment.empty()) what += " for " + row.was.segment;
    if (!row.was.location.empty()) what += " at " + row.was.location;
    table.rows.push_back({{what},
                          {span_of(row.was.period)},
                          {to_text(row.was.statistics)},
                          {to_text(row.now.statistics), Tone::caution},
                          {row.recorded}});
  }
  for (const MendReport::UnitRows& batch : report.batches)
    table.rows.push_back({{batch.feed + (batch.name.empty() ? "" : " " + batch.name)},
                          {span_of(batch.period)},
                          {rows_text(batch.was)},
                          {rows_text(batch.now), Tone::caution},
                          {batch.recorded}});
  return table;
}

std::string headline(const MendReport& report) {
  const auto changed = static_cast<std::int64_t>(report.rows.size() + report.batches.size());
  std::string text = report.experiment + ": ";
  if (changed == 0) return text + "stands as it was asked for; nothing to write";
  if (report.dry_run) text += "would be ";
  text += report.verb == "correct"   ? "corrected: "
          : report.verb == "retract" ? "taken back: "
                                     : "put back: ";
  std::vector<std::string> parts;
  if (!report.rows.empty())
    parts.push_back(count(static_cast<std::int64_t>(report.rows.size()), "row"));
  if (!report.batches.empty())
    parts.push_back(report.batches.size() == 1 ? "1 batch"
                                               : fmt::format("{} batches", report.batches.size()));
  if (report.unchanged > 0) parts.push_back(count(report.unchanged) + " unchanged");
  text += joined(parts);
  if (report.operation) text += fmt::format(" (op_{})", *report.operation);
  return text;
}

}  // namespace

Document view(const MendReport& report) {
  Json items = Json::array(), contingencies = Json::array();
  for (const MendReport::Row& row : report.rows) items.push_back(row_data(row));
  for (const MendReport::UnitRows& batch : report.batches) items.push_back(batch_data(batch));
  for (const ContingencyEvent& event : report.contingencies)
    contingencies.push_back(contingency_data(event));
  Page page{Paragraph{headline(report), Tone::strong}};
  if (!items.empty()) page.push_back(changes(report));
  if (report.closed > 0)
    page.push_back(Paragraph{
        fmt::format("{} of a closed cycle: its review stays as it was decided, and says what came "
                    "later.",
                    count(report.closed, "row")),
        Tone::caution});
  add_looks(page, report.looks);
  add_contingencies(page, report.contingencies);
  if (report.operation)
    add_next(page, fmt::format("collab undo op_{} -m WHY", *report.operation), "To take it back:");
  add_next(page, report.next_command);
  Document answer = document("mend", {{"verb", report.verb},
                                      {"experiment", report.experiment},
                                      {"reason", report.reason},
                                      {"unchanged", report.unchanged},
                                      {"closed", report.closed},
                                      {"operation", number_or_null(report.operation)},
                                      {"dry_run", report.dry_run},
                                      {"next_command", text_or_null(report.next_command)},
                                      {"looks", look_results_data(report.looks)},
                                      {"contingencies", std::move(contingencies)},
                                      {"items", items}});
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    items[i]["was"] = to_text(report.rows[i].was.statistics);
    items[i]["now"] = to_text(report.rows[i].now.statistics);
  }
  for (std::size_t i = 0; i < report.batches.size(); ++i) {
    items[report.rows.size() + i]["was"] = rows_text(report.batches[i].was);
    items[report.rows.size() + i]["now"] = rows_text(report.batches[i].now);
  }
  set_rows(answer,
           {"metric", "variant", "period", "cycle", "segment", "location", "feed", "batch", "was",
            "now", "recorded"},
           std::move(items));
  answer.command = report.verb;
  for (const ContingencyEvent& event : report.contingencies)
    answer.alerts.push_back(alert_of(event));
  set_subject(answer, {report.experiment});
  answer.page = std::move(page);
  return answer;
}

}  // namespace collab
