// `record` and `run`: what became of rows. Faults themselves are errors' business (stderr).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/suites.hpp"
#include "render/views/contingencies.hpp"

namespace collab {
namespace {

using Outcome_of_batch = BatchReport::Outcome;

// Every batch is listed up to this many; of more only those of which something must be said.
constexpr std::size_t all_batches = 10;

constexpr std::array<std::pair<std::string_view, std::int64_t Tally::*>, 9> tally_words{{
    {"recorded", &Tally::recorded},
    {"unchanged", &Tally::unchanged},
    {"corrected", &Tally::corrected},
    {"kept", &Tally::kept},
    {"late", &Tally::late},
    {"awaited", &Tally::awaited},
    {"between", &Tally::between},
    {"rejected", &Tally::rejected},
    {"conflicts", &Tally::conflicts},
}};

Json tally_data(const Tally& tally) {
  Json out = Json::object();
  for (const auto& [word, member] : tally_words) out[std::string(word)] = tally.*member;
  return out;
}

std::string tally_text(const Tally& tally) {
  std::vector<std::string> parts;
  for (const auto& [word, member] : tally_words) {
    const std::int64_t value = tally.*member;
    if (value == 0) continue;
    parts.push_back(word == "conflicts" ? count(value, "conflict")
                                        : fmt::format("{} {}", count(value), word));
  }
  return parts.empty() ? "nothing to record" : joined(parts);
}

Tone tone_of(Outcome_of_batch outcome) {
  switch (outcome) {
    case Outcome_of_batch::recorded:
      return Tone::good;
    case Outcome_of_batch::corrected:
    case Outcome_of_batch::stale:
      return Tone::caution;
    case Outcome_of_batch::conflict:
    case Outcome_of_batch::invalid:
      return Tone::bad;
    case Outcome_of_batch::unchanged:
    case Outcome_of_batch::kept:
    case Outcome_of_batch::awaited:
      break;
  }
  return Tone::plain;
}

bool needs_saying(const BatchReport& batch) {
  const bool quiet =
      batch.outcome == Outcome_of_batch::recorded || batch.outcome == Outcome_of_batch::unchanged;
  return !quiet || !batch.message.empty() || batch.late > 0 || batch.between > 0 ||
         batch.rejected > 0;
}

/// `2 late, 1 between cycles. MESSAGE`
std::string remark(const BatchReport& batch) {
  std::vector<std::string> parts;
  if (batch.late > 0) parts.push_back(count(batch.late) + " late");
  if (batch.between > 0) parts.push_back(count(batch.between) + " between cycles");
  if (batch.rejected > 0) parts.push_back(count(batch.rejected) + " rejected");
  std::string text = joined(parts);
  if (!text.empty() && !batch.message.empty()) text += ". ";
  return text + batch.message;
}

std::vector<const BatchReport*> shown_batches(const RecordReport& report) {
  std::vector<const BatchReport*> shown;
  // A row typed by hand is what the user just typed; its tally says it all.
  const bool typed = report.batches.size() == 1 && report.batches.front().feed.empty() &&
                     report.batches.front().source.empty();
  for (const BatchReport& batch : report.batches) {
    if (needs_saying(batch) || (!typed && report.batches.size() <= all_batches)) {
      shown.push_back(&batch);
    }
  }
  return shown;
}

/// Nights that are all awaited, or all stale, one after the other.
bool goes_on(const BatchReport& before, const BatchReport& next) {
  const bool waits =
      next.outcome == Outcome_of_batch::awaited || next.outcome == Outcome_of_batch::stale;
  return waits && before.outcome == next.outcome && before.feed == next.feed && before.period &&
         next.period && before.message.empty() && next.message.empty();
}

Table batches_table(const std::vector<const BatchReport*>& batches) {
  Table table;
  table.columns = {{.title = "FEED"},
                   {.title = "PERIOD"},
                   {.title = "OUTCOME"},
                   {.title = "ROWS", .right = true, .priority = 1},
                   {.title = "UNITS", .right = true, .priority = 3},
                   {.title = "CYCLE", .right = true, .priority = 4},
                   {.title = "SOURCE", .priority = 5, .wrap = true},
                   {.title = "REMARK", .wrap = true}};
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const BatchReport* batch = batches[i];
    const std::size_t first = i;
    while (i + 1 < batches.size() && goes_on(*batches[i], *batches[i + 1])) ++i;
    std::string period = batch->period ? to_string(*batch->period) : "cycle";
    std::string source = batch->source;
    if (i > first) {
      period += ".." + to_string(*batches[i]->period);
      source = fmt::format("{} files", i + 1 - first);
    }
    table.rows.push_back({{batch->feed.empty() ? "by hand" : batch->feed},
                          {period},
                          {std::string(name_of(batch->outcome)), tone_of(batch->outcome)},
                          {count(batch->rows)},
                          {batch->units > 0 ? count(batch->units) : ""},
                          {batch->cycle},
                          {source},
                          {remark(*batch)}});
  }
  // Columns with nothing in them only take room.
  for (std::size_t i = table.columns.size(); i-- > 0;) {
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [&](const auto& row) { return row[i].text.empty(); });
    if (empty) drop_column(table, i);
  }
  return table;
}

