#include "definition/yaml_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace collab {
namespace {

constexpr std::size_t most_values = 20'000;
constexpr std::size_t deepest = 32;

std::size_t size_of(const Node& node) {
  std::size_t size = 1;
  for (const Node& item : node.items) size += size_of(item);
  return size;
}

std::size_t depth_of(const Node& node) {
  std::size_t depth = 0;
  for (const Node& item : node.items) depth = std::max(depth, depth_of(item));
  return depth + 1;
}

}  // namespace

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Node node{.at = spot(mark)};
  const std::string_view rest = source_.rest(node.at.line, node.at.column);
  node.written = rest.starts_with('~') || rest.starts_with("null") || rest.starts_with("Null") ||
                 rest.starts_with("NULL");
  if (node.written) node.at.length = rest.starts_with('~') ? 1 : 4;
  // Nothing is behind the key: the key is the best place to point at.
  if (!node.written && !frames_.empty() && frames_.back().key) node.at = frames_.back().key->at;
  complete(std::move(node), anchor);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  Node node{.kind = Node::Kind::string, .text = value, .at = spot(mark)};
  node.at.length = scalar_length(node.at, value, tag == "?");
  if (tag == "?" && !awaits_key()) {
    node.kind = core_kind(value, node.number);
    check_number(node);
  } else {
    check_tag(node, tag, "tag:yaml.org,2002:str");
  }
  complete(std::move(node), anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) {
    throw YamlStop{"too-complex", word_at(spot(mark)), "an alias within its own value",
                   "write the value out"};
  }
  values_ += size_of(known->second);
  check_limits(word_at(spot(mark)), depth_of(known->second));
  complete(known->second, 0);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  open(Node{.kind = Node::Kind::sequence, .at = word_at(spot(mark))}, tag, "tag:yaml.org,2002:seq",
       anchor);
}

void YamlBuilder::OnSequenceEnd() { close(); }

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  open(Node{.kind = Node::Kind::map, .at = word_at(spot(mark))}, tag, "tag:yaml.org,2002:map",
       anchor);
}

void YamlBuilder::OnMapEnd() { close(); }

Spot YamlBuilder::spot(const YAML::Mark& mark) {
  const auto count = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
  return {count(mark.line), count(mark.column), 1};
}

Spot YamlBuilder::word_at(Spot at) const {
  const std::string_view rest = source_.rest(at.line, at.column);
  if (!rest.starts_with('{') && !rest.starts_with('[') && !rest.starts_with("- ")) {
    at.length = std::max<std::size_t>(1, std::min(rest.find_first_of(": "), rest.size()));
  }
  return at;
}

std::size_t YamlBuilder::scalar_length(const Spot& at, const std::string& value, bool plain) const {
  const std::string_view rest = source_.rest(at.line, at.column);
  if (plain && rest.starts_with(value)) return value.size();
  if (rest.starts_with('|') || rest.starts_with('>')) return 1;
  if (rest.starts_with('"') || rest.starts_with('\'')) {
    const char quote = rest.front();
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (quote == '"' && rest[i] == '\\') {
        ++i;
      } else if (rest[i] == quote) {
        if (quote == '"' || i + 1 >= rest.size() || rest[i + 1] != quote) return i + 1;
        ++i;
      }
    }
  }
  return std::max<std::size_t>(1, std::min(rest.find_last_not_of(" \t") + 1, rest.size()));
}

bool YamlBuilder::awaits_key() const {
  return !frames_.empty() && frames_.back().node.is_map() && !frames_.back().key;
}

std::string YamlBuilder::path() const {
  std::string path;
  for (const Frame& frame : frames_) {
    if (frame.key) path = below(path, frame.key->text);
    if (frame.node.is_sequence()) path = below(path, frame.node.items.size());
  }
  return path;
}

void YamlBuilder::check_number(Node& node) {
  if (looks_octal(node.text)) {
    findings_.add(
        "octal-number", node.at, path(),
        fmt::format("{} is read as different numbers by different programs", node.text),
        fmt::format("leave the leading zero out, or put it in quotes: \"{}\"", node.text));
    node.faulty = true;
  } else if (looks_not_finite(node.text)) {
    findings_.add("not-finite", node.at, path(),
                  fmt::format("{} is not a number that can be used", node.text),
                  "write a finite number, or leave the key out");
    node.faulty = true;
  }
}

void YamlBuilder::check_tag(Node& node, const std::string& tag, std::string_view allowed) {
  if (tag.empty() || tag == "?" || tag == "!" || tag == allowed) return;
  findings_.add("tag", node.at, path(), fmt::format("the tag '{}' has no meaning here", tag),
                "leave it out; put text in quotes");
  node.faulty = true;
}

void YamlBuilder::check_limits(const Spot& at, std::size_t further_depth) const {
  if (values_ > most_values) {
    throw YamlStop{"too-complex", at,
                   fmt::format("more than {} values, aliases written out", most_values),
                   "an experiment needs a few hundred at most: remove the aliases"};
  }
  if (frames_.size() + further_depth > deepest) {
    throw YamlStop{"too-complex", at, fmt::format("more than {} levels deep", deepest),
                   "remove levels"};
  }
}

void YamlBuilder::open(Node node, const std::string& tag, std::string_view allowed,
                       YAML::anchor_t anchor) {
  check_tag(node, tag, allowed);
  check_limits(node.at, 1);
  frames_.push_back(Frame{.node = std::move(node), .anchor = anchor});
}

void YamlBuilder::close() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  complete(std::move(frame.node), frame.anchor);
}

void YamlBuilder::complete(Node node, YAML::anchor_t anchor) {
  ++values_;
  check_limits(node.at, 0);
  if (anchor != 0) anchors_[anchor] = node;
  if (frames_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node.is_sequence()) {
    frame.node.items.push_back(std::move(node));
  } else if (!frame.key) {
    take_key(frame, std::move(node));
  } else {
    if (!frame.dropped) {
      frame.node.keys.push_back(std::move(*frame.key));
      frame.node.items.push_back(std::move(node));
    }
    frame.key.reset();
    frame.dropped = false;
  }
}

void YamlBuilder::take_key(Frame& frame, Node key) {
  const std::string above = path();
  const bool plain = source_.rest(key.at.line, key.at.column).starts_with("<<");
  if (!key.is_scalar() || key.kind == Node::Kind::null) {
    findings_.add("bad-key", key.at, above, "a key must be a word",
                  "a value in braces? put it in quotes");
    key.text = "?";
    key.items.clear();
    key.keys.clear();
    frame.dropped = true;
  } else if (key.text == "<<" && plain) {
    findings_.add("merge-key", key.at, above, "merge keys (<<) are not read", "write the keys out");
    frame.dropped = true;
  } else if (const Node* first = frame.node.find_key(key.text)) {
    findings_.add("duplicate-key", key.at, below(above, key.text),
                  fmt::format("'{}' was given in line {} already", key.text, first->at.line + 1),
                  "keep one of the two");
    frame.dropped = true;
  }
  frame.key = std::move(key);
}

}  // namespace collab
