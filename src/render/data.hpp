#pragma once
// The model's values as JSON: null for what is unknown, never NaN, days and instants as text.
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "collab/model/cycle.hpp"
#include "collab/model/diagnostic.hpp"
#include "collab/model/report.hpp"
#include "collab/model/review.hpp"
#include "collab/render/document.hpp"

namespace collab {

using Json = nlohmann::ordered_json;

Json number(double value);  ///< whole numbers without a point; null when not finite
Json number(const std::optional<double>& value);
Json count_or_null(std::int64_t value);  ///< null for 0: the number of an operation, a line
Json number_or_null(const std::optional<std::int64_t>& value);
Json text_or_null(std::string_view text);
Json day_or_null(const std::optional<Day>& day);
Json texts(const std::vector<std::string>& list);
Json estimate_data(const Estimate& estimate);
Json effect_data(const Effect& effect);
Json side_data(const Side& side);
/// An effect as columns of csv: `absolute`, `absolute_low` … `p_value`; names and values in one
/// order.
std::vector<std::string> effect_columns();
void add_effect_columns(Json& row, const Effect& effect);
Json decision_data(const std::optional<Decision>& decision);
Json look_results_data(const std::vector<LookResult>& looks);
Json finding_data(const Diagnostic& finding);
std::string_view better_word(bool higher_is_better);

/// A JSON value as a cell of csv or of a plain table: null is empty, lists are joined by `; `.
std::string as_cell(const Json& value);

/// One line, bytes that are not UTF-8 replaced.
std::string compact(const Json& value);
/// indent  of a level; -1: all in one line. What a terminal would obey is escaped.
std::string json_text(const Json& value, int indent);

/// Sets the parts of a Document that every view sets.
Document document(std::string command, Json data);
/// What it is about, each name once: `quick+rude`.
void set_subject(Document& document, const std::vector<std::string>& names);
/// With rows for csv: one flat object each, of these columns.
void set_rows(Document& document, std::vector<std::string> columns, Json rows);

/// The document with its data and rows: itself, or `filled` where they are made on demand.
const Document& complete(const Document& document, Document& filled);

}  // namespace collab
