#include "definition/walk.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/diagnostic.hpp"

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

bool is_any_type(Kind kind, const std::vector<std::string>& types) {
  return types.empty() || std::any_of(types.begin(), types.end(),
                                      [&](const std::string& type) { return is_type(kind, type); });
}

std::string_view describe_type(std::string_view type) {
  if (type == "array") return "a list";
  if (type == "object") return "a map of keys";
  if (type == "integer") return "a whole number";
  if (type == "number") return "a number";
  if (type == "boolean") return "true or false";
  return "text";
}

/// Everything that tells two values apart.
std::string fingerprint(const Node& node) {
  std::string text = fmt::format("{}:{}", static_cast<int>(node.kind), node.text);
  for (const Node& key : node.keys) text += '\n' + fingerprint(key);
  for (const Node& item : node.items) text += '\n' + fingerprint(item);
  return text;
}

std::string first_sentence(const std::string& text) {
  const std::size_t stop = text.find(". ");
  std::string sentence = text.substr(0, stop);
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

std::vector<std::string> texts(const std::vector<Node>& nodes) {
  std::vector<std::string> texts;
  for (const Node& node : nodes) texts.push_back(node.text);
  return texts;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// Where the walk stands: what it is called, and what stands for it when it lacks something.
struct Step {
  std::string path;   ///< evaluate.metrics[0]
  std::string label;  ///< metrics[0], or the last key
  Spot lacks;         ///< its key, or its first word
};

class Walk {
 public:
  Walk(Findings* findings, const std::map<std::string, std::vector<std::string>>& choices)
      : findings_(findings), choices_(choices) {}

  /// False when something is wrong with the node or below it, reported or not.
  bool check(const Node& node, const Schema& schema, const Step& step) {
    if (node.faulty) return false;
    if (schema.refused) {
      const bool refused = Walk(nullptr, choices_).check(node, **schema.refused, step);
      if (refused) return fault(node, schema, "misplaced-key", step, schema.says, {}, step.lacks);
    }
    if (!check_type(node, schema, step) || !check_choices(node, schema, step)) return false;
    if (node.is_scalar() && !check_scalar(node, schema, step)) return false;
    bool sound = true;
    if (schema.ref) sound = check(node, *schema.ref, step);
    if (sound && !schema.one_of.empty()) sound = check_branches(node, schema, step);
    if (node.is_map()) sound = check_keys(node, schema, step) && sound;
    if (node.is_sequence()) sound = check_items(node, schema, step) && sound;
    if (node.faulty) return false;
    for (const SchemaPointer& part : schema.all_of) sound = check(node, *part, step) && sound;
    if (schema.condition) {
      const bool holds = Walk(nullptr, choices_).check(node, *schema.condition, step);
      const SchemaPointer& next = holds ? schema.then : schema.otherwise;
      if (next) sound = check(node, *next, step) && sound;
    }
    return sound;
  }

 private:
  bool fault(const Node& node, const Schema& schema, std::string_view slug, const Step& step,
             std::string message, std::string hint, const Spot& at) {
    if (findings_ != nullptr) {
      findings_->add(schema.fault.empty() ? slug : schema.fault, at, step.path, std::move(message),
                     std::move(hint));
      node.faulty = true;
    }
    return false;
  }
  bool fault(const Node& node, const Schema& schema, std::string_view slug, const Step& step,
             std::string message, std::string hint) {
    return fault(node, schema, slug, step, std::move(message), std::move(hint), node.at);
  }

  bool wrong_type(const Node& node, const std::vector<std::string>& types, const Step& step) {
    const Schema plain;
    std::vector<std::string_view> wanted;
    for (const std::string& type : types) wanted.push_back(describe_type(type));
    const std::string list = fmt::format("{}", fmt::join(wanted, " or "));
    if (node.kind == Kind::null && !node.written) {
      return fault(node, plain, "empty-value", step, fmt::format("'{}' has no value", step.label),
                   fmt::format("it is {}", list));
    }
    std::string hint;
    const auto wants = [&](std::string_view type) {
      return std::find(types.begin(), types.end(), type) != types.end();
    };
    if (wants("string") && node.is_scalar() && node.kind != Kind::null) {
      hint = fmt::format("put it in quotes: \"{}\"", node.text);
    } else if (wants("array") && node.is_scalar() && node.kind != Kind::null) {
      hint = fmt::format("write a list: [{}]", node.text);
    } else if (wants("array") && node.is_map()) {
      hint = "write a list: each item begins with '- '";
    }
    double number = 0;
    if (!wants("string") && node.kind == Kind::string &&
        is_any_type(core_kind(node.text, number), types)) {
      hint = fmt::format("leave the quotes out: {}", node.text);
    }
    return fault(node, plain, "wrong-type", step,
                 fmt::format("{} must be {}, not {}", step.label.empty() ? "the file" : step.label,
                             list, describe(node.kind)),
                 hint);
  }

  bool check_type(const Node& node, const Schema& schema, const Step& step) {
    return is_any_type(node.kind, schema.types) || wrong_type(node, schema.types, step);
  }

  bool check_choices(const Node& node, const Schema& schema, const Step& step) {
    if (schema.choices.empty()) return true;
    std::vector<std::string> known = texts(schema.choices);
    bool found = std::any_of(schema.choices.begin(), schema.choices.end(), [&](const Node& choice) {
      return fingerprint(choice) == fingerprint(node);
    });
    const auto further = choices_.find(schema.choices_name);
    if (further != choices_.end()) {
      known.insert(known.end(), further->second.begin(), further->second.end());
      std::sort(known.begin(), known.end());
      known.erase(std::unique(known.begin(), known.end()), known.end());
      found = std::find(known.begin(), known.end(), node.text) != known.end();
    }
    if (found) return true;
    if (!schema.says.empty()) {
      return fault(node, schema, "bad-value", step, schema.says, {});
    }
    if (!node.is_scalar())
      return fault(node, schema, "wrong-type", step,
                   fmt::format("{} must be {}", step.label, fmt::join(known, " or ")), {});
    std::string hint;
    const std::string near = nearest(node.text, known);
    if (!near.empty()) hint = fmt::format("did you mean '{}'? ", near);
    hint += fmt::format("{}: {}", schema.choices_name.empty() ? step.label : schema.choices_name,
                        fmt::join(known, ", "));
    if (!schema.form.empty()) hint += ", " + schema.form;
    return fault(node, schema, "bad-value", step,
                 fmt::format("{} '{}' is not known", step.label, node.text), hint);
  }

  bool check_scalar(const Node& node, const Schema& schema, const Step& step) {
    const bool is_number = node.kind == Kind::integer || node.kind == Kind::real;
    const bool fits =
        !is_number || ((!schema.minimum || node.number >= *schema.minimum) &&
                       (!schema.exclusive_minimum || node.number > *schema.exclusive_minimum) &&
                       (!schema.maximum || node.number <= *schema.maximum) &&
                       (!schema.exclusive_maximum || node.number < *schema.exclusive_maximum));
    if (!fits) {
      return fault(node, schema, "bad-value", step,
                   fmt::format("{} {} is not {}", step.label, node.text, range(schema)), {});
    }
    if (node.kind != Kind::string) return true;
    const bool blank = node.text.find_first_not_of(" \t\r\n") == std::string::npos;
    if (schema.least_length && (code_points(node.text) < *schema.least_length || blank)) {
      return fault(node, schema, "empty-value", step, fmt::format("'{}' has no value", step.label),
                   {});
    }
    // std::regex recurses once a character.
    constexpr std::size_t longest = 1024;
    if (schema.pattern && node.text.size() > longest) {
      return fault(node, Schema{}, "bad-value", step,
                   fmt::format("'{}' is longer than {} bytes", step.label, longest), {});
    }
    const bool long_name = schema.most_length && code_points(node.text) > *schema.most_length;
    if (long_name || (schema.pattern && !schema.pattern->matches(node.text))) {
      return fault(node, schema, "bad-value", step,
                   fmt::format("{} '{}' is not {}", step.label, node.text, schema.form), {});
    }
    return true;
  }

  static std::string range(const Schema& schema) {
    if (!schema.form.empty()) return schema.form;
    if (schema.minimum && schema.maximum) {
      return fmt::format("from {} to {}", *schema.minimum, *schema.maximum);
    }
    return schema.minimum ? fmt::format("at least {}", *schema.minimum) : "in the range";
  }

  /// The branch that the value's type, or a key it requires, points to.
  bool check_branches(const Node& node, const Schema& schema, const Step& step) {
    if (std::none_of(schema.one_of.begin(), schema.one_of.end(),
                     [](const SchemaPointer& branch) { return branch->required.empty(); })) {
      return check_one_key(node, schema, step);
    }
    std::vector<std::string> types;
    for (const SchemaPointer& branch : schema.one_of) {
      if (is_any_type(node.kind, branch->types)) return check(node, *branch, step);
      types.insert(types.end(), branch->types.begin(), branch->types.end());
    }
    return wrong_type(node, types, step);
  }

  bool check_one_key(const Node& node, const Schema& schema, const Step& step) {
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

  bool suggested(const Node& node, const std::string& key) const {
    const auto found = suggested_.find(&node);
    return found != suggested_.end() && found->second.contains(key);
  }

  bool check_keys(const Node& node, const Schema& schema, const Step& step) {
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

  bool check_key(const Node& node, std::size_t i, const Schema& schema, const Step& step) {
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

  void unknown_key(const Node& node, std::size_t i, const Schema& schema, const Step& next) {
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
    findings_->add("unknown-key", key.at, next.path,
                   fmt::format("'{}' is not a key here", key.text), hint);
    node.items[i].faulty = true;
  }

  bool check_key_count(const Node& node, const Schema& schema, const Step& step) {
    const std::size_t count = node.keys.size();
    const bool few = schema.least_keys && count < *schema.least_keys;
    const bool many = schema.most_keys && count > *schema.most_keys;
    if (!few && !many) return true;
    std::vector<std::string> keys;
    for (const auto& [name, _] : schema.properties) keys.push_back(name);
    const std::string message =
        few ? fmt::format("'{}' is empty", step.label)
            : fmt::format("{} has more than {}", step.label,
                          *schema.most_keys == 1 ? "one key" : "enough keys");
    return fault(node, schema, "key-count", step, message,
                 keys.empty() ? "" : fmt::format("one of: {}", fmt::join(keys, ", ")),
                 few ? step.lacks : node.keys[1].at);
  }

  /// What the missing key means: its schema's description.
  std::string describe_key(const Node& node, const std::string& key) const {
    const auto schema = known_.find(&node);
    if (schema == known_.end()) return {};
    const Schema* property = schema->second->property(key);
    while (property != nullptr && property->description.empty()) property = property->ref.get();
    return property == nullptr ? std::string{}
                               : fmt::format("{}: {}", key, first_sentence(property->description));
  }

  bool check_items(const Node& node, const Schema& schema, const Step& step) {
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
                   fmt::format("{} has {} items, not {}", step.label, *schema.most_items, count),
                   {});
    }
    bool sound = true;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < count; ++i) {
      const Node& item = node.items[i];
      const Step next{below(step.path, i), below(step.label, i), item.at};
      if (schema.items) sound = check(item, *schema.items, next) && sound;
      if (schema.unique && !seen.insert(fingerprint(item)).second && !item.faulty) {
        sound = fault(item, Schema{}, "duplicate-item", next,
                      fmt::format("'{}' is in {} already", item.text, step.label),
                      "keep one of the two");
      }
    }
    return sound;
  }

  Findings* findings_;  ///< nullptr: only whether it is sound
  const std::map<std::string, std::vector<std::string>>& choices_;
  std::map<const Node*, std::set<std::string>> suggested_;  ///< keys that were meant, probably
  std::map<const Node*, const Schema*> known_;              ///< where a map's keys are described
};

}  // namespace

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

void walk(const Node& document, const Schema& schema, Findings& findings,
          const std::map<std::string, std::vector<std::string>>& choices) {
  // A file of another format or version would break every rule: say only that.
  const Node* version = document.find("schema");
  const Schema* wanted = schema.property("schema");
  if (version != nullptr && wanted != nullptr && !version->faulty) {
    Walk first(&findings, choices);
    const Node* key = document.find_key("schema");
    if (!first.check(*version, *wanted, Step{"schema", "schema", key->at})) return;
  }
  Walk(&findings, choices)
      .check(document, schema, Step{{}, {}, {document.at.line, document.at.column, 0}});
}

}  // namespace collab
