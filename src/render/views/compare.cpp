// `compare`: each metric of the later references against the first.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "collab/render/views.hpp"
#include "collab/review/verdict.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/views/outcome_titles.hpp"

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

/// The parts of `answers@2:control`.
struct Name {
  std::string experiment, cycle, variant;
};

Name parts_of(const std::string& reference) {
  const std::size_t at = reference.find('@');
  const std::size_t colon = reference.find(':', at == std::string::npos ? 0 : at);
  if (at == std::string::npos || colon == std::string::npos) return {reference, {}, {}};
  return {reference.substr(0, at), reference.substr(at + 1, colon - at - 1),
          reference.substr(colon + 1)};
}

/// What tells two sides apart, base first: their variants, cycles or experiments.
std::pair<std::string, std::string> told_apart(const std::string& base, const std::string& arm) {
  const Name a = parts_of(base), b = parts_of(arm);
  if (a.experiment != b.experiment) return {a.experiment, b.experiment};
  if (a.cycle == b.cycle) return {a.variant, b.variant};
  if (a.variant == b.variant) return {"cycle " + a.cycle, "cycle " + b.cycle};
  return {a.cycle + ":" + a.variant, b.cycle + ":" + b.variant};
}

/// The side that the whole interval speaks for; compare judges no targets, so this is no verdict.
std::string favoured(const CompareRow& row) {
  const Estimate& change = row.effect.absolute;
  if (!row.effect.judged || (!change.low && !change.high)) return "-";
  const bool more = change.low && *change.low > 0, less = change.high && *change.high < 0;
  if (!more && !less) return "neither";
  const auto [base, arm] = told_apart(row.base.name, row.reference);
  return more == row.higher_is_better ? arm : base;
}

/// The text, unless it only repeats the note in brackets.
std::string unless_noted(std::string text, const CompareRow& row) {
  return !row.note.empty() && text == "[" + row.note + "]" ? "-" : std::move(text);
}

/// With one pair of sides the columns bear what tells them apart.
Table compare_table(const CompareReport& report) {
  std::set<std::string> bases, arms;
  for (const CompareRow& row : report.rows) {
    bases.insert(row.base.name);
    arms.insert(row.reference);
  }
  std::pair<std::string, std::string> titles{"BASE", "VALUE"};
  if (bases.size() == 1 && arms.size() == 1) {
    titles = told_apart(*bases.begin(), *arms.begin());
    titles = {title_or(titles.first, "BASE"), title_or(titles.second, "VALUE")};
  }
  Table table;
  table.columns = {{.title = "METRIC"},
                   {.title = "BETTER", .priority = 3},
                   {.title = "COMPARED", .priority = arms.size() > 1 ? 0 : 8},
                   {.title = "AGAINST", .priority = bases.size() > 1 ? 0 : 8},
                   {.title = "N", .right = true, .priority = 5},
                   {.title = titles.first, .right = true, .priority = 2},
                   {.title = titles.second, .right = true, .priority = 2},
                   {.title = "EFFECT", .wrap = true},
                   {.title = "ABSOLUTE", .priority = 6, .wrap = true},
                   {.title = "FAVOURS", .priority = 1, .wrap = true}};
  for (const CompareRow& row : report.rows) {
    const MetricNotation notation = notation_of(row.kind, row.measure, row.base, row.arm);
    const EffectText effect = effect_text(row.effect, notation, {});
    table.rows.push_back({{row.metric},
                          {std::string(better_word(row.higher_is_better)), Tone::dim},
                          {row.reference},
                          {row.base.name},
                          {sizes(row.base, row.arm)},
                          {unless_noted(value_of(row.base.level, notation.level, false), row)},
                          {unless_noted(value_of(row.arm.level, notation.level, false), row)},
                          {unless_noted(effect.main, row), tone_of(row)},
                          {unless_noted(effect.other, row)},
                          {favoured(row), tone_of(row)}});
  }
  if (bases.size() <= 1) drop_column(table, 3);
  if (arms.size() <= 1) drop_column(table, 2);
  return table;
}

/// `visit, spend [no-data]: nothing is recorded for one side`: a line for each reason.
void add_reasons(Page& page, const CompareReport& report) {
  std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
  for (const CompareRow& row : report.rows) {
    if (row.note.empty()) continue;
    const auto found = std::find_if(reasons.begin(), reasons.end(),
                                    [&](const auto& r) { return r.first == row.note; });
    auto& metrics = found == reasons.end()
                        ? reasons.emplace_back(row.note, std::vector<std::string>{}).second
                        : found->second;
    if (std::find(metrics.begin(), metrics.end(), row.metric) == metrics.end())
      metrics.push_back(row.metric);
  }
  for (const auto& [slug, metrics] : reasons)
    page.push_back(Paragraph{fmt::format("{} [{}]: {}", joined(metrics), slug, reason_text(slug)),
                             Tone::plain, 2});
}

/// `Intervals: 95%.`, or each level that some row has.
std::string confidence_line(const CompareReport& report) {
  std::vector<std::string> levels;
  for (const CompareRow& row : report.rows) {
    std::string level = figure(row.confidence, in_percent());
    if (row.confidence > 0 && std::find(levels.begin(), levels.end(), level) == levels.end())
      levels.push_back(std::move(level));
  }
  if (levels.empty()) return {};
  return fmt::format(
      "Intervals: {}. One that holds no change favours neither side. These are no verdicts: collab "
      "review judges what was planned.",
      joined(levels));
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
  if (!report.rows.empty()) answer.page.push_back(compare_table(report));
  add_reasons(answer.page, report);
  const std::string confidence = confidence_line(report);
  if (!confidence.empty()) answer.page.push_back(Paragraph{confidence, Tone::dim, 2});
  for (const std::string& note : report.notes) {
    const bool caution = note.starts_with("observational");
    answer.page.push_back(Paragraph{capital(note), caution ? Tone::caution : Tone::dim, 2});
  }
  return answer;
}

}  // namespace collab
