// What a value is made of: the keys of a map, the items of a list.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <string>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "definition/walker.hpp"

namespace collab {
namespace {

std::string first_sentence(const std::string& text) {
  const std::size_t stop = text.find(". ");
  std::string sentence = text.substr(0, stop);
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

}  // namespace

bool Walker::check_one_key(const Node& node, const Schema& schema, const Step& step) {
  std::vector<std::string> keys, found;
  for (const SchemaPointer& branch : schema.one_of) {
    for (const std::string& key : branch->required) {
      keys.push_back(key);
      if (node.find(key) != nullptr || suggested(node, key)) found.push_back(key);
    }
  }
  if (found.size() == 1) return true;
  if (findings_ != nullptr && found.size() > 1) {
    const Node* key = node.find_key(found[1]);
    findings_->add("key-count", key == nullptr ? step.lacks : key->at, step.path,
                   fmt::format("{} can have only one of {}", step.label, fmt::join(keys, ", ")),
                   {});
  } else if (findings_ != nullptr) {
    findings_->add("missing-key", step.lacks, step.path,
                   fmt::format("{} needs one of {}", step.label, fmt::join(keys, ", ")), {});
  }
  return false;
}

bool Walker::suggested(const Node& node, const std::string& key) const {
  const auto found = suggested_.find(&node);
  return found != suggested_.end() && found->second.contains(key);
}

bool Walker::check_keys(const Node& node, const Schema& schema, const Step& step) {
  if (!schema.properties.empty() && schema.closed) known_[&node] = &schema;
  bool sound = true;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    sound = check_key(node, i, schema, step) && sound;
  }
  if (!check_key_count(node, schema, step)) return false;
  for (const std::string& key : schema.required) {
    if (node.find(key) != nullptr) continue;
    sound = false;
    if (findings_ == nullptr || suggested(node, key)) continue;
    const auto about = describe_key(node, key);
    findings_->add("missing-key", step.lacks, below(step.path, key),
                   step.label.empty() ? fmt::format("'{}' is missing", key)
                                      : fmt::format("'{}' is missing in {}", key, step.label),
                   about);
  }
  return sound;
}

bool Walker::check_key(const Node& node, std::size_t i, const Schema& schema, const Step& step) {
  const Node& key = node.keys[i];
  const Step next{below(step.path, key.text), key.text, key.at};
  bool sound = true;
  if (schema.names) sound = check(key, *schema.names, Step{next.path, "the name", key.at});
  if (const Schema* property = schema.property(key.text)) {
    return check(node.items[i], *property, next) && sound;
  }
  if (schema.additional) return sound && check(node.items[i], *schema.additional, next);
  if (!schema.closed) return sound;
  unknown_key(node, i, schema, next);
  return false;
}

void Walker::unknown_key(const Node& node, std::size_t i, const Schema& schema, const Step& next) {
  if (findings_ == nullptr) return;
  std::vector<std::string> candidates, free;
  for (const auto& [name, _] : schema.properties) {
    candidates.push_back(name);
    if (node.find(name) == nullptr) free.push_back(name);
  }
  const Node& key = node.keys[i];
  const std::string near = nearest(key.text, free);
  std::string hint;
  if (!near.empty()) {
    hint = fmt::format("did you mean '{}'?", near);
    suggested_[&node].insert(near);
  } else {
    hint = fmt::format("keys here: {}", fmt::join(candidates, ", "));
  }
  findings_->add("unknown-key", key.at, next.path, fmt::format("'{}' is not a key here", key.text),
                 hint);
  node.items[i].faulty = true;
}

bool Walker::check_key_count(const Node& node, const Schema& schema, const Step& step) {
  const std::size_t count = node.keys.size();
  const bool few = schema.least_keys && count < *schema.least_keys;
  const bool many = schema.most_keys && count > *schema.most_keys;
  if (!few && !many) return true;
  std::vector<std::string> keys;
  for (const auto& [name, _] : schema.properties) keys.push_back(name);
  const std::string message = few ? fmt::format("'{}' is empty", step.label)
                                  : fmt::format("{} has more than {}", step.label,
                                                *schema.most_keys == 1 ? "one key" : "enough keys");
  return fault(node, schema, "key-count", step, message,
               keys.empty() ? "" : fmt::format("one of: {}", fmt::join(keys, ", ")),
               few ? step.lacks : node.keys[1].at);
}

std::string Walker::describe_key(const Node& node, const std::string& key) const {
  const auto schema = known_.find(&node);
  if (schema == known_.end()) return {};
  const Schema* property = schema->second->property(key);
  while (property != nullptr && property->description.empty()) property = property->ref.get();
  return property == nullptr ? std::string{}
                             : fmt::format("{}: {}", key, first_sentence(property->description));
}

bool Walker::check_items(const Node& node, const Schema& schema, const Step& step) {
  const std::size_t count = node.items.size();
  if (schema.least_items && count < *schema.least_items) {
    return fault(node, schema, "item-count", step,
                 count == 0 ? fmt::format("'{}' is empty", step.label)
                            : fmt::format("{} needs {} items, not {}", step.label,
                                          *schema.least_items, count),
                 {}, count == 0 ? step.lacks : node.at);
  }
  if (schema.most_items && count > *schema.most_items) {
    return fault(node, schema, "item-count", step,
                 fmt::format("{} has {} items, not {}", step.label, *schema.most_items, count), {});
  }
  bool sound = true;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < count; ++i) {
    const Node& item = node.items[i];
    const Step next{below(step.path, i), below(step.label, i), item.at};
    if (schema.items) sound = check(item, *schema.items, next) && sound;
    if (schema.unique && !seen.insert(fingerprint(item)).second && !item.faulty) {
      sound =
          fault(item, Schema{}, "duplicate-item", next,
                fmt::format("'{}' is in {} already", item.text, step.label), "keep one of the two");
    }
  }
  return sound;
}

}  // namespace collab
