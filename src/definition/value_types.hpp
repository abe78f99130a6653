#pragma once
// What kinds of values there are, in a schema's words and in those of messages.
#include <string>
#include <string_view>
#include <vector>

#include "definition/tree.hpp"

namespace collab {

/// Whether a value is of one of a schema's types; of any when it names none.
bool is_any_type(Node::Kind kind, const std::vector<std::string>& types);
/// What a value is, as in "must be text, not a list".
std::string_view describe(Node::Kind kind);
/// What a schema's type asks for, as in "must be text".
std::string_view describe_type(std::string_view type);

}  // namespace collab
