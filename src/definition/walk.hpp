#pragma once
// One walk over a definition's values along its schema: one finding per fault.
#include <map>
#include <string>
#include <vector>

#include "definition/schema.hpp"
#include "definition/tree.hpp"

namespace collab {

/// choices: further values of an enum by the name its schema gives in x-choices, e.g. metric kinds
/// that are registered and that the schema does not list.
void walk(const Node& document, const Schema& schema, Findings& findings,
          const std::map<std::string, std::vector<std::string>>& choices);

}  // namespace collab
