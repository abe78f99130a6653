// -f ndjson: an item a line, each with its schema, for streams.
#include "render/fields.hpp"
#include "render/formats.hpp"

namespace collab {
namespace {

std::string write(const Document& document, const OutputOptions& options) {
  std::string out;
  Document filled;
  const Document& full = complete(document, filled);
  for (const Json& item : items_of(with_fields(*full.data, options.fields))) {
    Json line = Json::object();
    line["schema"] = document.schema;
    line.update(item);
    line["schema"] = document.schema;  // also when an item has a key of that name
    out += compact(line);
    out += '\n';
  }
  return out;
}

}  // namespace

const OutputFormat ndjson_format{
    .name = "ndjson", .summary = "one JSON object a line and item", .write = write};

}  // namespace collab
