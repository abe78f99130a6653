// -f csv: RFC 4180 with a header, lines ended by LF as everything else we write.
#include "render/display.hpp"
#include "render/fields.hpp"
#include "render/formats.hpp"

namespace collab {
namespace {

std::string quoted(const std::string& text, bool alone) {
  // An empty line would not count as a row.
  if (alone && text.empty()) return "\"\"";
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

/// As a terminal may show it: control characters spelt out, line ends and tabs kept. A machine gets
/// the bytes as they are.
std::string cell(const Json& value, const OutputOptions& options) {
  std::string text = as_cell(value);
  return options.terminal ? printable(text, Keep::lines_and_tabs) : text;
}

std::string write(const Document& document, const OutputOptions& options) {
  Document filled;
  const Grid grid = grid_of(complete(document, filled), options.fields);
  std::string out;
  const auto end_with = [&](std::size_t i, std::size_t size) { out += i + 1 < size ? ',' : '\n'; };
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    out += quoted(grid.columns[i], grid.columns.size() == 1);
    end_with(i, grid.columns.size());
  }
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += quoted(cell(row[i], options), row.size() == 1);
      end_with(i, row.size());
    }
  }
  return out;
}

}  // namespace

const OutputFormat csv_format{
    .name = "csv", .summary = "rows with a header, RFC 4180", .write = write};

}  // namespace collab
