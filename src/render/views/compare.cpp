// `compare`: each metric of the later references against the first.
#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

// Which way it clears zero: compare judges no targets.
Tone tone_of(const CompareRow& row) {
  const Estimate& change = row.effect.absolute;
  if (!row.effect.judged) return Tone::caution;
  if (change.low && *change.low > 0) return row.higher_is_better ? Tone::good : Tone::bad;
  if (change.high && *change.high < 0) return row.higher_is_better ? Tone::bad : Tone::good;
  return Tone::plain;
}

Json row_data(const CompareReport& report, const CompareRow& row) {
  return {{"base", report.base},
          {"reference", row.reference},
          {"metric", row.metric},
          {"kind", row.kind},
          {"measure", text_or_null(row.measure)},
          {"better", better_word(row.higher_is_better)},
          {"baseline", side_data(row.base)},
          {"observed", side_data(row.arm)},
          {"effect", effect_data(row.effect)},
          {"confidence", number(row.confidence)},
          {"observational", row.observational},
          {"note", text_or_null(row.note)}};
}

Json flat(const CompareReport& report, const CompareRow& row) {
  Json out{{"base", report.base},
           {"reference", row.reference},
           {"metric", row.metric},
           {"kind", row.kind},
           {"measure", text_or_null(row.measure)},
           {"n", number(row.arm.n)},
           {"value", number(row.arm.level.value)},
           {"base_n", number(row.base.n)},
           {"base_value", number(row.base.level.value)}};
  add_effect_columns(out, row.effect);
  out["confidence"] = number(row.confidence);
  out["observational"] = row.observational;
  out["note"] = text_or_null(row.note);
  return out;
}

std::vector<std::string> columns() {
  std::vector<std::string> names{"base", "reference", "metric", "kind",      "measure",
                                 "n",    "value",     "base_n", "base_value"};
  for (std::string& name : effect_columns()) names.push_back(std::move(name));
  for (const char* name : {"confidence", "observational", "note"}) names.emplace_back(name);
  return names;
}

Table compare_table(const CompareReport& report) {
  Table table;
  const bool several = report.references.size() > 1;
  table.columns = {{.title = "METRIC"},
                   {.title = "REFERENCE", .priority = several ? 0 : 6},
                   {.title = "N", .right = true, .priority = 4},
                   {.title = "BASE", .right = true, .priority = 2},
                   {.title = "VALUE", .right = true, .priority = 1},
                   {.title = "EFFECT", .wrap = true},
                   {.title = "ABSOLUTE", .priority = 5, .wrap = true},
                   {.title = "NOTE", .priority = 3, .wrap = true}};
  for (const CompareRow& row : report.rows) {
    const MetricNotation notation = notation_of(row.kind, row.measure, row.base, row.arm);
    const EffectText effect = effect_text(row.effect, notation, {});
    table.rows.push_back({{row.metric},
                          {row.reference},
                          {sizes(row.base, row.arm)},
                          {value_of(row.base.level, notation.level, false)},
                          {value_of(row.arm.level, notation.level, false)},
                          {effect.main, tone_of(row)},
                          {effect.other},
                          {row.note}});
  }
  const bool noted = std::any_of(report.rows.begin(), report.rows.end(),
                                 [](const CompareRow& row) { return !row.note.empty(); });
  if (!noted) drop_column(table, 7);
  return table;
}

/// `Intervals: 95%.`, or each level that some row has.
std::string confidence_line(const CompareReport& report) {
  std::vector<std::string> levels;
  for (const CompareRow& row : report.rows) {
    std::string level = figure(row.confidence, in_percent());
    if (row.confidence > 0 && std::find(levels.begin(), levels.end(), level) == levels.end())
      levels.push_back(std::move(level));
  }
  return levels.empty() ? std::string{} : fmt::format("Intervals: {}.", joined(levels));
}

}  // namespace

Document view(const CompareReport& report) {
  Json items = Json::array();
  Json rows = Json::array();
  for (const CompareRow& row : report.rows) {
    items.push_back(row_data(report, row));
    rows.push_back(flat(report, row));
  }
  Document answer = document("compare", {{"base", text_or_null(report.base)},
                                         {"references", texts(report.references)},
                                         {"notes", texts(report.notes)},
                                         {"items", std::move(items)}});
  set_rows(answer, columns(), std::move(rows));
  std::vector<std::string> names{report.base};
  names.insert(names.end(), report.references.begin(), report.references.end());
  set_subject(answer, names);
  answer.page.push_back(Paragraph{
      fmt::format("{} against {}", joined(report.references), report.base), Tone::strong});
  answer.page.push_back(Paragraph{});
  if (report.rows.empty()) {
    answer.page.push_back(Paragraph{"They have no metric in common.", Tone::caution});
  }
  answer.page.push_back(compare_table(report));
  const std::string confidence = confidence_line(report);
  if (!confidence.empty()) answer.page.push_back(Paragraph{confidence, Tone::dim});
  for (const std::string& note : report.notes) {
    const bool caution = note.starts_with("observational");
    answer.page.push_back(Paragraph{note, caution ? Tone::caution : Tone::dim});
  }
  return answer;
}

}  // namespace collab
