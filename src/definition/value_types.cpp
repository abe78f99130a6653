#include "definition/value_types.hpp"

#include <algorithm>

namespace collab {
namespace {

using Kind = Node::Kind;

bool is_type(Kind kind, std::string_view type) {
  switch (kind) {
    case Kind::null:
      return type == "null";
    case Kind::boolean:
      return type == "boolean";
    case Kind::integer:
      return type == "integer" || type == "number";
    case Kind::real:
      return type == "number";
    case Kind::string:
      return type == "string";
    case Kind::sequence:
      return type == "array";
    case Kind::map:
      return type == "object";
  }
  return false;
}

}  // namespace

bool is_any_type(Node::Kind kind, const std::vector<std::string>& types) {
  return types.empty() || std::any_of(types.begin(), types.end(),
                                      [&](const std::string& type) { return is_type(kind, type); });
}

std::string_view describe(Node::Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::real:
      return "a decimal number";
    case Kind::string:
      return "text";
    case Kind::sequence:
      return "a list";
    case Kind::map:
      return "a map of keys";
  }
  return {};
}

std::string_view describe_type(std::string_view type) {
  if (type == "array") return "a list";
  if (type == "object") return "a map of keys";
  if (type == "integer") return "a whole number";
  if (type == "number") return "a number";
  if (type == "boolean") return "true or false";
  return "text";
}

}  // namespace collab
