// One value: its type, its choices, a number's range, a text's length and pattern.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "collab/model/text.hpp"
#include "definition/value_types.hpp"
#include "definition/walker.hpp"

namespace collab {
namespace {

using Kind = Node::Kind;

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

/// What a number must be, in words.
std::string range(const Schema& schema) {
  if (!schema.form.empty()) return schema.form;
  if (schema.minimum && schema.maximum) {
    return fmt::format("from {} to {}", *schema.minimum, *schema.maximum);
  }
  return schema.minimum ? fmt::format("at least {}", *schema.minimum) : "in the range";
}

}  // namespace

bool Walker::wrong_type(const Node& node, const std::vector<std::string>& types, const Step& step) {
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

bool Walker::check_type(const Node& node, const Schema& schema, const Step& step) {
  return is_any_type(node.kind, schema.types) || wrong_type(node, schema.types, step);
}

bool Walker::check_choices(const Node& node, const Schema& schema, const Step& step) {
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

bool Walker::check_scalar(const Node& node, const Schema& schema, const Step& step) {
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
  if (schema.least_length &&
      (code_points(node.text) < *schema.least_length || is_blank(node.text))) {
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

}  // namespace collab
