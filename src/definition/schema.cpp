#include "definition/schema.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "collab/definition/definition.hpp"
#include "collab/model/error.hpp"

namespace collab {
namespace {

/// Reads a schema document; `$ref`s to `#/$defs/NAME` share one compiled schema.
class Compiler {
 public:
  explicit Compiler(const Node& document) : document_(document) {}

  SchemaPointer compile(const Node& node) {
    auto schema = std::make_shared<Schema>();
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (!read(*schema, node.keys[i].text, node.items[i])) {
        throw Error(ExitCode::failure, "bad-schema", "unknown schema keyword " + node.keys[i].text);
      }
    }
    return schema;
  }

 private:
  static std::vector<std::string> texts(const Node& node) {
    if (node.is_scalar()) return {node.text};
    std::vector<std::string> texts;
    for (const Node& item : node.items) texts.push_back(item.text);
    return texts;
  }
  std::vector<SchemaPointer> list(const Node& node) {
    std::vector<SchemaPointer> schemas;
    for (const Node& item : node.items) schemas.push_back(compile(item));
    return schemas;
  }
  SchemaPointer reference(const std::string& target) {
    const auto known = shared_.find(target);
    if (known != shared_.end()) return known->second;
    const std::string_view prefix = "#/$defs/";
    const Node* defs = document_.find("$defs");
    const Node* found = defs != nullptr && target.starts_with(prefix)
                            ? defs->find(target.substr(prefix.size()))
                            : nullptr;
    if (found == nullptr) throw Error(ExitCode::failure, "bad-schema", "no schema at " + target);
    return shared_[target] = compile(*found);
  }

  bool read(Schema& schema, std::string_view keyword, const Node& value) {
    return read_structure(schema, keyword, value) || read_assertion(schema, keyword, value) ||
           read_words(schema, keyword, value);
  }

  bool read_structure(Schema& schema, std::string_view keyword, const Node& value) {
    if (keyword == "properties") {
      for (std::size_t i = 0; i < value.keys.size(); ++i) {
        schema.properties.emplace_back(value.keys[i].text, compile(value.items[i]));
      }
    } else if (keyword == "additionalProperties") {
      schema.closed = value.kind == Node::Kind::boolean && value.text == "false";
      if (value.is_map()) schema.additional = compile(value);
    } else if (keyword == "propertyNames") {
      schema.names = compile(value);
    } else if (keyword == "items") {
      schema.items = compile(value);
    } else if (keyword == "$ref") {
      schema.ref = reference(value.text);
    } else if (keyword == "oneOf") {
      schema.one_of = list(value);
    } else if (keyword == "allOf") {
      schema.all_of = list(value);
    } else if (keyword == "not") {
      schema.refused = compile(value);
    } else if (keyword == "if") {
      schema.condition = compile(value);
    } else if (keyword == "then") {
      schema.then = compile(value);
    } else if (keyword == "else") {
      schema.otherwise = compile(value);
    } else {
      return false;
    }
    return true;
  }

  static bool read_assertion(Schema& schema, std::string_view keyword, const Node& value) {
    const auto count = static_cast<std::size_t>(std::max(value.number, 0.0));
    if (keyword == "type") {
      schema.types = texts(value);
    } else if (keyword == "required") {
      schema.required = texts(value);
    } else if (keyword == "enum") {
      schema.choices = value.items;
    } else if (keyword == "const") {
      schema.choices = {value};
    } else if (keyword == "pattern") {
      schema.pattern = std::make_shared<const Pattern>(value.text);
    } else if (keyword == "minimum") {
      schema.minimum = value.number;
    } else if (keyword == "exclusiveMinimum") {
      schema.exclusive_minimum = value.number;
    } else if (keyword == "maximum") {
      schema.maximum = value.number;
    } else if (keyword == "exclusiveMaximum") {
      schema.exclusive_maximum = value.number;
    } else if (keyword == "minItems") {
      schema.least_items = count;
    } else if (keyword == "maxItems") {
      schema.most_items = count;
    } else if (keyword == "minLength") {
      schema.least_length = count;
    } else if (keyword == "maxLength") {
      schema.most_length = count;
    } else if (keyword == "minProperties") {
      schema.least_keys = count;
    } else if (keyword == "maxProperties") {
      schema.most_keys = count;
    } else if (keyword == "uniqueItems") {
      schema.unique = value.text == "true";
    } else {
      return false;
    }
    return true;
  }

  static bool read_words(Schema& schema, std::string_view keyword, const Node& value) {
    static constexpr std::array<std::string_view, 5> for_people{"$schema", "$id", "$defs", "title",
                                                                "format"};
    if (keyword == "description") {
      schema.description = value.text;
    } else if (keyword == "x-fault") {
      schema.fault = value.text;
    } else if (keyword == "x-form") {
      schema.form = value.text;
    } else if (keyword == "x-says") {
      schema.says = value.text;
    } else if (keyword == "x-choices") {
      schema.choices_name = value.text;
    } else {
      return std::find(for_people.begin(), for_people.end(), keyword) != for_people.end();
    }
    return true;
  }

  const Node& document_;
  std::map<std::string, SchemaPointer> shared_;
};

}  // namespace

bool Pattern::matches(const std::string& value) const {
  std::call_once(once_, [&] { regex_.assign(text_, std::regex::ECMAScript); });
  return std::regex_search(value, regex_);
}

const Schema* Schema::property(std::string_view key) const {
  for (const auto& [name, schema] : properties) {
    if (name == key) return schema.get();
  }
  return nullptr;
}

SchemaPointer compile_schema(const Node& document) { return Compiler(document).compile(document); }

const Schema& compiled_schema(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, SchemaPointer, std::less<>> compiled;
  const std::lock_guard lock(mutex);
  auto found = compiled.find(name);
  if (found == compiled.end()) {
    found = compiled.emplace(name, compile_schema(read_json(schema_text(name)))).first;
  }
  return *found->second;
}

}  // namespace collab
