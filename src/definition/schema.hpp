#pragma once
// A JSON Schema ready to be walked: the keywords that our schemas use, and four of our own, which
// other validators ignore:
//   x-fault    the slug of a fault of this value, instead of the general one
//   x-form     what the value should be, as in "'28 days' is not {x-form}"
//   x-says     the message where a value may not stand at all
//   x-choices  what an enum's values are called in hints: "kinds: mean, ..."
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "definition/tree.hpp"

namespace collab {

struct Schema;
using SchemaPointer = std::shared_ptr<const Schema>;

/// A regular expression that is compiled when first used: most are not, and each costs as much as
/// the reading of a small file.
class Pattern {
 public:
  explicit Pattern(std::string text) : text_(std::move(text)) {}
  bool matches(const std::string& value) const;

 private:
  std::string text_;
  mutable std::once_flag once_;
  mutable std::regex regex_;
};

struct Schema {
  std::vector<std::string> types;
  std::vector<std::pair<std::string, SchemaPointer>> properties;
  std::vector<std::string> required;
  bool closed = false;  ///< additionalProperties: false
  SchemaPointer additional, names, items, ref, condition, then, otherwise;
  std::optional<SchemaPointer> refused;  ///< `not`
  std::vector<Node> choices;             ///< of enum or const
  std::vector<SchemaPointer> one_of, all_of;
  std::shared_ptr<const Pattern> pattern;
  std::optional<double> minimum, exclusive_minimum, maximum, exclusive_maximum;
  std::optional<std::size_t> least_items, most_items, least_length, most_length, least_keys,
      most_keys;
  bool unique = false;
  std::string description, fault, form, says, choices_name;

  const Schema* property(std::string_view key) const;
};

/// throws Error(failure, "bad-schema") for a keyword that is not known: it would not be checked
SchemaPointer compile_schema(const Node& document);

/// The embedded schema of that name, compiled on first use.
const Schema& compiled_schema(std::string_view name);

}  // namespace collab
