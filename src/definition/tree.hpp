#pragma once
// A YAML document as values with places, its scalars typed by the core schema of YAML 1.2.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "definition/source.hpp"

namespace collab {

struct Node {
  enum class Kind { null, boolean, integer, real, string, sequence, map };
  Kind kind = Kind::null;
  std::string text{};   ///< a scalar as written, without its quotes
  double number = 0;    ///< of integer and real
  bool written = true;  ///< false where a key has nothing behind it
  Spot at{};
  std::vector<Node> keys{};     ///< of a map, beside `items`
  std::vector<Node> items{};    ///< of a sequence or map
  mutable bool faulty = false;  ///< reported already: what reads it takes it as absent

  bool is_map() const { return kind == Kind::map; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_scalar() const { return !is_map() && !is_sequence(); }
  /// nullptr when this is no map or has no such key.
  const Node* find(std::string_view key) const;
  const Node* find_key(std::string_view key) const;
};

/// What a plain scalar stands for: null, boolean, integer, real, else string.
/// number: its value, where it is one.
Node::Kind core_kind(std::string_view plain, double& number);

/// `007`: eight in some YAML readers, ten or a text in others.
bool looks_octal(std::string_view plain);
/// `.nan`, `-.inf`
bool looks_not_finite(std::string_view plain);

/// The first document; faults found on the way go to `findings`. nullopt when it cannot be read.
std::optional<Node> read_yaml(const SourceText& source, Findings& findings);

/// throws Error(failure, "bad-schema") unless `text` is JSON. For embedded schemas: fifteen times
/// as fast as reading them as YAML.
Node read_json(std::string_view text);

/// Everything that tells two values apart, places and quotes left out.
std::string fingerprint(const Node& node);

/// `evaluate` + `metrics` = `evaluate.metrics`
std::string below(const std::string& path, std::string_view key);
std::string below(const std::string& path, std::size_t index);

}  // namespace collab
