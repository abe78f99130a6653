#include "definition/walk.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "definition/value_types.hpp"
#include "definition/walker.hpp"

namespace collab {

bool Walker::check(const Node& node, const Schema& schema, const Step& step) {
  if (node.faulty) return false;
  if (schema.refused) {
    const bool refused = Walker(nullptr, choices_).check(node, **schema.refused, step);
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
    const bool holds = Walker(nullptr, choices_).check(node, *schema.condition, step);
    const SchemaPointer& next = holds ? schema.then : schema.otherwise;
    if (next) sound = check(node, *next, step) && sound;
  }
  return sound;
}

bool Walker::fault(const Node& node, const Schema& schema, std::string_view slug, const Step& step,
                   std::string message, std::string hint, const Spot& at) {
  if (findings_ != nullptr) {
    findings_->add(schema.fault.empty() ? slug : schema.fault, at, step.path, std::move(message),
                   std::move(hint));
    node.faulty = true;
  }
  return false;
}

bool Walker::fault(const Node& node, const Schema& schema, std::string_view slug, const Step& step,
                   std::string message, std::string hint) {
  return fault(node, schema, slug, step, std::move(message), std::move(hint), node.at);
}

bool Walker::check_branches(const Node& node, const Schema& schema, const Step& step) {
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

void walk(const Node& document, const Schema& schema, Findings& findings,
          const std::map<std::string, std::vector<std::string>>& choices) {
  // A file of another format or version would break every rule: say only that.
  const Node* version = document.find("schema");
  const Schema* wanted = schema.property("schema");
  if (version != nullptr && wanted != nullptr && !version->faulty) {
    Walker first(&findings, choices);
    const Node* key = document.find_key("schema");
    if (!first.check(*version, *wanted, Step{"schema", "schema", key->at})) return;
  }
  Walker(&findings, choices)
      .check(document, schema, Step{{}, {}, {document.at.line, document.at.column, 0}});
}

}  // namespace collab
