#include "definition/draft.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "collab/model/diagnostic.hpp"

namespace collab {

const Node* get(const Node* map, std::string_view key) {
  if (map == nullptr || map->faulty) return nullptr;
  const Node* found = map->find(key);
  if (found == nullptr || found->faulty || found->kind == Node::Kind::null) return nullptr;
  return found;
}

std::string text_of(const Node* map, std::string_view key, std::string_view fallback) {
  const Node* found = get(map, key);
  return found == nullptr ? std::string(fallback) : found->text;
}

std::vector<std::string> items_of(const Node* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const Node& item : list->is_map() ? list->keys : list->items) {
    if (!item.faulty) texts.push_back(item.text);
  }
  return texts;
}

bool has_key(const Node* map, std::string_view key) {
  return map != nullptr && map->find(key) != nullptr;
}

Spot key_spot(const Node* map, std::string_view key) {
  const Node* found = map == nullptr ? nullptr : map->find_key(key);
  return found == nullptr ? Spot{} : found->at;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool holds(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string suggestion(std::string_view word, const std::vector<std::string>& names,
                       std::string_view what) {
  const std::string near = nearest(word, names);
  if (!near.empty()) return fmt::format("did you mean '{}'?", near);
  if (names.empty()) return {};
  return fmt::format("{}: {}", what, fmt::join(names, ", "));
}

const KindShape* Draft::shape(std::string_view kind) const {
  const auto found = std::find_if(kinds->begin(), kinds->end(),
                                  [&](const KindShape& shape) { return shape.name == kind; });
  return found == kinds->end() ? nullptr : &*found;
}

std::vector<std::string> Draft::metric_ids() const {
  std::vector<std::string> ids;
  for (const Metric& metric : experiment.metrics) ids.push_back(metric.id);
  return ids;
}

std::vector<std::string> Draft::variant_ids() const {
  std::vector<std::string> ids;
  for (const Variant& variant : experiment.variants) ids.push_back(variant.id);
  return ids;
}

const std::vector<std::string>* Draft::levels(std::string_view segment) const {
  if (!program->program) return nullptr;
  for (const auto& [name, levels] : program->program->segments) {
    if (name == segment) return &levels;
  }
  return nullptr;
}

std::optional<Day> read_day(const Node* node, const std::string& path, Findings& findings) {
  if (node == nullptr) return std::nullopt;
  const auto day = parse_day(node->text);
  if (!day) {
    findings.add("bad-date", node->at, path,
                 fmt::format("{} is a date that does not exist", node->text));
    node->faulty = true;
  }
  return day;
}

std::optional<Days> read_days(const Node* node, const std::string& path, Findings& findings) {
  if (node == nullptr) return std::nullopt;
  const auto days = parse_days(node->text);
  if (!days) {
    findings.add("bad-value", node->at, path,
                 fmt::format("{} is longer than a century", node->text));
    node->faulty = true;
  }
  return days;
}

}  // namespace collab
