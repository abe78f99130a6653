// -f csv: RFC 4180 with a header, lines ended by LF as everything else we write.
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
      out += quoted(as_cell(row[i]), row.size() == 1);
      end_with(i, row.size());
    }
  }
  return out;
}

}  // namespace

const OutputFormat csv_format{
    .name = "csv", .summary = "rows with a header, RFC 4180", .write = write};

}  // namespace collab
