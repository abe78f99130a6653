#include "render/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "collab/model/error.hpp"

namespace collab {
namespace {

std::pair<std::string, std::string> first_step(const std::string& path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return {path, {}};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

Json pick(const Json& value, const std::vector<std::string>& paths) {
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& element : value) out.push_back(pick(element, paths));
    return out;
  }
  if (!value.is_object()) return nullptr;
  Json out = Json::object();
  for (const std::string& path : paths) {
    const std::string step = first_step(path).first;
    if (out.contains(step)) continue;
    // All paths below this key, so that a.b and a.c give one object a.
    std::vector<std::string> below;
    bool whole = false;
    for (const std::string& other : paths) {
      const auto [head, rest] = first_step(other);
      if (head != step) continue;
      if (rest.empty())
        whole = true;
      else
        below.push_back(rest);
    }
    const auto found = value.find(step);
    if (found == value.end())
      out[step] = nullptr;
    else if (whole || found->is_null())
      out[step] = *found;
    else
      out[step] = pick(*found, below);
  }
  return out;
}

Json value_at(const Json& value, const std::string& path) {
  if (path.empty()) return value;
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& element : value) out.push_back(value_at(element, path));
    return out;
  }
  const auto [step, rest] = first_step(path);
  if (!value.is_object() || !value.contains(step)) return nullptr;
  return value_at(value[step], rest);
}

/// Whether the path exists, or may: what is null or an empty list here may have keys elsewhere.
bool may_have(const Json& value, const std::string& path) {
  if (path.empty() || value.is_null()) return true;
  if (value.is_array()) {
    return value.empty() || std::any_of(value.begin(), value.end(), [&](const Json& element) {
             return may_have(element, path);
           });
  }
  const auto [step, rest] = first_step(path);
  return value.is_object() && value.contains(step) && may_have(value[step], rest);
}

void collect(const Json& value, const std::string& prefix, std::vector<std::string>& paths) {
  if (value.is_array()) {
    for (const Json& element : value) collect(element, prefix, paths);
    return;
  }
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) {
    const std::string path = prefix.empty() ? key : fmt::format("{}.{}", prefix, key);
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    collect(inner, path, paths);
  }
}

[[noreturn]] void unknown_field(const std::string& field, const std::vector<std::string>& known) {
  const std::string near = nearest(field, known);
  std::vector<std::string> top;
  for (const std::string& path : known) {
    if (path.find('.') == std::string::npos) top.push_back(path);
  }
  throw Error(ExitCode::usage, "unknown-field", fmt::format("this answer has no field '{}'", field),
              fmt::format("{}fields: {}", near.empty() ? "" : "did you mean '" + near + "'? ",
                          fmt::join(top, ", ")));
}

void check(const std::vector<Json>& items, const std::vector<std::string>& fields,
           const std::vector<std::string>& also_known) {
  if (items.empty()) return;
  for (const std::string& field : fields) {
    if (std::any_of(items.begin(), items.end(),
                    [&](const Json& item) { return may_have(item, field); })) {
      continue;
    }
    std::vector<std::string> known;
    for (const Json& item : items) collect(item, {}, known);
    for (const std::string& column : also_known)
      if (std::find(known.begin(), known.end(), column) == known.end()) known.push_back(column);
    unknown_field(field, known);
  }
}

}  // namespace

std::vector<Json> items_of(const Json& data) {
  if (!data.contains("items")) return {data};
  return data["items"].get<std::vector<Json>>();
}

Json with_fields(const Json& data, const std::vector<std::string>& fields) {
  if (fields.empty()) return data;
  check(items_of(data), fields, {});
  if (!data.contains("items")) return pick(data, fields);
  Json out = data;
  out["items"] = pick(data["items"], fields);
  return out;
}

Grid grid_of(const Document& document, const std::vector<std::string>& fields) {
  const auto is_column = [&](const std::string& field) {
    return std::find(document.columns.begin(), document.columns.end(), field) !=
           document.columns.end();
  };
  Grid grid;
  grid.columns = fields.empty() ? document.columns : fields;
  const bool flat = document.rows && std::all_of(fields.begin(), fields.end(), is_column);
  if (!flat && fields.empty()) {
    throw Error(ExitCode::usage, "no-rows",
                fmt::format("'{}' has no rows to write as csv", document.command),
                "use -f json, or name what you want with --fields");
  }
  std::vector<Json> items;
  if (flat)
    items = document.rows->get<std::vector<Json>>();
  else
    items = items_of(*document.data);
  if (!flat) check(items, fields, document.columns);
  for (const Json& item : items) {
    std::vector<Json> row;
    row.reserve(grid.columns.size());
    for (const std::string& column : grid.columns) {
      if (flat)
        row.push_back(item.contains(column) ? item[column] : Json(nullptr));
      else
        row.push_back(value_at(item, column));
    }
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

Table plain_table(const Grid& grid) {
  Table table;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    const bool numbers = std::all_of(grid.rows.begin(), grid.rows.end(), [&](const auto& row) {
      return row[i].is_number() || row[i].is_null();
    });
    table.columns.push_back(
        {.title = grid.columns[i], .right = numbers && !grid.rows.empty(), .wrap = !numbers});
  }
  for (const auto& row : grid.rows) {
    std::vector<Table::Cell> cells;
    for (const Json& value : row) cells.push_back({as_cell(value)});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace collab
