// -f json: one object with a schema, the program's version and the data.
#include "render/fields.hpp"
#include "render/formats.hpp"

namespace collab {
namespace {

std::string write(const Document& document, const OutputOptions& options) {
  Document filled;
  const Document& full = complete(document, filled);
  const Json envelope{{"schema", document.schema},
                      {"version", options.version},
                      {"command", document.command},
                      {"generated_at", to_string(options.generated_at)},
                      {"data", with_fields(*full.data, options.fields)},
                      {"warnings", texts(document.warnings)}};
  return json_text(envelope, 2) + "\n";
}

}  // namespace

const OutputFormat json_format{
    .name = "json", .summary = "one JSON object, stable and versioned", .write = write};

}  // namespace collab
