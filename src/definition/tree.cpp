#include "definition/tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace collab {

const Node* Node::find(std::string_view key) const {
  const Node* at_key = find_key(key);
  return at_key == nullptr ? nullptr : &items[static_cast<std::size_t>(at_key - keys.data())];
}

const Node* Node::find_key(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Node& node) { return node.text == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::string fingerprint(const Node& node) {
  std::string text = fmt::format("{}:{}", static_cast<int>(node.kind), node.text);
  for (const Node& key : node.keys) text += '\n' + fingerprint(key);
  for (const Node& item : node.items) text += '\n' + fingerprint(item);
  return text;
}

std::string below(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string below(const std::string& path, std::size_t index) {
  return fmt::format("{}[{}]", path, index);
}

}  // namespace collab