void add_page(Page& page, const RecordReport& report) {
  std::string headline = report.experiment;
  if (report.cycle > 0) headline += fmt::format(", cycle {}", report.cycle);
  headline += ": ";
  if (report.dry_run) headline += "would be ";
  headline += tally_text(report.tally);
  if (report.operation) headline += fmt::format(" (op_{})", *report.operation);
  page.push_back(Paragraph{headline, Tone::strong});

  const auto shown = shown_batches(report);
  if (!shown.empty()) page.push_back(batches_table(shown));
  const std::size_t silent = report.batches.size() - shown.size();
  if (silent > 0 && report.batches.size() > 1) {
    page.push_back(
        Paragraph{fmt::format("{} as usual (-f json lists all)",
                              silent == 1 ? "1 more batch"
                                          : count(static_cast<double>(silent)) + " more batches"),
                  Tone::dim});
  }
  add_looks(page, report.looks);
  add_contingencies(page, report.contingencies);
  const auto faults = static_cast<std::int64_t>(report.faults.size());
  if (faults > 0) page.push_back(Paragraph{count(faults, "fault") + " found", Tone::bad});
  if (!report.rejects_file.empty()) {
    page.push_back(Paragraph{
        fmt::format("Rejected rows are in {}; mend and record them again.", report.rejects_file),
        Tone::caution});
  }
  add_next(page, report.next_command);
}

Json batch_data(const BatchReport& batch) {
  return {{"outcome", name_of(batch.outcome)},
          {"feed", text_or_null(batch.feed)},
          {"source", text_or_null(batch.source)},
          {"period", day_or_null(batch.period)},
          {"cycle", text_or_null(batch.cycle)},
          {"rows", batch.rows},
          {"units", batch.units},
          {"late", batch.late},
          {"between", batch.between},
          {"rejected", batch.rejected},
          {"message", text_or_null(batch.message)}};
}

Json report_data(const RecordReport& report) {
  Json batches = Json::array();
  for (const BatchReport& batch : report.batches) batches.push_back(batch_data(batch));
  Json faults = Json::array();
  for (const Diagnostic& fault : report.faults) faults.push_back(finding_data(fault));
  Json contingencies = Json::array();
  for (const ContingencyEvent& event : report.contingencies)
    contingencies.push_back(contingency_data(event));
  return {{"experiment", report.experiment},
          {"cycle", count_or_null(report.cycle)},
          {"tally", tally_data(report.tally)},
          {"batches", std::move(batches)},
          {"looks", look_results_data(report.looks)},
          {"contingencies", std::move(contingencies)},
          {"faults", std::move(faults)},
          {"rejects_file", text_or_null(report.rejects_file)},
          {"operation", number_or_null(report.operation)},
          {"exit", static_cast<int>(report.code)},
          {"dry_run", report.dry_run},
          {"next_command", text_or_null(report.next_command)}};
}

}  // namespace

Document view(const std::vector<RecordReport>& reports, const std::string& command) {
  Json items = Json::array();
  Json rows = Json::array();
  Page page;
  std::vector<std::string> warnings, alerts;
  for (const RecordReport& report : reports) {
    items.push_back(report_data(report));
    for (const BatchReport& batch : report.batches) {
      Json row = Json::object();
      row["experiment"] = report.experiment;
      row.update(batch_data(batch));
      rows.push_back(std::move(row));
    }
    if (!page.empty()) page.push_back(Paragraph{});
    add_page(page, report);
    warnings.insert(warnings.end(), report.warnings.begin(), report.warnings.end());
    for (const ContingencyEvent& event : report.contingencies) alerts.push_back(alert_of(event));
  }
  Document answer = document(command, {{"items", std::move(items)}});
  set_rows(answer,
           {"experiment", "outcome", "feed", "source", "period", "cycle", "rows", "units", "late",
            "between", "rejected", "message"},
           std::move(rows));
  answer.page = std::move(page);
  answer.warnings = std::move(warnings);
  answer.alerts = std::move(alerts);
  answer.suites.emplace();
  std::vector<std::string> names;
  for (const RecordReport& report : reports) {
    names.push_back(report.experiment);
    answer.suites->push_back(suite_of(report));
  }
  set_subject(answer, names);
  return answer;
}

}  // namespace collab
