#include "render/data.hpp"

#include <algorithm>
#include <cmath>

#include "collab/model/number.hpp"
#include "render/invisible.hpp"

namespace collab {

Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }
Json count_or_null(std::int64_t value) { return value == 0 ? Json(nullptr) : Json(value); }
Json number_or_null(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}
Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
Json day_or_null(const std::optional<Day>& day) {
  return day ? Json(to_string(*day)) : Json(nullptr);
}

Json texts(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const std::string& text : list) out.push_back(text);
  return out;
}

Json estimate_data(const Estimate& estimate) {
  return {{"value", number(estimate.value)},
          {"low", number(estimate.low)},
          {"high", number(estimate.high)},
          {"reason", text_or_null(estimate.reason)}};
}

Json effect_data(const Effect& effect) {
  return {{"absolute", estimate_data(effect.absolute)},
          {"relative", estimate_data(effect.relative)},
          {"p_value", number(effect.p_value)},
          {"standard_error", number(effect.standard_error)},
          {"df", number(effect.df)},
          {"method", text_or_null(effect.method)},
          {"judged", effect.judged}};
}

std::vector<std::string> effect_columns() {
  return {"absolute",     "absolute_low",  "absolute_high", "relative",
          "relative_low", "relative_high", "p_value"};
}

void add_effect_columns(Json& row, const Effect& effect) {
  row["absolute"] = number(effect.absolute.value);
  row["absolute_low"] = number(effect.absolute.low);
  row["absolute_high"] = number(effect.absolute.high);
  row["relative"] = number(effect.relative.value);
  row["relative_low"] = number(effect.relative.low);
  row["relative_high"] = number(effect.relative.high);
  row["p_value"] = number(effect.p_value);
}

Json side_data(const Side& side) {
  return {{"name", text_or_null(side.name)},
          {"n", number(side.n)},
          {"n_of", text_or_null(side.n_of)},
          {"level", estimate_data(side.level)}};
}

Json decision_data(const std::optional<Decision>& decision) {
  if (!decision) return nullptr;
  return {{"decision", name_of(decision->kind)},
          {"variant", text_or_null(decision->variant)},
          {"reason", text_or_null(decision->reason)},
          {"early", decision->early},
          {"day", to_string(decision->day)},
          {"actor", text_or_null(decision->actor)},
          {"at", to_string(decision->at)},
          {"operation", count_or_null(decision->operation)}};
}

Json look_results_data(const std::vector<LookResult>& looks) {
  Json out = Json::array();
  for (const LookResult& look : looks) {
    out.push_back({{"look", look.look},
                   {"day", to_string(look.day)},
                   {"metric", look.metric},
                   {"variant", look.variant},
                   {"verdict", name_of(look.verdict)}});
  }
  return out;
}

Json finding_data(const Diagnostic& finding) {
  const Place& at = finding.at;
  const auto place = [](std::uint64_t value) { return value == 0 ? Json(nullptr) : Json(value); };
  return {{"code", finding.slug},
          {"severity", finding.severity == Severity::error ? "error" : "warning"},
          {"message", finding.message},
          {"hint", text_or_null(finding.hint)},
          {"at",
           {{"file", text_or_null(at.file)},
            {"line", place(at.line)},
            {"column", place(at.column)},
            {"path", text_or_null(at.path)}}}};
}

std::string_view better_word(bool higher_is_better) {
  return higher_is_better ? "higher" : "lower";
}

std::string json_text(const Json& value, int indent) {
  return without_invisible(value.dump(indent, ' ', false, Json::error_handler_t::replace));
}

std::string compact(const Json& value) { return json_text(value, -1); }

std::string as_cell(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return compact(value);
  std::string out;
  for (const Json& item : value) {
    if (!out.empty()) out += "; ";
    out += as_cell(item);
  }
  return out;
}

Document document(std::string command, Json data) {
  Document out;
  out.schema = "collab." + command + "/1";
  out.command = std::move(command);
  out.data = std::make_shared<Json>(std::move(data));
  return out;
}

void set_subject(Document& document, const std::vector<std::string>& names) {
  std::vector<std::string_view> said;
  for (const std::string& name : names) {
    if (name.empty() || std::find(said.begin(), said.end(), name) != said.end()) continue;
    if (!said.empty()) document.subject += '+';
    document.subject += name;
    said.push_back(name);
  }
}

void set_rows(Document& document, std::vector<std::string> columns, Json rows) {
  document.columns = std::move(columns);
  document.rows = std::make_shared<Json>(std::move(rows));
}

const Document& complete(const Document& document, Document& filled) {
  if (!document.fill) return document;
  filled = document;
  document.fill(filled);
  return filled;
}

}  // namespace collab
