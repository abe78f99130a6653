#include <algorithm>
#include <charconv>
#include <string>

#include "collab/model/error.hpp"
#include "definition/tree.hpp"

namespace collab {
namespace {

/// The JSON of the embedded schemas, which the build controls: no \u escapes, no depth limit.
class Json {
 public:
  explicit Json(std::string_view text) : rest_(text) {}

  Node document() {
    Node node = value();
    if (front() != '\0') fail();
    return node;
  }

 private:
  [[noreturn]] static void fail() {
    throw Error(ExitCode::failure, "bad-schema", "an embedded schema is not JSON");
  }

  char front() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    return rest_.empty() ? '\0' : rest_.front();
  }
  bool skip(char c) {
    if (front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string string() {
    if (!skip('"')) fail();
    std::string text;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\' && rest_.size() > 1) {
        rest_.remove_prefix(1);
        const char c = rest_.front();
        if (c == 'u') fail();
        text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      } else {
        text += rest_.front();
      }
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) fail();
    rest_.remove_prefix(1);
    return text;
  }

  Node value() {
    Node node;
    switch (front()) {
      case '"':
        node.kind = Node::Kind::string;
        node.text = string();
        return node;
      case '[':
        node.kind = Node::Kind::sequence;
        skip('[');
        if (skip(']')) return node;
        do node.items.push_back(value());
        while (skip(','));
        if (!skip(']')) fail();
        return node;
      case '{':
        node.kind = Node::Kind::map;
        skip('{');
        if (skip('}')) return node;
        do {
          node.keys.push_back(Node{.kind = Node::Kind::string, .text = string()});
          if (!skip(':')) fail();
          node.items.push_back(value());
        } while (skip(','));
        if (!skip('}')) fail();
        return node;
      default: {
        const std::string_view word = rest_.substr(0, rest_.find_first_of(" \t\r\n,]}"));
        node.text = word;
        node.kind = core_kind(word, node.number);
        if (node.kind == Node::Kind::string) fail();
        rest_.remove_prefix(word.size());
        return node;
      }
    }
  }

  std::string_view rest_;
};

}  // namespace

Node read_json(std::string_view text) { return Json(text).document(); }

}  // namespace collab
