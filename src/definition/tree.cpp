#include "definition/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace collab {
namespace {

constexpr std::size_t most_values = 20'000;
constexpr std::size_t deepest = 32;

/// Ends the reading of a document that cannot be read on.
struct Stop {
  std::string_view slug;
  Spot at;
  std::string message, hint;
};

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

/// Builds the tree from yaml-cpp's events, which unlike its nodes show duplicate keys.
class Builder : public YAML::EventHandler {
 public:
  Builder(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  std::optional<Node> take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node{.at = spot(mark)};
    const std::string_view rest = source_.rest(node.at.line, node.at.column);
    node.written = rest.starts_with('~') || rest.starts_with("null") || rest.starts_with("Null") ||
                   rest.starts_with("NULL");
    if (node.written) node.at.length = rest.starts_with('~') ? 1 : 4;
    // Nothing is behind the key: the key is the best place to point at.
    if (!node.written && !frames_.empty() && frames_.back().key) node.at = frames_.back().key->at;
    complete(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
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

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      throw Stop{"too-complex", word_at(spot(mark)), "an alias within its own value",
                 "write the value out"};
    }
    values_ += size_of(known->second);
    check_limits(word_at(spot(mark)), depth_of(known->second));
    complete(known->second, 0);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node{.kind = Node::Kind::sequence, .at = word_at(spot(mark))}, tag,
         "tag:yaml.org,2002:seq", anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node{.kind = Node::Kind::map, .at = word_at(spot(mark))}, tag, "tag:yaml.org,2002:map",
         anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Node> key{};  ///< of a map, when its value is to come
    bool dropped = false;       ///< the coming value's key is faulty
  };

  static Spot spot(const YAML::Mark& mark) {
    const auto count = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
    return {count(mark.line), count(mark.column), 1};
  }

  Spot word_at(Spot at) const {
    const std::string_view rest = source_.rest(at.line, at.column);
    if (!rest.starts_with('{') && !rest.starts_with('[') && !rest.starts_with("- ")) {
      at.length = std::max<std::size_t>(1, std::min(rest.find_first_of(": "), rest.size()));
    }
    return at;
  }

  /// How much of the line a scalar takes: as written where that can be seen, else to the end.
  std::size_t scalar_length(const Spot& at, const std::string& value, bool plain) const {
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

  bool awaits_key() const {
    return !frames_.empty() && frames_.back().node.is_map() && !frames_.back().key;
  }

  std::string path() const {
    std::string path;
    for (const Frame& frame : frames_) {
      if (frame.key) path = below(path, frame.key->text);
      if (frame.node.is_sequence()) path = below(path, frame.node.items.size());
    }
    return path;
  }

  void check_number(Node& node) {
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

  void check_tag(Node& node, const std::string& tag, std::string_view allowed) {
    if (tag.empty() || tag == "?" || tag == "!" || tag == allowed) return;
    findings_.add("tag", node.at, path(), fmt::format("the tag '{}' has no meaning here", tag),
                  "leave it out; put text in quotes");
    node.faulty = true;
  }

  void check_limits(const Spot& at, std::size_t further_depth) const {
    if (values_ > most_values) {
      throw Stop{"too-complex", at,
                 fmt::format("more than {} values, aliases written out", most_values),
                 "an experiment needs a few hundred at most: remove the aliases"};
    }
    if (frames_.size() + further_depth > deepest) {
      throw Stop{"too-complex", at, fmt::format("more than {} levels deep", deepest),
                 "remove levels"};
    }
  }

  void open(Node node, const std::string& tag, std::string_view allowed, YAML::anchor_t anchor) {
    check_tag(node, tag, allowed);
    check_limits(node.at, 1);
    frames_.push_back(Frame{.node = std::move(node), .anchor = anchor});
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    complete(std::move(frame.node), frame.anchor);
  }

  void complete(Node node, YAML::anchor_t anchor) {
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

  void take_key(Frame& frame, Node key) {
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
      findings_.add("merge-key", key.at, above, "merge keys (<<) are not read",
                    "write the keys out");
      frame.dropped = true;
    } else if (const Node* first = frame.node.find_key(key.text)) {
      findings_.add("duplicate-key", key.at, below(above, key.text),
                    fmt::format("'{}' was given in line {} already", key.text, first->at.line + 1),
                    "keep one of the two");
      frame.dropped = true;
    }
    frame.key = std::move(key);
  }

  const SourceText& source_;
  Findings& findings_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::optional<Node> root_;
  std::size_t values_ = 0;
};

/// Notes where a document that should not be there begins.
class SecondDocument : public YAML::EventHandler {
 public:
  std::size_t line = 0;

  void OnDocumentStart(const YAML::Mark& mark) override {
    line = static_cast<std::size_t>(std::max(mark.line, 0));
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// `---` after the first document, from the line at which yaml-cpp saw something.
Spot separator_before(const SourceText& source, std::size_t line) {
  for (std::size_t i = std::min(line + 1, source.lines()); i-- > 0;) {
    if (source.line(i).starts_with("---")) return {i, 0, 3};
  }
  return {line, 0, 1};
}

/// What most often stands behind yaml-cpp's terse messages.
std::string syntax_hint(const SourceText& source, const Spot& at, std::string_view message) {
  for (const std::size_t number : {at.line, at.line == 0 ? 0 : at.line - 1}) {
    const std::string_view line = source.line(number);
    const std::size_t colon = line.find(": >");
    if (colon != line.npos && line.substr(colon).starts_with(": >=")) {
      return fmt::format("put a target in quotes: \"{}\"", line.substr(colon + 2));
    }
  }
  if (message.find("flow not found") != message.npos) return "a { or [ here or above is not closed";
  if (message.find("anchor") != message.npos) {
    return "an alias (*name) stands for an anchor (&name) before it; put a text that begins with * "
           "in quotes";
  }
  const std::string_view line = source.line(at.line);
  const std::size_t colon = line.find(": ");
  if (message.find("map value") != message.npos && colon != line.npos &&
      line.find(": ", colon + 1) != line.npos) {
    return "put a text that has ': ' in it in quotes";
  }
  const std::string_view rest = source.rest(at.line, at.column);
  if (rest.starts_with('%') || rest.starts_with('@') || rest.starts_with('`')) {
    return "put a text that begins so in quotes";
  }
  return "look here and above for a missing quote, bracket or colon, and for indentation that does "
         "not "
         "line up";
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const Node* at_key = find_key(key);
  return at_key == nullptr ? nullptr : &items[static_cast<std::size_t>(at_key - keys.data())];
}

const Node* Node::find_key(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Node& node) { return node.text == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::string below(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string below(const std::string& path, std::size_t index) {
  return fmt::format("{}[{}]", path, index);
}

std::optional<Node> read_yaml(const SourceText& source, Findings& findings) {
  std::istringstream stream(source.text());
  Builder builder(source, findings);
  std::optional<YAML::Parser> parser;
  try {
    parser.emplace(stream);
    if (!parser->HandleNextDocument(builder)) {
      findings.add_without_place("empty-file", "the file is empty",
                                 "start with `collab new` or `collab init`");
      return std::nullopt;
    }
  } catch (const Stop& stop) {
    findings.add(stop.slug, stop.at, {}, stop.message, stop.hint);
    return std::nullopt;
  } catch (const YAML::Exception& fault) {
    const auto count = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
    const Spot at{std::min(count(fault.mark.line), source.lines() - 1), count(fault.mark.column),
                  1};
    findings.add("yaml-syntax", at, {}, "not readable as YAML: " + fault.msg,
                 syntax_hint(source, at, fault.msg));
    return std::nullopt;
  }
  SecondDocument second;
  bool more = false;
  try {
    more = parser->HandleNextDocument(second);
  } catch (const YAML::Exception& fault) {
    more = true;
    second.line = static_cast<std::size_t>(std::max(fault.mark.line, 0));
  }
  if (more) {
    findings.add("second-document", separator_before(source, second.line), {},
                 "a second document begins here", "one file holds one definition: remove the rest");
  }
  return builder.take();
}

}  // namespace collab
